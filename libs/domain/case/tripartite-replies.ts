import { localDay } from '@etapp/calendar';
import {
  Code,
  command,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  impossible,
  Instant,
  LocalDate,
  reject,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { unitSettings } from '../facts.js';
import { isRepetition, type LastFact } from '../repetition.js';
import { Channel } from '../values.js';
import type { ConsentState } from './consent.js';
import type { changeEvents } from './tripartite-changes.js';
import { requireGroundKept } from './tripartite-ground.js';
import type { MeetingsState } from './tripartite-meeting.js';
import type { partiesEvents } from './tripartite-parties.js';
import type { requestEvents } from './tripartite-request.js';
import { requirePlannedFor } from './tripartite-states.js';

const TripartitePartyInvited = z.strictObject({
  meetingId: Id,
  partyId: Id,
  channel: Channel,
  sentAt: Instant,
  replyDueOn: LocalDate.optional(),
  letterHash: Code.optional(),
});
const TripartiteInvitationOpened = z.strictObject({ meetingId: Id, partyId: Id, openedAt: Instant });
const TripartitePartyReplied = z.strictObject({
  meetingId: Id,
  partyId: Id,
  reply: z.enum(['accepts', 'proposesNewTime', 'declines']),
  proposedTimes: z.array(Instant).max(20).optional(),
  text: text().optional(),
});

/** Each party gets an invitation of its own (kallelse) and answers for itself; the newest reply counts. */
export const repliesEvents = defineEvents({
  TripartitePartyInvited: {
    version: 1,
    data: TripartitePartyInvited,
    occurred: 'sentAt',
    text: { sv: 'En part kallades till trepartssamtalet', en: 'A party was invited to the tripartite meeting' },
  },
  TripartiteInvitationOpened: {
    version: 1,
    data: TripartiteInvitationOpened,
    occurred: 'openedAt',
    text: { sv: 'En part öppnade kallelsen', en: 'A party opened the invitation' },
  },
  TripartitePartyReplied: {
    version: 1,
    data: TripartitePartyReplied,
    text: { sv: 'En part svarade på kallelsen', en: 'A party replied to the invitation' },
  },
});

const ofParty = { meetingId: exampleIds.meeting, partyId: exampleIds.pesParty };

/** What may be recorded about invitations. */
export const repliesCommands = defineCommands({
  InviteParty: command({
    body: TripartitePartyInvited,
    policy: 'case.tripartite.manage',
    facts: { settings: unitSettings },
    rejects: ['ground-lost'],
    text: { sv: 'Kalla part', en: 'Invite a party' },
    example: {
      after: ['ScheduleTripartiteMeeting'],
      body: { ...ofParty, channel: 'secureMessage', sentAt: '2026-03-02T09:00:00+01:00', replyDueOn: '2026-03-10' },
    },
  }),
  RecordInvitationOpened: command({
    body: TripartiteInvitationOpened,
    policy: 'case.tripartite.manage',
    rejects: ['party-not-invited'],
    text: { sv: 'Registrera öppnad kallelse', en: 'Record that an invitation was opened' },
    example: {
      after: ['InviteParty'],
      at: '2026-03-03T08:00:00+01:00',
      body: { ...ofParty, openedAt: '2026-03-03T07:45:00+01:00' },
    },
  }),
  RecordPartyReply: command({
    body: TripartitePartyReplied,
    policy: 'case.tripartite.manage',
    rejects: ['party-not-invited'],
    text: { sv: 'Registrera svar på kallelse', en: 'Record a reply to an invitation' },
    example: { after: ['InviteParty'], body: { ...ofParty, reply: 'accepts' } },
  }),
});

/** What a party has said to its invitation; `withdrawn` left the meeting, `retracted` is invited no more. */
type PartyReply =
  'notInvited' | 'invited' | 'opened' | 'accepts' | 'proposesNewTime' | 'declines' | 'withdrawn' | 'retracted';
type Invitation = { readonly reply: PartyReply; readonly last?: LastFact };
/** The invitation of each party by meeting and party. `last` is the newest fact about it. */
export type MeetingRepliesState = Readonly<Record<string, Readonly<Record<string, Invitation>>>>;

const answerable = ['invited', 'opened', 'accepts', 'proposesNewTime', 'declines'] as const;
/** On which replies a fact about one party's invitation can follow. One without an answer may be sent once more. */
const followsOn: Readonly<Record<keyof typeof repliesEvents | 'TripartitePartyRemoved', readonly PartyReply[]>> = {
  TripartitePartyInvited: ['notInvited', 'retracted', 'invited'],
  TripartiteInvitationOpened: ['invited'],
  TripartitePartyReplied: answerable,
  TripartitePartyRemoved: ['notInvited', 'retracted', ...answerable],
};

type Step = { readonly type: string; readonly id: string; readonly data: { readonly meetingId: string } };
type Parties = MeetingRepliesState[string];

const changed = (
  state: MeetingRepliesState,
  event: Step,
  change: (parties: Parties) => Parties,
): MeetingRepliesState => {
  const { meetingId } = event.data;
  const parties = state[meetingId] ?? impossible(event, 'the meeting has no parties yet');
  return { ...state, [meetingId]: change(parties) };
};

const changedParty = (
  state: MeetingRepliesState,
  event: Step & { readonly type: keyof typeof followsOn; readonly data: { readonly partyId: string } },
  reply: PartyReply,
): MeetingRepliesState => {
  const { type, data } = event;
  return changed(state, event, (parties) => {
    const before = parties[data.partyId]?.reply ?? impossible(event, 'the party is not known');
    if (!followsOn[type].includes(before)) return impossible(event, `the party was ${before}`);
    return { ...parties, [data.partyId]: { reply, last: { type, data } } };
  });
};

const each = (partyIds: readonly string[], reply: PartyReply): Parties =>
  Object.fromEntries(partyIds.map((partyId) => [partyId, { reply }]));

type Folded = typeof repliesEvents &
  typeof partiesEvents &
  Pick<typeof requestEvents, 'TripartiteMeetingScheduled'> &
  Pick<typeof changeEvents, 'TripartiteMeetingRescheduled' | 'TripartiteMeetingPutOnHold'>;

/** How the replies follow: a new time asks everybody anew, and a party that left stays out. */
export const meetingRepliesFold: FoldOf<MeetingRepliesState, Folded> = {
  initial: {},
  on: {
    TripartiteMeetingScheduled: (state, { data }) => {
      const partyIds = data.parties.map(({ partyId }) => partyId);
      return { ...state, [data.meetingId]: each(partyIds, 'notInvited') };
    },
    TripartitePartyAdded: (state, event) =>
      changed(state, event, (parties) => ({ ...parties, ...each([event.data.party.partyId], 'notInvited') })),
    TripartitePartyRemoved: (state, event) => changedParty(state, event, 'withdrawn'),
    TripartiteAgendaSet: (state) => state,
    TripartitePartyInvited: (state, event) => changedParty(state, event, 'invited'),
    TripartiteInvitationOpened: (state, event) => changedParty(state, event, 'opened'),
    TripartitePartyReplied: (state, event) => changedParty(state, event, event.data.reply),
    TripartiteMeetingRescheduled: (state, event) =>
      changed(state, event, (parties) => {
        const staying = Object.keys(parties).filter((partyId) => parties[partyId]?.reply !== 'withdrawn');
        return { ...parties, ...each(staying, 'notInvited') };
      }),
    TripartiteMeetingPutOnHold: (state, event) =>
      changed(state, event, (parties) => ({ ...parties, ...each(event.data.retractedPartyIds, 'retracted') })),
  },
};

type Slices = {
  readonly meetings: MeetingsState;
  readonly meetingReplies: MeetingRepliesState;
  readonly consent: ConsentState;
};

/** The decisions about invitations. */
export const repliesDecisions: DecisionsOf<Slices, typeof repliesCommands, typeof repliesEvents> = {
  InviteParty: (state, command, { facts }) => {
    const { meetingId, partyId, sentAt } = command;
    const { ground, parties } = requirePlannedFor(state.meetings, meetingId, 'InviteParty');
    const party = parties[partyId] ?? reject('unknown-reference', { partyId });
    const { reply, last } = invitationOf(state, command);
    if (isRepetition(last, 'TripartitePartyInvited', command)) return [];
    const allowed = followsOn.TripartitePartyInvited;
    if (!allowed.includes(reply)) reject('wrong-state', { partyId, state: reply, allowed });
    const on = localDay(sentAt);
    requireGroundKept(state, { ground, parties: [party], on, settings: facts.settings, personAttends: true });
    return [{ type: 'TripartitePartyInvited', data: command }];
  },
  RecordInvitationOpened: (state, command) => {
    requirePlannedFor(state.meetings, command.meetingId, 'RecordInvitationOpened');
    const { reply } = requireInvited(state, command);
    return reply === 'invited' ? [{ type: 'TripartiteInvitationOpened', data: command }] : [];
  },
  RecordPartyReply: (state, command) => {
    requirePlannedFor(state.meetings, command.meetingId, 'RecordPartyReply');
    const { last } = requireInvited(state, command);
    return isRepetition(last, 'TripartitePartyReplied', command)
      ? []
      : [{ type: 'TripartitePartyReplied', data: command }];
  },
};

type OfParty = { readonly meetingId: string; readonly partyId: string };

const invitationOf = ({ meetingReplies }: Slices, { meetingId, partyId }: OfParty): Invitation =>
  meetingReplies[meetingId]?.[partyId] ?? reject('unknown-reference', { partyId });

/** The invitation of a party that may still answer it. Rejects with `unknown-reference` or `party-not-invited`. */
const requireInvited = (state: Slices, party: OfParty): Invitation => {
  const invitation = invitationOf(state, party);
  if (!followsOn.TripartitePartyReplied.includes(invitation.reply)) {
    reject('party-not-invited', { partyId: party.partyId, reply: invitation.reply });
  }
  return invitation;
};
