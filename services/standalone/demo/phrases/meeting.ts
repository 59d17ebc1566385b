import type { SharingGround } from '@etapp/domain';

import { demoStaff } from '../people.js';
import type { Step, Teller } from '../telling.js';

/** A meeting of a case: the days it was asked for and is to be held, and the word that tells it from others. */
export type Meeting = { readonly t: Teller; readonly word: string; readonly asked: number; readonly held: number };

const { coordinator } = demoStaff;

const kinds = ['participant', 'labourMarketAdministration', 'publicEmploymentService', 'incomeSupport'] as const;
/** Those who sit at the table in the demo's meetings. */
export type MeetingParty = (typeof kinds)[number];

const organisations = {
  participant: undefined,
  labourMarketAdministration: 'Arbetsmarknadsenheten',
  publicEmploymentService: 'Arbetsförmedlingen',
  incomeSupport: 'Försörjningsstödsenheten',
} as const satisfies Readonly<Record<MeetingParty, string | undefined>>;

/** What a meeting is known by in the log. */
export const meetingIdOf = ({ t, word }: Meeting): string => t.id('meeting', word);

/** What a party is known by in one meeting. */
export const partyIdOf = ({ t, word }: Meeting, kind: MeetingParty): string => t.id('meeting', word, kind);

const party = (meeting: Meeting, kind: MeetingParty) => {
  const organisation = organisations[kind];
  return { partyId: partyIdOf(meeting, kind), kind, ...(organisation === undefined ? {} : { organisation }) };
};

/** Somebody wants the parties to meet. */
export const meetingAsked = (meeting: Meeting): Step[] => {
  const { t, asked } = meeting;
  const meetingId = meetingIdOf(meeting);
  return [
    t.tell([asked, '13:00'], 'RequestTripartiteMeeting', {
      meetingId,
      form: 'tripartite',
      reasonCode: t.pick('workAbilityUnclear', 'planStuck', 'changeOfMeasure', 'beforeEmployment'),
      requestedBy: t.pick('labourMarketAdministration', 'participant', 'publicEmploymentService'),
      urgent: t.index % 5 === 0,
      purpose: 'Komma överens om vem som gör vad härnäst, och till när.',
    }),
    t.tell([asked, '13:10'], 'SetAgenda', {
      meetingId,
      items: ['Hur går det?', 'Vad behövs för nästa steg?', 'Vem gör vad, och till när?'],
    }),
  ];
};

/** The coordinator finds a time: an hour after lunch on the day. */
export const meetingScheduled = (meeting: Meeting, ground: SharingGround = { kind: 'personPresent' }): Step[] => {
  const { t, asked, held } = meeting;
  const parties: readonly MeetingParty[] = ['participant', 'labourMarketAdministration', 'publicEmploymentService'];
  return [
    t.tell([asked + 2, '09:30', coordinator], 'ScheduleTripartiteMeeting', {
      meetingId: meetingIdOf(meeting),
      startsAt: t.at(held, '13:00'),
      endsAt: t.at(held, '14:00'),
      channel: 'visit',
      place: 'Samtalsrum 3, Centrumhuset',
      convenor: 'labourMarketAdministration',
      documentationResponsible: 'labourMarketAdministration',
      parties: parties.map((kind) => party(meeting, kind)),
      ground,
    }),
    t.tell([asked + 2, '09:45', coordinator], 'AddParty', {
      meetingId: meetingIdOf(meeting),
      party: party(meeting, 'incomeSupport'),
    }),
  ];
};

/** Invitations go out on a day, to everybody unless to some. */
export const meetingInvited = (
  meeting: Meeting,
  day = meeting.asked + 3,
  parties: readonly MeetingParty[] = kinds,
): Step[] => {
  const { t, held } = meeting;
  return parties.map((kind, n) =>
    t.tell([day, `10:1${n}`, coordinator], 'InviteParty', {
      meetingId: meetingIdOf(meeting),
      partyId: partyIdOf(meeting, kind),
      channel: kind === 'participant' ? 'letter' : 'secureMessage',
      sentAt: t.at(day, '10:05'),
      replyDueOn: t.on(Math.max(day + 1, held - 4)),
    }),
  );
};

/** An invitation was read, but not answered. */
export const invitationOpened = (meeting: Meeting, day: number, kind: MeetingParty): Step[] => [
  meeting.t.tell([day, '11:50', coordinator], 'RecordInvitationOpened', {
    meetingId: meetingIdOf(meeting),
    partyId: partyIdOf(meeting, kind),
    openedAt: meeting.t.at(day, '11:45'),
  }),
];

/** A party answers. */
export const partyReplied = (
  meeting: Meeting,
  [day, kind]: readonly [number, MeetingParty],
  reply: 'accepts' | 'proposesNewTime' | 'declines',
): Step[] => [
  meeting.t.tell([day, '12:0' + String(kinds.indexOf(kind)), coordinator], 'RecordPartyReply', {
    meetingId: meetingIdOf(meeting),
    partyId: partyIdOf(meeting, kind),
    reply,
    ...(reply === 'proposesNewTime' ? { proposedTimes: [meeting.t.at(meeting.held + 3, '13:00')] } : {}),
  }),
];

/** Everybody who was invited comes. */
export const everybodyComes = (meeting: Meeting, day = meeting.asked + 5): Step[] => [
  ...invitationOpened(meeting, day, 'publicEmploymentService'),
  ...kinds.flatMap((kind) => partyReplied(meeting, [day, kind], 'accepts')),
];

/** It takes place. */
export const meetingHeld = (meeting: Meeting): Step[] => {
  const { t, held } = meeting;
  return [
    t.tell([held, '14:10'], 'HoldTripartiteMeeting', {
      meetingId: meetingIdOf(meeting),
      startedAt: t.at(held, '13:00'),
      endedAt: t.at(held, '14:00'),
      attendance: kinds.map((kind) => ({ partyId: partyIdOf(meeting, kind), attendance: 'attended' })),
    }),
  ];
};

/** Asked for, planned, invited, answered and held. */
export const meetingUntilHeld = (meeting: Meeting): Step[] => [
  ...meetingAsked(meeting),
  ...meetingScheduled(meeting),
  ...meetingInvited(meeting),
  ...everybodyComes(meeting),
  ...meetingHeld(meeting),
];
