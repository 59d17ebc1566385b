import { localDay } from '@etapp/calendar';
import { defaultSettings, type UnitSettings } from '@etapp/domain';
import { Rejection } from '@etapp/kernel';

import { aLog, instant, type Step } from './a-log.fixture.js';
import { comingRings, type Planned } from './plan.js';
import { directoryOf, type Directory, recipientsOf } from './recipients.js';
import type { Schedule } from './schedule-row.js';

/** What may be said of a town beside its history. */
export type Town = {
  readonly settings?: Partial<UnitSettings>;
  readonly directory?: Directory;
  /** The worker stands still from one moment to another. */
  readonly outage?: readonly [from: string, to: string];
  /** Steps that the rules refuse are left out: for walks that nobody thought out. */
  readonly leavesOutRefused?: boolean;
};

/** A ring as a spec reads it: rule, day and minute in Stockholm, and whom it reached. */
export type Rang = {
  readonly rule: string;
  readonly on: string;
  readonly at: string;
  readonly dueOn: string;
  readonly subject: string;
  readonly to: readonly (string | undefined)[];
  readonly reroutedFrom?: string | undefined;
};

type Next = { readonly row: Schedule; readonly planned: Planned; readonly at: string };

const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm', hour: '2-digit', minute: '2-digit' });

const isOpenCaseOf =
  (personId: string) =>
  ({ kind, status, personId: of }: Schedule): boolean =>
    kind === 'case' && status === 'open' && of === personId;

/** A worker that fires, through the aggregate of reminders, whatever rings in a log. */
const aWorker = ({ append, rows }: ReturnType<typeof aLog>, { settings, directory, outage }: Town) => {
  const inForce: UnitSettings = { ...defaultSettings, ...settings };
  const staff = directory ?? directoryOf([], []);
  const rang: Rang[] = [];

  const fire = ({ row, planned, at }: Next): void => {
    const { to, reminderId, ruleId, subjectId, occurrence, dueOn } = planned;
    const handlings = row.kind === 'case' ? [row] : [...rows.values()].filter(isOpenCaseOf(row.personId));
    const addressing = { on: localDay(at), directory: staff, ownParties: inForce.ownParties };
    const reached = recipientsOf(to, handlings, addressing);
    const ring = { reminderId, ruleId, subjectId, occurrence, dueOn, firedAt: at, subjectVersion: row.version };
    append(['reminders', row.id, 'FireReminder', { ...ring, ...reached }, at]);
    rang.push({
      ...{ rule: ruleId, on: localDay(at), at: clock.format(new Date(at)), dueOn, subject: subjectId },
      ...{ to: reached.recipients.map(({ userId, role }) => userId ?? role), reroutedFrom: reached.reroutedFromUserId },
    });
  };
  const [from = '', back = ''] = (outage ?? []).map(instant);
  const whenAwake = (ringAt: string): string => (from <= ringAt && ringAt < back ? back : ringAt);
  const next = (until: string): Next | undefined =>
    [...rows.values()]
      .flatMap((row) => comingRings(row, inForce).map((planned) => ({ row, planned, at: whenAwake(planned.ringAt) })))
      .filter(({ at }) => at < until)
      .toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1))[0];
  /** Fires, in the order of their time, whatever rings before a moment. */
  const ringUntil = (until: string): void => {
    for (let ring = next(until); ring !== undefined; ring = next(until)) fire(ring);
  };
  return { rang, ringUntil };
};

/**
 * A town whose people do what the steps say while the reminder worker fires whatever rings. The clock goes from step to step
 * and from ring to ring, so that years pass in no time.
 */
export const aTown = (steps: readonly Step[], town: Town = {}) => {
  const log = aLog();
  const { rang, ringUntil } = aWorker(log, town);
  for (const step of steps) {
    ringUntil(instant(step[4]));
    try {
      log.append(step);
    } catch (error) {
      if (town.leavesOutRefused !== true || !(error instanceof Rejection)) throw error;
    }
  }
  return {
    events: log.events,
    /** The rings given before a moment, of some rules or all. */
    rang: (until: string, ...names: readonly string[]): readonly Rang[] => {
      ringUntil(instant(until));
      return rang.filter(({ rule }) => names.length === 0 || names.includes(rule));
    },
    row: (streamId: string): Schedule => {
      const row = log.rows.get(streamId);
      if (row === undefined) throw new Error(`${streamId} has no schedule`);
      return row;
    },
  };
};

/** Rings as short lines, `rule day time`. */
export const lines = (rang: readonly Rang[]): readonly string[] =>
  rang.map(({ rule, on, at }) => `${rule} ${on} ${at}`);
