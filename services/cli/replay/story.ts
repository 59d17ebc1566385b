import type { Text } from '@etapp/kernel';

import { leavesOf } from './flat.js';
import type { Step } from './steps.js';

const clock = new Intl.DateTimeFormat('sv-SE', {
  ...{ timeZone: 'Europe/Stockholm', year: 'numeric', month: '2-digit', day: '2-digit' },
  ...{ hour: '2-digit', minute: '2-digit' },
});
const local = (instant: string): string => clock.format(new Date(instant));

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const instant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

const shown = (value: unknown): string => {
  if (typeof value !== 'string') return JSON.stringify(value);
  return instant.test(value) ? local(value) : value;
};

/** Both times where they differ to the minute: a late registration stands out by them. */
const whenOf = ({ occurredAt, recordedAt }: Step): Text => {
  const [happened, learned] = [local(occurredAt), local(recordedAt)];
  return happened === learned
    ? { sv: learned, en: learned }
    : { sv: `${happened}, registrerat ${learned}`, en: `${happened}, recorded ${learned}` };
};

type Telling = {
  readonly say: (text: Text) => string;
  /** Also ids, and what each event changed in the state that rules read. */
  readonly details: boolean;
};

/**
 * A step in words: what happened, when, by whom in which role, and what was stated. References to other things are left
 * out unless details are asked for, since nobody reads an id.
 */
export const storyOf = (step: Step, data: unknown, { say, details }: Telling): readonly string[] => {
  const text = step.text === undefined ? step.type : say(step.text);
  const facts = leavesOf(data).filter(({ value }) => details || !(typeof value === 'string' && uuid.test(value)));
  const changes = details ? step.changes : [];
  return [
    `${step.version}. ${text}${details ? ` (${step.type})` : ''}`,
    `   ${say(whenOf(step))} · ${step.actor.role}`,
    ...facts.map(({ path, value }) => `   ${path}: ${shown(value)}`),
    ...changes.map(({ path, before, after }) => `   ~ ${path}: ${shown(before)} → ${shown(after)}`),
    '',
  ];
};
