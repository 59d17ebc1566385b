import { consent } from './consent.js';
import { intake } from './intake.js';
import { measure } from './measure.js';
import { meeting } from './meeting.js';
import { placement } from './placement.js';
import { plan } from './plan.js';
import { protection } from './protection.js';
import { referral } from './referral.js';
import { responsibility } from './responsibility.js';
import type { Row, Topic } from './row.js';

/**
 * The rules of the domain description once more, written from its table and not from the service's sources, for those
 * rules that the stories of the campaign can start. Shares the calendar and nothing else.
 */
export const topics: readonly Topic[] = [
  ...[intake, plan, measure, consent, responsibility, referral, placement, meeting, protection],
];

/** A row of the table by the name of its rule. Throws for one that is not in it: nothing else may ring. */
export const rowOf = (rule: string): Row => {
  const row = rows.get(rule);
  if (row === undefined) throw new Error(`no rule ${rule}`);
  return row;
};
const rows = new Map<string, Row>(topics.flatMap(({ rules }) => Object.entries(rules)));
