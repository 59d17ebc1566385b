import { z } from 'zod';

import type { LastOpened } from '../asking.js';
import type { Reader } from '../reader.js';
import type { ReasonCode } from './row.js';
import { isNewTo, isUnread, type Judged, type ShownReason } from './shown.js';

/** The ready-made filters, by the names in addresses. */
export const WorklistFilter = z.enum([
  'all',
  'action-needed',
  'overdue',
  'due-today',
  'due-this-week',
  'unassigned',
  'new-to-me',
  'unread',
  'deputy-for',
  'while-you-were-away',
  'on-hold',
  'wait-over',
  'silent',
  'awaiting-first-contact',
  'no-plan',
  'plan-review',
  'waits-for-us',
  'waits-for-other-party',
  'meetings',
  'minutes-missing',
  'measures-overdue-ours',
  'measures-overdue-theirs',
  'referrals',
  'consents',
  'in-placement',
  'special-support',
]);
export type WorklistFilter = z.output<typeof WorklistFilter>;

/**
 * Who asks, when they last opened each case, the Sunday of this week, and how many reminders of each case went to somebody
 * else while they were away and are not acknowledged.
 */
export type Asked = {
  readonly reader: Reader;
  readonly lastOpened: LastOpened;
  readonly endOfWeek: string;
  readonly whileAway: ReadonlyMap<string, number>;
};
type Filter = (judged: Judged, asked: Asked) => boolean;

const any =
  (...codes: readonly ReasonCode[]): Filter =>
  ({ counted }) =>
    counted.some(({ code }) => codes.includes(code));

const some =
  (matches: (reason: ShownReason, judged: Judged, asked: Asked) => boolean): Filter =>
  (judged, asked) =>
    judged.counted.some((reason) => matches(reason, judged, asked));

const isOurs = ({ waitsFor }: ShownReason, { ownParties }: Judged): boolean =>
  waitsFor.some((party) => ownParties.includes(party));
const isTheirs = ({ waitsFor }: ShownReason, { ownParties }: Judged): boolean =>
  waitsFor.some((party) => !ownParties.includes(party));
const isOverdueMeasure = ({ code }: ShownReason): boolean => code === 'measure-overdue';

/** One predicate for each filter over what a row means today. Dimmed reasons meet none. */
export const worklistFilters: Readonly<Record<WorklistFilter, Filter>> = {
  all: () => true,
  'action-needed': ({ counted }) => counted.length > 0,
  overdue: some(({ overdue }) => overdue),
  'due-today': some(({ dueOn }, { today }) => dueOn === today),
  'due-this-week': some(({ dueOn }, { today }, { endOfWeek }) => today <= dueOn && dueOn <= endOfWeek),
  unassigned: ({ row }) => row.caseworkerUserId === undefined,
  'new-to-me': (judged, { reader, lastOpened }) => isNewTo(reader.userId, judged, lastOpened),
  unread: (judged, { lastOpened }) => isUnread(judged, lastOpened),
  'deputy-for': ({ deputyUserId }, { reader }) => deputyUserId === reader.userId,
  'while-you-were-away': ({ row }, { whileAway }) => whileAway.has(row.caseId),
  'on-hold': ({ onHold }) => onHold,
  'wait-over': any('wait-over'),
  silent: any('silent-case'),
  'awaiting-first-contact': ({ row }) => row.phase === 'awaitingFirstContact',
  'no-plan': ({ row }) => row.contactHeld && row.planState !== 'active',
  'plan-review': any('plan-review-due'),
  'waits-for-us': some(isOurs),
  'waits-for-other-party': some(isTheirs),
  meetings: any(
    'meeting-to-schedule',
    'meeting-invitations-to-send',
    'meeting-replies',
    'meeting-result-missing',
    'minutes-missing',
    'meeting-to-close',
  ),
  'minutes-missing': any('minutes-missing'),
  'measures-overdue-ours': some((reason, judged) => isOverdueMeasure(reason) && isOurs(reason, judged)),
  'measures-overdue-theirs': some((reason, judged) => isOverdueMeasure(reason) && isTheirs(reason, judged)),
  referrals: any(
    'referral-unanswered',
    'referral-declined',
    'referral-not-started',
    'referral-feedback-due',
    'referral-change-proposed',
  ),
  consents: any('consent-expiring', 'consent-lost'),
  'in-placement': ({ row }) => row.phase === 'inPlacement',
  'special-support': ({ row }) => row.track === 'specialSupport',
};
