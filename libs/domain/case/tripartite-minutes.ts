import {
  command,
  type DataOf,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  impossible,
  reject,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { unitSettings } from '../facts.js';
import { dayOfAct } from '../occurrence.js';
import { isRepetition, type LastFact } from '../repetition.js';
import { CorrectionReason, PartyKind, SharingGround } from '../values.js';
import type { ConsentState } from './consent.js';
import { meetingGroundRejections, requireMinutesGround } from './tripartite-ground.js';
import type { MeetingsState } from './tripartite-meeting.js';
import { requireMeeting, requirePlannedFor } from './tripartite-states.js';

const OfMinutes = z.strictObject({ meetingId: Id, minutesVersion: z.int().min(1).max(1000) });
const TripartiteMinutesDrafted = OfMinutes.extend({ text: text() });
const TripartiteMinutesApproved = OfMinutes.extend({ approvedBy: z.array(PartyKind).min(1).max(20) });
const TripartiteMinutesAmended = OfMinutes.extend({
  text: text(),
  reasonCode: CorrectionReason,
  note: text(),
});
const TripartiteMinutesShared = OfMinutes.extend({ partyId: Id, ground: SharingGround });

/** What was said and promised, in writing (minnesanteckningar). Approved minutes are amended, never edited. */
export const minutesEvents = defineEvents({
  TripartiteMinutesDrafted: {
    version: 1,
    data: TripartiteMinutesDrafted,
    text: { sv: 'Ett utkast till minnesanteckningar skrevs', en: 'Minutes were drafted' },
  },
  TripartiteMinutesApproved: {
    version: 1,
    data: TripartiteMinutesApproved,
    text: { sv: 'Minnesanteckningarna godkändes', en: 'The minutes were approved' },
  },
  TripartiteMinutesAmended: {
    version: 1,
    data: TripartiteMinutesAmended,
    text: { sv: 'Minnesanteckningarna ändrades', en: 'The minutes were amended' },
  },
  TripartiteMinutesShared: {
    version: 1,
    data: TripartiteMinutesShared,
    text: { sv: 'Minnesanteckningarna delades med en part', en: 'The minutes were shared with a party' },
  },
});

const meetingId = exampleIds.meeting;
const numbered = { minutesVersion: true } as const;

/** What may be done about minutes; a new version gets the next number. */
export const minutesCommands = defineCommands({
  DraftMinutes: command({
    body: TripartiteMinutesDrafted.omit(numbered),
    policy: 'case.tripartite.manage',
    rejects: ['meeting-not-held'],
    text: { sv: 'Skriv utkast till minnesanteckningar', en: 'Draft minutes' },
    example: {
      after: ['HoldTripartiteMeeting'],
      body: { meetingId, text: 'Arbetsförmedlingen skriver in till den 14 april.' },
    },
  }),
  ApproveMinutes: command({
    body: TripartiteMinutesApproved,
    ifMatch: 'required',
    policy: 'case.tripartite.manage',
    rejects: ['meeting-not-held', 'approval-by-responsible-missing'],
    text: { sv: 'Godkänn minnesanteckningar', en: 'Approve minutes' },
    example: {
      after: ['DraftMinutes'],
      body: { meetingId, minutesVersion: 1, approvedBy: ['labourMarketAdministration', 'participant'] },
    },
  }),
  AmendMinutes: command({
    body: TripartiteMinutesAmended.omit(numbered),
    ifMatch: 'required',
    policy: 'case.tripartite.manage',
    rejects: ['minutes-not-approved'],
    text: { sv: 'Ändra godkända minnesanteckningar', en: 'Amend approved minutes' },
    example: {
      after: ['ApproveMinutes'],
      body: {
        meetingId,
        text: 'Arbetsförmedlingen skriver in till den 21 april.',
        reasonCode: 'wrongDate',
        note: 'Fel datum i första versionen',
      },
    },
  }),
  ShareMinutes: command({
    body: TripartiteMinutesShared,
    policy: 'case.tripartite.manage',
    facts: { settings: unitSettings },
    rejects: ['minutes-not-approved', ...meetingGroundRejections],
    text: { sv: 'Dela minnesanteckningar', en: 'Share minutes' },
    example: {
      after: ['ApproveMinutes'],
      body: { meetingId, minutesVersion: 1, partyId: exampleIds.pesParty, ground: { kind: 'personPresent' } },
    },
  }),
});

/** The minutes of one meeting: the newest version, the first approved one, and what each party got last. */
type Minutes = {
  readonly newestVersion: number;
  readonly approvedVersion?: number;
  readonly shared: Readonly<Record<string, LastFact>>;
};
/** The minutes by meeting. */
export type MinutesState = Readonly<Record<string, Minutes>>;

type Step = { readonly type: string; readonly id: string; readonly data: { readonly meetingId: string } };

const changed = (state: MinutesState, event: Step, change: (minutes: Minutes) => Partial<Minutes>): MinutesState => {
  const { meetingId: id } = event.data;
  const minutes = state[id] ?? impossible(event, 'there are no minutes yet');
  return { ...state, [id]: { ...minutes, ...change(minutes) } };
};

/** How the minutes follow from their events. */
export const minutesFold: FoldOf<MinutesState, typeof minutesEvents> = {
  initial: {},
  on: {
    TripartiteMinutesDrafted: (state, { data }) => ({
      ...state,
      [data.meetingId]: { newestVersion: data.minutesVersion, shared: {} },
    }),
    TripartiteMinutesApproved: (state, event) =>
      changed(state, event, () => ({ approvedVersion: event.data.minutesVersion })),
    TripartiteMinutesAmended: (state, event) =>
      changed(state, event, () => ({ newestVersion: event.data.minutesVersion })),
    TripartiteMinutesShared: (state, event) => {
      const { type, data } = event;
      return changed(state, event, ({ shared }) => ({ shared: { ...shared, [data.partyId]: { type, data } } }));
    },
  },
};

type Slices = { readonly meetings: MeetingsState; readonly minutes: MinutesState; readonly consent: ConsentState };

/** The decisions about minutes. */
export const minutesDecisions: DecisionsOf<Slices, typeof minutesCommands, typeof minutesEvents> = {
  DraftMinutes: (state, command) => {
    requirePlannedFor(state.meetings, command.meetingId, 'DraftMinutes');
    return [{ type: 'TripartiteMinutesDrafted', data: { ...command, minutesVersion: nextVersion(state, command) } }];
  },
  ApproveMinutes: ({ meetings, minutes }, command) => {
    const { meetingId: id, minutesVersion, approvedBy } = command;
    const { last } = requireMeeting(meetings, id);
    if (isRepetition(last, 'TripartiteMinutesApproved', command)) return [];
    const { documentationResponsible } = requirePlannedFor(meetings, id, 'ApproveMinutes');
    if (minutes[id]?.newestVersion !== minutesVersion) reject('unknown-reference', { minutesVersion });
    if (!approvedBy.includes(documentationResponsible)) {
      reject('approval-by-responsible-missing', { documentationResponsible });
    }
    return [{ type: 'TripartiteMinutesApproved', data: command }];
  },
  AmendMinutes: (state, command) => {
    requirePlannedFor(state.meetings, command.meetingId, 'AmendMinutes');
    return [{ type: 'TripartiteMinutesAmended', data: { ...command, minutesVersion: nextVersion(state, command) } }];
  },
  ShareMinutes: (state, command, context) => {
    const { meetingId: id, partyId, ground } = command;
    const { parties, attendance } = requirePlannedFor(state.meetings, id, 'ShareMinutes');
    const party = parties[partyId] ?? reject('unknown-reference', { partyId });
    if (isRepetition(state.minutes[id]?.shared[partyId], 'TripartiteMinutesShared', command)) return [];
    requireApproved(state.minutes[id], command);
    const personAttends = Object.entries(parties).some(
      ([otherId, { kind }]) => kind === 'participant' && attendance[otherId] === 'attended',
    );
    const { settings } = context.facts;
    requireMinutesGround(state, { ground, parties: [party], on: dayOfAct(context), settings, personAttends });
    return [{ type: 'TripartiteMinutesShared', data: command }];
  },
};

const nextVersion = ({ minutes }: Slices, { meetingId: id }: { readonly meetingId: string }): number =>
  (minutes[id]?.newestVersion ?? 0) + 1;

/** Rejects a version that was never written, or a draft from before the approval. */
const requireApproved = (
  minutes: Minutes | undefined,
  { meetingId: id, minutesVersion }: DataOf<typeof minutesEvents.TripartiteMinutesShared>,
): void => {
  const { newestVersion = 0, approvedVersion = 0 } = minutes ?? {};
  if (minutesVersion > newestVersion) reject('unknown-reference', { meetingId: id, minutesVersion });
  if (minutesVersion < approvedVersion) reject('minutes-not-approved', { meetingId: id, minutesVersion });
};
