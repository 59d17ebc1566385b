import {
  command,
  type CommandContext,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  Id,
  Instant,
  reject,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { unitSettings } from '../facts.js';
import { dayOfAct } from '../occurrence.js';
import { isRepetition } from '../repetition.js';
import { Channel, MeetingForm, PartyKind, SharingGround } from '../values.js';
import type { ConsentState } from './consent.js';
import { meetingGroundRejections, requireMeetingGround } from './tripartite-ground.js';
import type { MeetingsState } from './tripartite-meeting.js';
import { MeetingParty, requireEnoughParties } from './tripartite-parties.js';
import { requireMeeting, requireMeetingFor } from './tripartite-states.js';

const TripartiteMeetingRequested = z.strictObject({
  meetingId: Id,
  form: MeetingForm,
  reasonCode: z.enum([
    'workAbilityUnclear',
    'planStuck',
    'changeOfMeasure',
    'beforeEmployment',
    'beforeExit',
    'partyRequest',
    'personRequest',
    'other',
  ]),
  requestedBy: PartyKind,
  urgent: z.boolean(),
  purpose: text(),
});
const TripartiteMeetingRequestWithdrawn = z.strictObject({
  meetingId: Id,
  reasonCode: z.enum(['notNeeded', 'solvedOtherwise', 'personDeclined']),
});
const differentIds = (parties: readonly { readonly partyId: string }[]): boolean =>
  new Set(parties.map(({ partyId }) => partyId)).size === parties.length;
const TripartiteMeetingScheduled = z.strictObject({
  meetingId: Id,
  startsAt: Instant,
  endsAt: Instant,
  channel: Channel,
  place: text().optional(),
  convenor: PartyKind,
  documentationResponsible: PartyKind,
  parties: z.array(MeetingParty).min(1).max(20).refine(differentIds, { error: 'each party has an id of its own' }),
  ground: SharingGround,
});

/** A meeting between the person and several authorities (trepartssamtal) is asked for and gets its time. Source: SIN. */
export const requestEvents = defineEvents({
  TripartiteMeetingRequested: {
    version: 1,
    data: TripartiteMeetingRequested,
    text: { sv: 'Ett trepartssamtal efterfrågades', en: 'A tripartite meeting was requested' },
  },
  TripartiteMeetingRequestWithdrawn: {
    version: 1,
    data: TripartiteMeetingRequestWithdrawn,
    text: {
      sv: 'Önskemålet om trepartssamtal drogs tillbaka',
      en: 'The request for a tripartite meeting was withdrawn',
    },
  },
  TripartiteMeetingScheduled: {
    version: 1,
    data: TripartiteMeetingScheduled,
    text: { sv: 'Trepartssamtalet bokades', en: 'The tripartite meeting was scheduled' },
  },
});

const meetingId = exampleIds.meeting;

/** What may be done until the meeting has a time; its parties, its changes and the occasion have files of their own. */
export const requestCommands = defineCommands({
  RequestTripartiteMeeting: command({
    body: TripartiteMeetingRequested,
    states: { event: 'TripartiteMeetingRequested', id: 'meetingId' },
    policy: 'case.tripartite.manage',
    text: { sv: 'Efterfråga trepartssamtal', en: 'Request a tripartite meeting' },
    example: {
      after: ['OpenCase'],
      body: {
        meetingId,
        form: 'tripartite',
        reasonCode: 'workAbilityUnclear',
        requestedBy: 'labourMarketAdministration',
        urgent: false,
        purpose: 'Komma överens om vem som gör vad härnäst',
      },
    },
  }),
  WithdrawTripartiteRequest: command({
    body: TripartiteMeetingRequestWithdrawn,
    ifMatch: 'required',
    policy: 'case.tripartite.manage',
    text: { sv: 'Dra tillbaka önskemål om trepartssamtal', en: 'Withdraw the request for a tripartite meeting' },
    example: { after: ['RequestTripartiteMeeting'], body: { meetingId, reasonCode: 'solvedOtherwise' } },
  }),
  ScheduleTripartiteMeeting: command({
    body: TripartiteMeetingScheduled,
    ifMatch: 'required',
    policy: 'case.tripartite.manage',
    facts: { settings: unitSettings },
    rejects: [...meetingGroundRejections, 'too-few-parties', 'participant-missing', 'starts-in-past'],
    text: { sv: 'Boka trepartssamtal', en: 'Schedule a tripartite meeting' },
    example: {
      after: ['RequestTripartiteMeeting'],
      body: {
        meetingId,
        startsAt: '2026-03-17T10:00:00+01:00',
        endsAt: '2026-03-17T11:00:00+01:00',
        channel: 'visit',
        place: 'Rum 3, Storgatan 1',
        convenor: 'labourMarketAdministration',
        documentationResponsible: 'labourMarketAdministration',
        parties: [
          { partyId: exampleIds.participantParty, kind: 'participant' },
          { partyId: exampleIds.ownParty, kind: 'labourMarketAdministration' },
          { partyId: exampleIds.pesParty, kind: 'publicEmploymentService', organisation: 'Arbetsförmedlingen' },
        ],
        ground: { kind: 'personPresent' },
      },
    },
  }),
});

type Slices = { readonly meetings: MeetingsState; readonly consent: ConsentState };

/** The decisions about asking for a meeting and giving it a time, parties and a ground to share on. */
export const requestDecisions: DecisionsOf<Slices, typeof requestCommands, typeof requestEvents> = {
  RequestTripartiteMeeting: (_state, command) => [{ type: 'TripartiteMeetingRequested', data: command }],
  WithdrawTripartiteRequest: ({ meetings }, command) => {
    const { last } = requireMeeting(meetings, command.meetingId);
    if (isRepetition(last, 'TripartiteMeetingRequestWithdrawn', command)) return [];
    requireMeetingFor(meetings, command.meetingId, 'WithdrawTripartiteRequest');
    return [{ type: 'TripartiteMeetingRequestWithdrawn', data: command }];
  },
  ScheduleTripartiteMeeting: (state, command, context) => {
    const { meetings } = state;
    const { last } = requireMeeting(meetings, command.meetingId);
    if (isRepetition(last, 'TripartiteMeetingScheduled', command)) return [];
    const { form } = requireMeetingFor(meetings, command.meetingId, 'ScheduleTripartiteMeeting');
    const { parties, ground } = command;
    requireTimeToCome(command, context);
    if (!parties.some(({ kind }) => kind === 'participant')) reject('participant-missing');
    requireEnoughParties(form, parties);
    const { settings } = context.facts;
    requireMeetingGround(state, { ground, parties, on: dayOfAct(context), settings, personAttends: true });
    return [{ type: 'TripartiteMeetingScheduled', data: command }];
  },
};

/**
 * Rejects a meeting that would end before it starts, or that would have started already when its time was set: now, or
 * when the caller states that it was. So a meeting that was planned and held can be registered afterwards.
 */
export const requireTimeToCome = (
  { startsAt, endsAt }: { readonly startsAt: Instant; readonly endsAt: Instant },
  { now, occurredAt = now }: Pick<CommandContext, 'now' | 'occurredAt'>,
): void => {
  if (endsAt <= startsAt) reject('period-reversed', { startsAt, endsAt });
  if (startsAt < occurredAt) reject('starts-in-past', { startsAt });
};
