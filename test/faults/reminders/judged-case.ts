import { localDay } from '@etapp/calendar';

/** An event as the log has it: envelope and data, undecoded. */
export type Fact = {
  readonly id: string;
  readonly type: string;
  readonly category: string;
  readonly streamId: string;
  readonly version: number;
  readonly position: number;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly data: Readonly<Record<string, unknown>>;
};

/** The text of a field; empty where there is none. */
export const text = ({ data }: Pick<Fact, 'data'>, field: string): string => {
  const value = data[field];
  return typeof value === 'string' ? value : '';
};

/** What an event set going: rule, subject, the day it counts from, and what it was counted by. */
export type Going = {
  readonly rule: string;
  readonly subject: string;
  readonly by: string;
  readonly on: string;
  /** The last day of what was asked for, where a ring counts from that. */
  readonly until?: string;
  /** How often in a row it has come to this, where that decides who is told. */
  readonly times?: number;
  /** The type of that event. */
  readonly after: string;
  readonly knownAt: string;
};
/** A ring that was given, and what was done about it. */
export type Given = {
  readonly number: string;
  firedAt: string;
  snoozedTo?: string;
  snoozedAt?: string;
  acknowledged: boolean;
};

/** A case, or a person whose identity is protected, as the judge knows it. */
export type Judged = {
  open: boolean;
  unit: string;
  statusAt: string;
  waiting: boolean;
  waitedUntil: string;
  lastActivity: string;
  misses: number;
  going: Going[];
  /** By meeting: who takes part, who was not invited yet, and the day on which it was held. */
  readonly parties: Map<string, readonly string[]>;
  readonly uninvited: Map<string, ReadonlySet<string>>;
  readonly heldOn: Map<string, string>;
  /** The last day of each placement. */
  readonly endsOn: Map<string, string>;
  /** By rule, subject and starting event. */
  readonly given: Map<string, Given[]>;
};

/** Nothing is known yet. */
export const unknownCase = (): Judged => ({
  ...{ open: false, unit: '', statusAt: '', waiting: false, waitedUntil: '', lastActivity: '', misses: 0, going: [] },
  ...{ parties: new Map(), uninvited: new Map(), heldOn: new Map(), endsOn: new Map(), given: new Map() },
});

/** Ends what rules have going, about one subject or all. */
export const stop = (judged: Judged, rules: readonly string[], subject?: string): void => {
  judged.going = judged.going.filter(
    (going) => !rules.includes(going.rule) || (subject !== undefined && going.subject !== subject),
  );
};
/** What a rule has going from now on: the start ends an earlier one about the same subject. */
export type Start = Pick<Going, 'rule' | 'subject' | 'on' | 'until' | 'times'>;
/** Sets a rule going; nothing is set going in a case that is not open. */
export const start = (judged: Judged, event: Fact, going: Start): void => {
  if (!judged.open) return;
  stop(judged, [going.rule], going.subject);
  judged.going.push({ ...going, by: event.id, after: event.type, knownAt: event.recordedAt });
};
/** The day on which an event happened. */
export const dayOf = (event: Fact): string => localDay(event.occurredAt);
