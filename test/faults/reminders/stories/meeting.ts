import { addBusinessDays, localDay, localInstant } from '@etapp/calendar';

import type { Chance } from '../../chance.js';
import {
  type Course,
  type Ending,
  type Happening,
  idOf,
  inCase,
  next,
  own,
  type StoryTopic,
  type Told,
} from '../story.js';

const kind = 'meeting';
const kinds = ['participant', own, 'publicEmploymentService'] as const;
const partiesOf = ({ no }: Course) => kinds.map((party, n) => ({ partyId: idOf(16, no, n + 1), kind: party }));

const about =
  (course: Course, meetingId: string) =>
  (name: string, body: object): Told =>
    inCase(course, name, { meetingId, ...body });
const become = (course: Course, id: string, [step, on = '']: readonly [step: string, on?: string | undefined]): void =>
  void course.matters.set(kind, { id, step, on });
const timeOn = (day: string) => ({ startsAt: localInstant(day, '15:00'), endsAt: localInstant(day, '16:00') });

const ask: Happening = (course) => {
  const meetingId = next(course, 17);
  become(course, meetingId, ['requested']);
  const request = {
    form: 'tripartite',
    reasonCode: 'planStuck',
    requestedBy: own,
    urgent: false,
    purpose: 'Nästa steg',
  };
  return [about(course, meetingId)('RequestTripartiteMeeting', request)];
};
const scheduled = (course: Course, meetingId: string, on: string): readonly Told[] => {
  become(course, meetingId, ['scheduled', on]);
  const responsible = { convenor: own, documentationResponsible: own, ground: { kind: 'personPresent' } };
  const time = { ...timeOn(on), channel: 'visit' };
  return [
    about(course, meetingId)('ScheduleTripartiteMeeting', { ...time, ...responsible, parties: partiesOf(course) }),
  ];
};
const dayToCome = (at: string, by: Chance): string => addBusinessDays(localDay(at), 4 + by.below(16));
/** Everybody is invited, or all but one. */
const invite = (course: Course, meetingId: string, at: string): readonly Told[] =>
  partiesOf(course).map(({ partyId }) =>
    about(course, meetingId)('InviteParty', { partyId, channel: 'secureMessage', sentAt: at }),
  );
const invited: Ending = (course, meetingId, at) => {
  become(course, meetingId, ['invited', course.matters.get(kind)?.on]);
  return invite(course, meetingId, at);
};
const missed: Ending = (course, meetingId, at) => {
  become(course, meetingId, ['missed']);
  const [person] = partiesOf(course);
  const body = { missedAt: at, absentPartyIds: [person?.partyId], notified: false };
  return [about(course, meetingId)('RecordMeetingNoShow', body)];
};
const held: Ending = (course, meetingId, at) => {
  become(course, meetingId, ['held']);
  const attendance = partiesOf(course).map(({ partyId }) => ({ partyId, attendance: 'attended' }));
  return [
    about(course, meetingId)('HoldTripartiteMeeting', { startedAt: at, attendance }),
    about(course, meetingId)('RecordMeetingConclusion', { conclusion: 'continueAsPlanned', text: 'Fortsätt' }),
    about(course, meetingId)('DraftMinutes', { text: 'Fortsätt' }),
  ];
};
const approved: Ending = (course, meetingId) => {
  course.matters.delete(kind);
  return [about(course, meetingId)('ApproveMinutes', { minutesVersion: 1, approvedBy: [own] })];
};
const followed: Ending = (course, meetingId, at) => [
  about(course, meetingId)('PlanFollowUpMeeting', { targetOn: addBusinessDays(localDay(at), 20) }),
];
const cancelled: Ending = (course, meetingId) => {
  course.matters.delete(kind);
  return [about(course, meetingId)('CancelTripartiteMeeting', { byParty: own, reasonCode: 'notNeeded' })];
};
const moved = (course: Course, meetingId: string, on: string): readonly Told[] => {
  become(course, meetingId, ['scheduled', on]);
  const body = { ...timeOn(on), byParty: own, reasonCode: 'noShow' };
  return [about(course, meetingId)('RescheduleTripartiteMeeting', body)];
};

type Known = { readonly id: string; readonly on: string };
type Step = (course: Course, known: Known, when: { readonly at: string; readonly by: Chance }) => readonly Told[];
const steps: Readonly<Record<string, Step>> = {
  requested: (course, { id }, { at, by }) => scheduled(course, id, dayToCome(at, by)),
  scheduled: (course, { id }, { at, by }) => {
    if (by.oneIn(5)) return cancelled(course, id, at);
    const told = invited(course, id, at);
    return by.oneIn(3) ? told.slice(1) : told;
  },
  invited: (course, { id, on }, { at, by }) => {
    if (localDay(at) < on) return [];
    return (by.oneIn(3) ? missed : held)(course, id, at);
  },
  missed: (course, { id }, { at, by }) =>
    by.oneIn(3) ? cancelled(course, id, at) : moved(course, id, dayToCome(at, by)),
  held: (course, { id }, { at, by }) => [...(by.oneIn(2) ? followed(course, id, at) : []), ...approved(course, id, at)],
};
const goesOn: Happening = (course, at, by) => {
  const known = course.matters.get(kind);
  return known === undefined ? ask(course, at, by) : (steps[known.step]?.(course, known, { at, by }) ?? []);
};

/** Several authorities meet the person. */
export const meetings: StoryTopic = {
  happenings: [goesOn],
  endings: {
    'meeting-to-schedule': (course, meetingId, at) => scheduled(course, meetingId, addBusinessDays(localDay(at), 12)),
    'meeting-invitations-to-send': invited,
    'minutes-missing': approved,
    'no-show-to-handle': (course, meetingId, at) => moved(course, meetingId, addBusinessDays(localDay(at), 12)),
    'follow-up-meeting-due': followed,
  },
};
