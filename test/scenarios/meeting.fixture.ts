import { v7 as newId } from 'uuid';
import { z } from 'zod';

import type { Caller, InCase } from './caller.fixture.js';
import { dayOf, instant } from './local-time.fixture.js';

const kinds = ['participant', 'labourMarketAdministration', 'publicEmploymentService', 'incomeSupport'] as const;
type Kind = (typeof kinds)[number];

/** A meeting between the participant, the own administration, the employment service and income support. */
export const aMeeting = (who: InCase) => ({
  who,
  ids: { meetingId: newId(), consentId: newId() },
  parties: {
    participant: newId(),
    labourMarketAdministration: newId(),
    publicEmploymentService: newId(),
    incomeSupport: newId(),
  },
});
/** A meeting in a case, with the ids of itself, its consent and its parties. */
export type Meeting = ReturnType<typeof aMeeting>;

/** Asks for the meeting because it is unclear how much the person can work. */
export const request = ({ who, ids: { meetingId } }: Meeting, at: string) =>
  who.does(
    'request-tripartite-meeting',
    {
      ...{ meetingId, form: 'tripartite', reasonCode: 'workAbilityUnclear', urgent: false },
      ...{ requestedBy: 'labourMarketAdministration', purpose: 'Reda ut arbetsförmågan och vem som gör vad' },
    },
    at,
  );

const scope = ({ ids: { consentId } }: Meeting, categories: readonly string[]) => ({
  ...{ consentId, kind: 'sharing', categories },
  ...{ parties: ['publicEmploymentService', 'incomeSupport'], purposes: ['jointPlanning', 'followUp'] },
});
const allCategories = ['plan', 'attendance', 'minutes'];

/** Asks the person for consent, without an answer yet. */
export const askForConsent = (meeting: Meeting, at: string) =>
  meeting.who.does('request-consent', { ...scope(meeting, allCategories), language: 'sv' }, at);

/** Records a consent signed that day; `lastValidOn` is at most six months later. */
export const giveConsent = (
  meeting: Meeting,
  at: string,
  { lastValidOn, categories = allCategories }: { readonly lastValidOn: string; readonly categories?: string[] },
) =>
  meeting.who.does(
    'give-consent',
    { ...scope(meeting, categories), form: 'written', signedOn: dayOf(at), lastValidOn },
    at,
  );

const byConsent = ({ ids: { consentId } }: Meeting) => ({ kind: 'consent', consentId });

/** The body that gives the meeting an hour from a local time, and a ground to share on. */
export const hourFrom = (meeting: Meeting, startsAt: string, ground: object = byConsent(meeting)) => ({
  ...{ meetingId: meeting.ids.meetingId, startsAt: instant(startsAt), endsAt: anHourAfter(startsAt), channel: 'visit' },
  ...{ convenor: 'labourMarketAdministration', documentationResponsible: 'labourMarketAdministration', ground },
  parties: kinds.map((kind) => ({ kind, partyId: meeting.parties[kind] })),
});

/** An hour after a local time, as an instant. */
export const anHourAfter = (local: string): string => {
  const [date = '', time = ''] = local.split(' ');
  const [hour = '', minutes = ''] = time.split(':');
  return instant(`${date} ${String(Number(hour) + 1).padStart(2, '0')}:${minutes}`);
};

/** Invites all four parties. */
export const inviteAll = async ({ who, ids: { meetingId }, parties }: Meeting, at: string): Promise<void> => {
  for (const partyId of Object.values(parties)) {
    await who.does('invite-party', { meetingId, partyId, channel: 'secureMessage', sentAt: instant(at) }, at);
  }
};

type Reply = 'accepts' | 'proposesNewTime' | 'declines';

/** Records what a party answers to its invitation. */
export const reply = (
  { who, ids: { meetingId }, parties }: Meeting,
  [kind, answer]: readonly [Kind, Reply],
  at: string,
) => who.does('record-party-reply', { meetingId, partyId: parties[kind], reply: answer }, at);

/** Gets consent to meetings that were asked for and plans each for an hour, on the days of the scenario. */
export const planMeetings = async (...meetings: readonly Meeting[]): Promise<void> => {
  for (const meeting of meetings) await giveConsent(meeting, '2026-05-04 09:30', { lastValidOn: '2026-11-04' });
  for (const meeting of meetings) {
    await meeting.who.does('schedule-tripartite-meeting', hourFrom(meeting, '2026-05-20 10:00'), '2026-05-04 10:00');
  }
};

/** Records that all four met for an hour from a local time. */
export const hold = ({ who, ids: { meetingId }, parties }: Meeting, startedAt: string, at: string) => {
  const attendance = Object.values(parties).map((partyId) => ({ partyId, attendance: 'attended' }));
  const held = { meetingId, startedAt: instant(startedAt), endedAt: anHourAfter(startedAt), attendance };
  return who.does('hold-tripartite-meeting', held, at);
};

/** Writes a first draft of the minutes. */
export const draftMinutes = ({ who, ids: { meetingId } }: Meeting, at: string) =>
  who.does('draft-minutes', { meetingId, text: 'Vi kom överens om vem som gör vad.' }, at);

/** The body that approves the first version of the minutes. */
export const approval = ({ ids: { meetingId } }: Meeting) => ({
  ...{ meetingId, minutesVersion: 1, approvedBy: ['labourMarketAdministration'] },
});

/** The body that shares the first version of the minutes with a party, on the person's consent. */
export const minutesFor = (meeting: Meeting, kind: Kind) => ({
  ...{ meetingId: meeting.ids.meetingId, minutesVersion: 1, partyId: meeting.parties[kind] },
  ground: byConsent(meeting),
});

const Board = z.object({ summary: z.object({ columns: z.record(z.string(), z.int()) }) });

/** The columns of a board that hold meetings, with their counts. */
export const columnsOf = (board: unknown): Record<string, number> =>
  Object.fromEntries(Object.entries(Board.parse(board).summary.columns).filter(([, count]) => count > 0));

/** The columns of a user's unit that hold meetings, with their counts. */
export const readColumns = async (by: Caller): Promise<Record<string, number>> =>
  columnsOf(await by.reads('/v1/tripartite-meetings?scope=unit'));
