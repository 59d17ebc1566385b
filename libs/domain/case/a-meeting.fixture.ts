import { exampleIds } from '../examples.js';
import { aCase } from './a-case.fixture.js';

const { meeting: meetingId, consent: consentId } = exampleIds;

/** The parties of the meeting that the specs follow, by the id each has in it. */
export const partyIds = {
  participant: exampleIds.participantParty,
  own: exampleIds.ownParty,
  pes: exampleIds.pesParty,
  incomeSupport: exampleIds.incomeSupportParty,
} as const;

/** The bodies of the commands in the order of the scenario: a meeting about work ability, May 2026. */
export const steps = {
  request: {
    meetingId,
    form: 'tripartite',
    reasonCode: 'workAbilityUnclear',
    requestedBy: 'labourMarketAdministration',
    urgent: false,
    purpose: 'Reda ut arbetsförmågan och vem som gör vad',
  },
  consent: {
    consentId,
    kind: 'sharing',
    parties: ['publicEmploymentService', 'incomeSupport'],
    purposes: ['jointPlanning', 'followUp'],
    categories: ['plan', 'attendance', 'minutes'],
    form: 'written',
    signedOn: '2026-05-04',
    lastValidOn: '2026-11-04',
  },
  schedule: {
    meetingId,
    startsAt: '2026-05-20T10:00:00+02:00',
    endsAt: '2026-05-20T11:00:00+02:00',
    channel: 'visit',
    convenor: 'labourMarketAdministration',
    documentationResponsible: 'labourMarketAdministration',
    parties: [
      { partyId: partyIds.participant, kind: 'participant' },
      { partyId: partyIds.own, kind: 'labourMarketAdministration' },
      { partyId: partyIds.pes, kind: 'publicEmploymentService' },
      { partyId: partyIds.incomeSupport, kind: 'incomeSupport' },
    ],
    ground: { kind: 'consent', consentId },
  },
  hold: {
    meetingId,
    startedAt: '2026-05-20T10:00:00+02:00',
    endedAt: '2026-05-20T11:00:00+02:00',
    attendance: Object.values(partyIds).map((partyId) => ({ partyId, attendance: 'attended' })),
  },
  conclude: { meetingId, conclusion: 'changeMeasure', text: 'Praktiken byts mot arbetsträning.' },
  draft: { meetingId, text: 'Vi kom överens om tre åtgärder.' },
  approve: { meetingId, minutesVersion: 1, approvedBy: ['labourMarketAdministration'] },
} as const;

/** An invitation to one of the parties. */
export const invitation = (partyId: string, sentAt = '2026-05-05T10:00:00+02:00') => ({
  meetingId,
  partyId,
  channel: 'secureMessage',
  sentAt,
});

const on = (at: string) => ({ at });
type History = ReturnType<typeof aCase.after>;

/** The history with invitations to all four parties. */
export const invitedBy = (history: History, sentAt?: string): History =>
  Object.values(partyIds).reduce((before, partyId) => {
    const body = invitation(partyId, sentAt);
    return before.and('InviteParty', body, on(body.sentAt));
  }, history);

const requested = aCase
  .after('OpenCase')
  .and('RequestTripartiteMeeting', steps.request, on('2026-05-04T09:00:00+02:00'));
const withConsent = requested.and('GiveConsent', steps.consent, on('2026-05-04T09:30:00+02:00'));
const scheduled = withConsent.and('ScheduleTripartiteMeeting', steps.schedule, on('2026-05-04T10:00:00+02:00'));
const invited = invitedBy(scheduled);
const held = invited.and('HoldTripartiteMeeting', steps.hold, on('2026-05-20T11:10:00+02:00'));

/** The case at each step. `withConsent` is asked for and has a consent, but no time yet. */
export const meetingAt = { requested, withConsent, scheduled, invited, held } as const;
