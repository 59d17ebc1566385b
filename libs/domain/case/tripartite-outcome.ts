import { localDay } from '@etapp/calendar';
import { command, type DecisionsOf, defineCommands, defineEvents, Id, LocalDate, reject, text } from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { isRepetition } from '../repetition.js';
import { MeetingConclusion } from '../values.js';
import type { MeasuresState } from './measure.js';
import type { MeetingsState } from './tripartite-meeting.js';
import { requireMeeting, requirePlannedFor } from './tripartite-states.js';

const TripartiteConclusionRecorded = z.strictObject({
  meetingId: Id,
  conclusion: MeetingConclusion,
  noMeasuresReasonCode: z.enum(['informationOnly', 'alreadyAgreed', 'awaitingInvestigation']).optional(),
  text: text(),
});
const TripartiteFollowUpPlanned = z.strictObject({ meetingId: Id, targetOn: LocalDate });
const TripartiteMeetingClosed = z.strictObject({ meetingId: Id });

/** What came of a meeting: a conclusion, perhaps a further meeting, and closing when all is written and promised. */
export const outcomeEvents = defineEvents({
  TripartiteConclusionRecorded: {
    version: 1,
    data: TripartiteConclusionRecorded,
    text: {
      sv: 'Trepartssamtalets slutsats registrerades',
      en: 'The conclusion of the tripartite meeting was recorded',
    },
  },
  TripartiteFollowUpPlanned: {
    version: 1,
    data: TripartiteFollowUpPlanned,
    text: { sv: 'Ett uppföljande samtal planerades', en: 'A follow-up meeting was planned' },
  },
  TripartiteMeetingClosed: {
    version: 1,
    data: TripartiteMeetingClosed,
    text: { sv: 'Trepartssamtalet avslutades', en: 'The tripartite meeting was closed' },
  },
});

const meetingId = exampleIds.meeting;

/** What may be recorded once a meeting was held; its minutes are in `tripartite-minutes.ts`. */
export const outcomeCommands = defineCommands({
  RecordMeetingConclusion: command({
    body: TripartiteConclusionRecorded,
    policy: 'case.tripartite.manage',
    rejects: ['meeting-not-held'],
    text: { sv: 'Registrera slutsats', en: 'Record the conclusion' },
    example: {
      after: ['HoldTripartiteMeeting'],
      body: {
        meetingId,
        conclusion: 'changeMeasure',
        text: 'Praktiken byts mot arbetsträning med stöd på plats.',
      },
    },
  }),
  PlanFollowUpMeeting: command({
    body: TripartiteFollowUpPlanned,
    policy: 'case.tripartite.manage',
    rejects: ['meeting-not-held'],
    text: { sv: 'Planera uppföljande samtal', en: 'Plan a follow-up meeting' },
    example: { after: ['HoldTripartiteMeeting'], body: { meetingId, targetOn: '2026-05-12' } },
  }),
  CloseTripartiteMeeting: command({
    body: TripartiteMeetingClosed,
    ifMatch: 'required',
    policy: 'case.tripartite.manage',
    rejects: ['minutes-not-approved', 'conclusion-missing', 'no-measures-stated'],
    text: { sv: 'Avsluta trepartssamtal', en: 'Close a tripartite meeting' },
    example: { after: ['AgreeMeasure', 'RecordMeetingConclusion', 'ApproveMinutes'], body: { meetingId } },
  }),
});

type Slices = { readonly meetings: MeetingsState; readonly measures: MeasuresState };

/** The decisions about what came of a meeting. It is closed only with a measure, or with a reason for none. */
export const outcomeDecisions: DecisionsOf<Slices, typeof outcomeCommands, typeof outcomeEvents> = {
  RecordMeetingConclusion: ({ meetings }, command) => {
    const { conclusion } = requirePlannedFor(meetings, command.meetingId, 'RecordMeetingConclusion');
    if (conclusion !== undefined) reject('wrong-state', { meetingId: command.meetingId, state: 'concluded' });
    return [{ type: 'TripartiteConclusionRecorded', data: command }];
  },
  PlanFollowUpMeeting: ({ meetings }, command) => {
    const { targetOn } = command;
    const { followUpOn, startsAt } = requirePlannedFor(meetings, command.meetingId, 'PlanFollowUpMeeting');
    if (followUpOn === targetOn) return [];
    const heldOn = localDay(startsAt);
    if (targetOn < heldOn) reject('period-reversed', { heldOn, targetOn });
    return [{ type: 'TripartiteFollowUpPlanned', data: command }];
  },
  CloseTripartiteMeeting: ({ meetings, measures }, command) => {
    const { meetingId: id } = command;
    const { last } = requireMeeting(meetings, id);
    if (isRepetition(last, 'TripartiteMeetingClosed', command)) return [];
    const { conclusion } = requirePlannedFor(meetings, id, 'CloseTripartiteMeeting');
    if (conclusion === undefined) return reject('conclusion-missing', { meetingId: id });
    const promised = Object.values(measures).some((measure) => measure.meetingId === id);
    if (conclusion.measuresExpected && !promised) reject('no-measures-stated', { meetingId: id });
    return [{ type: 'TripartiteMeetingClosed', data: command }];
  },
};
