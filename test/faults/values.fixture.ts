import { exampleIds } from '@etapp/domain';
import { v4 as randomId } from 'uuid';

import type { Chance } from './chance.js';

type Json = unknown;
type Schema = Readonly<Record<string, unknown>>;
type Make = (schema: Schema, by: Chance, ids: Ids) => Json;

/** Ids to refer to: of things that there are, here and elsewhere. */
export type Ids = readonly [string, ...string[]];

const isRecord = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const schemaOf = (value: unknown): Schema => (isRecord(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const numberOf = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

const examples: readonly [string, ...string[]] = [exampleIds.case, ...Object.values(exampleIds)];
const days = ['2026-03-02', '2026-02-27', '2026-03-16', '2025-12-31', '2028-02-29'] as const;
const texts = ['Ringde.', 'SoL-2025:400', '2026-03', '1287', 'a', 'Å'.repeat(200), '<b>&"\'</b>', '😀'] as const;
const formats: Readonly<Record<string, (by: Chance, ids: Ids) => Json>> = {
  uuid: (by, ids) => (by.oneIn(4) ? by.pick(ids) : by.pick(examples)),
  date: (by) => by.pick(days),
  'date-time': (by) => `${by.pick(days)}T0${by.below(10)}:00:00${by.pick(['Z', '+01:00', '-11:30'] as const)}`,
};

const makers: Readonly<Record<string, Make>> = {
  string: ({ format }, by, ids) => formats[String(format)]?.(by, ids) ?? by.pick(texts),
  number: ({ minimum, maximum }, by) =>
    numberOf(minimum, 0) + by.below(numberOf(maximum, 100) - numberOf(minimum, 0) + 1),
  integer: (schema, by, ids) => makers['number']?.(schema, by, ids),
  boolean: (_schema, by) => by.oneIn(2),
  null: () => null,
  array: ({ items, minItems, maxItems }, by, ids) => {
    const least = numberOf(minItems, 0);
    const length = least + by.below(Math.min(3, numberOf(maxItems, 3) - least + 1));
    return Array.from({ length }, () => valueFor(schemaOf(items), by, ids));
  },
  object: ({ properties, required }, by, ids) =>
    Object.fromEntries(
      Object.entries(schemaOf(properties))
        .filter(([name]) => listOf(required).includes(name) || by.oneIn(2))
        .map(([name, schema]) => [name, valueFor(schemaOf(schema), by, ids)]),
    ),
};

/** A value that fits a schema, or nearly so where an expression limits a text. */
export const valueFor: Make = (schema, by, ids) => {
  if ('const' in schema) return schema['const'];
  for (const choice of ['enum', 'anyOf', 'oneOf']) {
    const [first, ...rest] = listOf(schema[choice]);
    if (first === undefined) continue;
    const chosen = by.pick([first, ...rest]);
    return choice === 'enum' ? chosen : valueFor(schemaOf(chosen), by, ids);
  }
  return makers[String(schema['type'])]?.(schema, by, ids);
};

const nest = (depth: number): Json => (depth === 0 ? 1 : [nest(depth - 1)]);

/** Values that have broken services before. */
const hostile = [
  null,
  true,
  -1,
  1e308,
  0.1,
  '',
  ' ',
  '\0',
  '\ud800',
  '2026-02-30',
  '2026-13-01T25:00:00Z',
  '0000-00-00',
  '199005052387',
  "'; DROP TABLE log.events; --",
  '../../etc/passwd',
  '%00',
  '__proto__',
  'a'.repeat(5_000),
  '[]',
  [],
  {},
  [[]],
  nest(12),
  { toString: 1 },
  { constructor: { prototype: { admin: true } } },
  Array.from({ length: 1_001 }, () => 1),
] as const;

/** A hostile value. */
export const hostileValue = (by: Chance): Json => by.pick(hostile);

/** The same body with one thing wrong with it. */
export const spoil = (body: Schema, by: Chance, ids: Ids): Json => {
  const [first = 'nothing', ...others] = Object.keys(body);
  const field = by.pick([first, ...others]);
  const { [field]: _gone, ...rest } = body;
  const ways: readonly [() => Json, ...(() => Json)[]] = [
    () => ({ ...body, [field]: hostileValue(by) }),
    () => rest,
    () => ({ ...body, [by.pick(['extra', 'tenant', 'version', 'actor'] as const)]: hostileValue(by) }),
    () => ({ ...body, [field]: by.pick(ids) }),
    () => ({ ...body, [field]: randomId() }),
    () => ({ ...body, occurredAt: by.pick(['1800-01-01T00:00:00Z', '2199-12-31T23:59:59Z', '2026-03-02'] as const) }),
    () => [body],
    () => hostileValue(by),
  ];
  return by.pick(ways)();
};
