import type { Chance } from '../chance.js';
import type { Aims } from './aims.js';
import type { Course } from './story.js';
import type { Town } from './town.js';
import type { Workers } from './workers.js';

/** A slice of the campaign: one simulated year in a town of its own. */
export type SliceOptions = {
  readonly backend: 'postgres' | 'redis';
  readonly year: number;
  readonly seed: number;
  readonly cases: number;
  /** Days between those on which people do something. */
  readonly everyDays: number;
  /** Months of the year in which they do. */
  readonly months: number;
  /** Days after that in which it only rings. */
  readonly restDays: number;
  readonly kills: number;
  readonly flushes: number;
  readonly restarts: number;
  /** Seconds of the clock in a second. */
  readonly pace: number;
};

/**
 * What was done; `flushedKeys`: what Redis had to forget, at all flushes; `struck`: rings made pointless while a worker had
 * them in hand.
 */
export type Counts = Record<
  | 'taken'
  | 'refused'
  | 'struck'
  | 'answered'
  | 'moments'
  | 'promoted'
  | 'unsettled'
  | 'flushes'
  | 'flushedKeys'
  | 'restarts'
  | 'stepsBack',
  number
>;

/** A slice that runs. */
export type Running = {
  readonly options: SliceOptions;
  readonly town: Town;
  readonly workers: Workers;
  readonly by: Chance;
  readonly counts: Counts;
  readonly aims: Aims;
  readonly courses: Course[];
  /** Cases that open on a day on which anybody does anything. */
  readonly openings: number;
  /** Moments between two of so many, spread over the slice. */
  readonly every: (times: number) => number;
};
