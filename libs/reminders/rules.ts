import type { ReminderRule } from './define-reminders.js';
import { consentRules } from './rules/consent.js';
import { intakeRules } from './rules/intake.js';
import { measureRules } from './rules/measure.js';
import { placementRules } from './rules/placement.js';
import { planRules } from './rules/plan.js';
import { protectionRules } from './rules/protection.js';
import { referralRules } from './rules/referral.js';
import { responsibilityRules } from './rules/responsibility.js';
import { tripartiteMeetingRules } from './rules/tripartite-meeting.js';

/** Every rule that reminds, by its name (storage format). */
export const rules = {
  ...intakeRules,
  ...planRules,
  ...tripartiteMeetingRules,
  ...consentRules,
  ...measureRules,
  ...placementRules,
  ...referralRules,
  ...responsibilityRules,
  ...protectionRules,
};

/** The name of a rule. */
export type RuleName = keyof typeof rules;

const byName: ReadonlyMap<string, ReminderRule> = new Map(Object.entries(rules));

/** The rule of that name; undefined for one that no longer exists. */
export const findRule = (name: string): ReminderRule | undefined => byName.get(name);

/** What a setting or question may name rules by: the name of each, and its number. */
export const ruleNames: readonly string[] = [...new Set([...byName].flatMap(([name, { no }]) => [name, no]))];

/** The names of the rules that a question asks for: a name itself, or every rule of a number (`R18`). */
export const namesOfRule = (asked: string): readonly string[] =>
  [...byName].flatMap(([name, { no }]) => (name === asked || no === asked ? [name] : []));
