import {
  caseEvents,
  events,
  type PartyKind,
  type RecipientRole,
  reminderEvents,
  type UnitSettings,
} from '@etapp/domain';
import type { LocalDate, Recorded, RecordedEvent } from '@etapp/kernel';

import type { Anchor, Schedule } from './schedule-row.js';

/** The events that reminders follow from: those of cases, of rings, and the ones about persons that remind. */
export const scheduleEvents = {
  ...caseEvents,
  ...reminderEvents,
  ProtectedIdentityRecorded: events.ProtectedIdentityRecorded,
  ProtectedIdentityLifted: events.ProtectedIdentityLifted,
};
export type ScheduleEvents = typeof scheduleEvents;
/** Any event that reminders follow from. */
export type ScheduleEvent = RecordedEvent<ScheduleEvents>;

/** Ends every reminder of a rule in the case, whatever its subject. */
export const everySubject = Symbol('every subject');

/** Whom a ring is for, as the rule says it; who that is on the day is told by `recipientsOf`. */
export type Addressee =
  | { readonly kind: 'caseworker' }
  | { readonly kind: 'unitLead' }
  | { readonly kind: 'coordinator'; readonly party: PartyKind }
  | {
      readonly kind: 'party';
      readonly party: PartyKind;
      readonly userId?: string | undefined;
      readonly role: Extract<RecipientRole, 'owner' | 'convenor' | 'documentationResponsible'>;
    };

/** What an event starts: about which thing, and what its days are counted from. */
export type Start = { readonly subject: string; readonly anchor: Anchor };

type StartsBy = {
  readonly [K in keyof ScheduleEvents]?: (event: Recorded<ScheduleEvents, K>, row: Schedule) => Start | undefined;
};
type EndsBy = {
  readonly [K in keyof ScheduleEvents]?: (
    event: Recorded<ScheduleEvents, K>,
    row: Schedule,
  ) => string | typeof everySubject | undefined;
};

/** The settings that rules count by, and the local day that the start was recorded on. */
type Counting = { readonly settings: UnitSettings; readonly recordedOn: LocalDate };

/** One ring of a rule: on which day, at which time of that day, for whom. */
export type RingRule = {
  readonly due: (anchor: Anchor, counting: Counting) => LocalDate;
  /** `morning` for what comes or is late (A), `midday` on the last day, while there is still time (B). */
  readonly at: 'morning' | 'midday';
  readonly to: (anchor: Anchor) => readonly Addressee[];
};

/**
 * A rule that reminds: data and pure functions over (event, schedule). A start ends an earlier reminder of the same rule
 * and subject. `starts` and `ends` see the facts of the case with the event folded in.
 */
export type ReminderRule = {
  /** The number of the rule in the domain description. */
  readonly no: `R${string}`;
  readonly starts: StartsBy;
  readonly ends: EndsBy;
  readonly rings: readonly [RingRule, ...RingRule[]];
  /** Calendar days after which the one ring of the rule comes again, counted from the anchor, until it is ended. */
  readonly again?: (settings: UnitSettings) => number;
  /** Held back while the case waits. */
  readonly heldByWaiting?: true;
  /** Rests while the case is closed and goes on when it is reopened; the others end with the case. */
  readonly outlivesClosing?: true;
};

/** The rules of a topic by name, the situation that they remind of. An unknown event or field does not compile. */
export const defineReminders = <const Name extends string>(
  rules: Readonly<Record<Name, ReminderRule>>,
): Readonly<Record<Name, ReminderRule>> => rules;
