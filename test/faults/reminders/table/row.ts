import { addBusinessDays, addDays, rollBack, rollForward } from '@etapp/calendar';

import type { Fact, Going, Judged } from '../judged-case.js';

/** Settings of a unit that were stated; what was not is as in the table. */
export type Settings = Readonly<Record<string, unknown>>;

type Due = (going: Going, settings: Settings) => string;

/** One ring of a rule: its day, **A** (morning) or **B** (midday), and to whom. */
export type Ring = {
  readonly due: Due;
  readonly time: 'A' | 'B';
  readonly to: (going: Going) => readonly ('caseworker' | 'lead')[];
};

/** A row of the table. `held` while the case waits; `rests` while it is closed, where closing does not cancel it. */
export type Row = {
  readonly rings: readonly Ring[];
  readonly held?: true;
  readonly rests?: true;
  /** It rings again and again after so many days. */
  readonly again?: (settings: Settings) => number;
};

/** The rules of a topic by name, and what events mean to them. */
export type Topic = {
  readonly rules: Readonly<Record<string, Row>>;
  readonly meanings: Readonly<Record<string, (judged: Judged, event: Fact) => void>>;
};

/** A number that the table states and a setting may change. */
export const numberOf = (settings: Settings, [key, stated]: readonly [key: string, stated: number]): number =>
  Number(settings[key] ?? stated);

type Stated = readonly [key: string, stated: number];
/** So many business days after it; with none the day itself, rolled forward. */
export const afterBusiness =
  (...stated: Stated): Due =>
  ({ on }, settings) =>
    rollForward(addBusinessDays(on, numberOf(settings, stated)));
/** So many business days before it; with none the day itself, rolled back. */
export const beforeBusiness =
  (...stated: Stated): Due =>
  ({ on }, settings) =>
    rollBack(addBusinessDays(on, -numberOf(settings, stated)));
/** So many business days after the last day. */
export const afterLast =
  (...stated: Stated): Due =>
  ({ until = '' }, settings) =>
    rollForward(addBusinessDays(until, numberOf(settings, stated)));
/** So many calendar days after it, rolled forward. */
export const afterCalendar =
  (...stated: Stated): Due =>
  ({ on }, settings) =>
    rollForward(addDays(on, numberOf(settings, stated)));
/** The day itself, rolled forward. */
export const onTheDay: Due = ({ on }) => rollForward(on);

/** To the caseworker. */
export const caseworker: Ring['to'] = () => ['caseworker'];
/** To the caseworker and the unit lead. */
export const both: Ring['to'] = () => ['caseworker', 'lead'];
/** To the unit lead. */
export const lead: Ring['to'] = () => ['lead'];
