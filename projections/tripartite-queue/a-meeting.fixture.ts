import type { Step } from '../a-history.fixture.js';
import { aboutMeeting, id, openCase } from '../cases.fixture.js';

/** The case and the meeting that the specs follow, in May 2026. */
export const [theCase, meetingId] = [id(100), id(200)];
const consentId = id(150);
/** Its parties. */
export const partyIds = { participant: id(201), own: id(202), pes: id(203), incomeSupport: id(204) };

const may = (day: string, time: string): string => `2026-05-${day}T${time}:00+02:00`;

/** A command about the meeting, by its day and time in May 2026. */
export const about = (name: string, when: readonly [day: string, time: string], body: object = {}): Step =>
  aboutMeeting(theCase, 200, { name, at: may(...when), body });

const scope = {
  ...{ consentId, kind: 'sharing', parties: ['publicEmploymentService', 'incomeSupport'] },
  ...{ purposes: ['jointPlanning', 'followUp'], categories: ['plan', 'attendance', 'minutes'] },
};
const inCase = (name: string, when: readonly [day: string, time: string], body: object): Step => [
  ...(['case', theCase, name] as const),
  body,
  may(...when),
];

/** The parties as a meeting is planned with them. */
const parties = [
  { partyId: partyIds.participant, kind: 'participant' },
  { partyId: partyIds.own, kind: 'labourMarketAdministration' },
  { partyId: partyIds.pes, kind: 'publicEmploymentService', organisation: 'Arbetsförmedlingen' },
  { partyId: partyIds.incomeSupport, kind: 'incomeSupport', contact: 'Handläggare Berg' },
];

/** An invitation to one party, with a day to reply by. */
export const invite = (partyId: string, when: readonly [day: string, time: string] = ['05', '10:00']): Step =>
  about('InviteParty', when, { partyId, channel: 'secureMessage', sentAt: may(...when), replyDueOn: '2026-05-12' });

/** A party's reply. */
export const reply = (partyId: string, answer: string, when: readonly [day: string, time: string]): Step =>
  about('RecordPartyReply', when, { partyId, reply: answer });

/** The steps of the scenario by name. */
export const steps = {
  open: openCase(theCase, id(101), may('04', '08:00')),
  request: about('RequestTripartiteMeeting', ['04', '09:00'], {
    ...{ form: 'tripartite', reasonCode: 'workAbilityUnclear', requestedBy: 'labourMarketAdministration' },
    ...{ urgent: false, purpose: 'Reda ut arbetsförmågan' },
  }),
  askConsent: inCase('RequestConsent', ['04', '09:10'], { ...scope, language: 'sv' }),
  consent: inCase('GiveConsent', ['04', '09:30'], {
    ...{ ...scope, form: 'written', signedOn: '2026-05-04', lastValidOn: '2026-11-04' },
  }),
  schedule: about('ScheduleTripartiteMeeting', ['04', '10:00'], {
    ...{ startsAt: may('20', '10:00'), endsAt: may('20', '11:00'), channel: 'visit', parties },
    ...{ convenor: 'labourMarketAdministration', documentationResponsible: 'labourMarketAdministration' },
    ground: { kind: 'consent', consentId },
  }),
  inviteAll: Object.values(partyIds).map((partyId) => invite(partyId)),
  replies: [
    reply(partyIds.participant, 'accepts', ['06', '09:00']),
    reply(partyIds.own, 'accepts', ['06', '09:00']),
    reply(partyIds.pes, 'proposesNewTime', ['07', '09:00']),
    reply(partyIds.pes, 'accepts', ['08', '09:00']),
  ],
  hold: about('HoldTripartiteMeeting', ['20', '11:05'], {
    startedAt: may('20', '10:00'),
    attendance: Object.values(partyIds).map((partyId) => ({ partyId, attendance: 'attended' })),
  }),
  conclude: about('RecordMeetingConclusion', ['20', '11:10'], {
    ...{ conclusion: 'continueAsPlanned', noMeasuresReasonCode: 'informationOnly', text: 'Praktiken fortsätter.' },
  }),
  draft: about('DraftMinutes', ['20', '11:20'], { text: 'Vi kom överens.' }),
  approve: about('ApproveMinutes', ['21', '14:00'], { minutesVersion: 1, approvedBy: ['labourMarketAdministration'] }),
  close: about('CloseTripartiteMeeting', ['21', '14:05']),
  withdrawConsent: inCase('WithdrawConsent', ['08', '10:00'], {
    ...{ consentId, withdrawnOn: '2026-05-08', channel: 'phone' },
  }),
};

/** All that happens until somebody has something left to answer. */
export const untilInvited: readonly Step[] = [
  ...steps.open,
  ...[steps.request, steps.askConsent, steps.consent, steps.schedule],
  ...steps.inviteAll,
];

/** The whole scenario. */
export const wholeMeeting: readonly Step[] = [
  ...untilInvited,
  ...steps.replies,
  ...[steps.hold, steps.conclude, steps.draft, steps.approve, steps.close],
];
