import { command, type DecisionsOf, defineCommands, defineEvents, Id, PublicName, reject, text } from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { unitSettings } from '../facts.js';
import { dayOfAct } from '../occurrence.js';
import { isRepetition } from '../repetition.js';
import { type MeetingForm, PartyKind } from '../values.js';
import type { ConsentState } from './consent.js';
import { meetingGroundRejections, requireMeetingGround } from './tripartite-ground.js';
import type { MeetingsState, Party } from './tripartite-meeting.js';
import { requireMeetingFor, requirePlannedFor } from './tripartite-states.js';

/** Who takes part in a meeting: one participant, and others from authorities, employers or providers. */
export const MeetingParty = z.strictObject({
  partyId: Id,
  kind: PartyKind,
  organisation: PublicName.optional(),
  contact: text().optional(),
});
const PartyLeft = z.enum(['withdrew', 'replaced', 'notNeeded']);
/** Why a party takes no part any more. */
export type PartyLeft = z.output<typeof PartyLeft>;

const TripartitePartyAdded = z.strictObject({ meetingId: Id, party: MeetingParty });
const TripartitePartyRemoved = z.strictObject({ meetingId: Id, partyId: Id, reasonCode: PartyLeft });
const TripartiteAgendaSet = z.strictObject({ meetingId: Id, items: z.array(text()).min(1).max(50) });

/** Who takes part in a meeting, and what it shall take up. */
export const partiesEvents = defineEvents({
  TripartitePartyAdded: {
    version: 1,
    data: TripartitePartyAdded,
    text: { sv: 'En part lades till i trepartssamtalet', en: 'A party was added to the tripartite meeting' },
  },
  TripartitePartyRemoved: {
    version: 1,
    data: TripartitePartyRemoved,
    text: { sv: 'En part togs bort från trepartssamtalet', en: 'A party was removed from the tripartite meeting' },
  },
  TripartiteAgendaSet: {
    version: 1,
    data: TripartiteAgendaSet,
    text: { sv: 'Trepartssamtalet fick en dagordning', en: 'The agenda of the tripartite meeting was set' },
  },
});

const meetingId = exampleIds.meeting;

/** What may be done about parties and agenda; inviting them is in `tripartite-replies.ts`. */
export const partiesCommands = defineCommands({
  AddParty: command({
    body: TripartitePartyAdded,
    policy: 'case.tripartite.manage',
    facts: { settings: unitSettings },
    rejects: meetingGroundRejections,
    text: { sv: 'Lägg till part', en: 'Add a party' },
    example: {
      after: ['ScheduleTripartiteMeeting'],
      body: { meetingId, party: { partyId: exampleIds.incomeSupportParty, kind: 'incomeSupport' } },
    },
  }),
  RemoveParty: command({
    body: TripartitePartyRemoved,
    ifMatch: 'required',
    policy: 'case.tripartite.manage',
    rejects: ['too-few-parties'],
    text: { sv: 'Ta bort part', en: 'Remove a party' },
    example: {
      after: ['AddParty'],
      body: { meetingId, partyId: exampleIds.incomeSupportParty, reasonCode: 'notNeeded' },
    },
  }),
  SetAgenda: command({
    body: TripartiteAgendaSet,
    policy: 'case.tripartite.manage',
    text: { sv: 'Skriv dagordning', en: 'Set the agenda' },
    example: {
      after: ['RequestTripartiteMeeting'],
      body: { meetingId, items: ['Arbetsförmåga', 'Vem gör vad och till när'] },
    },
  }),
});

type Slices = { readonly meetings: MeetingsState; readonly consent: ConsentState };

/** The decisions about who takes part. */
export const partiesDecisions: DecisionsOf<Slices, typeof partiesCommands, typeof partiesEvents> = {
  AddParty: (state, command, context) => {
    const { partyId, ...added } = command.party;
    const meeting = requirePlannedFor(state.meetings, command.meetingId, 'AddParty');
    const known = meeting.parties[partyId];
    if (known !== undefined) return requireSameParty(partyId, known, added);
    if (meeting.formerParties[partyId] !== undefined) reject('same-id-other-content', { partyId });
    const { settings } = context.facts;
    const { ground } = meeting;
    requireMeetingGround(state, { ground, parties: [added], on: dayOfAct(context), settings, personAttends: true });
    return [{ type: 'TripartitePartyAdded', data: command }];
  },
  RemoveParty: ({ meetings }, command) => {
    const { partyId, reasonCode } = command;
    const { form, parties, formerParties } = requirePlannedFor(meetings, command.meetingId, 'RemoveParty');
    if (formerParties[partyId] === reasonCode) return [];
    const { [partyId]: party, ...left } = parties;
    if (party === undefined) return reject('unknown-reference', { partyId });
    if (party.kind === 'participant') reject('too-few-parties', { missing: 'participant' });
    // That a party will not take part is a fact to act on; it never cancels the meeting.
    if (reasonCode !== 'withdrew') requireEnoughParties(form, Object.values(left));
    return [{ type: 'TripartitePartyRemoved', data: command }];
  },
  SetAgenda: ({ meetings }, command) => {
    requireMeetingFor(meetings, command.meetingId, 'SetAgenda');
    return [{ type: 'TripartiteAgendaSet', data: command }];
  },
};

/** Rejects with `too-few-parties` fewer than the participant and two others in a tripartite meeting, and one in other forms. */
export const requireEnoughParties = (form: MeetingForm, parties: readonly Party[]): void => {
  const others = parties.filter(({ kind }) => kind !== 'participant').length;
  const least = form === 'tripartite' ? 2 : 1;
  if (others < least) reject('too-few-parties', { form, others, least });
};

/** Nothing to add when the party is the same one; else its id is taken. */
const requireSameParty = (partyId: string, known: Party, added: object): readonly never[] => {
  const same = isRepetition({ type: 'party', data: known }, 'party', added);
  return same ? [] : reject('same-id-other-content', { partyId });
};
