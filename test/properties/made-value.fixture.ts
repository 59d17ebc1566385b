import { markOf } from '@etapp/kernel';
import { z } from 'zod';

import type { Chance } from '../faults/chance.js';

type Json = unknown;
type Schema = Readonly<Record<string, unknown>>;

/** What values are made from: chance, the moment (ms), and ids by the field they were seen in. */
export type Material = {
  readonly by: Chance;
  readonly now: number;
  readonly idsFor: (field: string) => readonly [string, ...string[]];
};

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const schemaOf = (value: unknown): Schema => (isSchema(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const numberOf = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

/** The shape of a body as JSON Schema; personal fields show what is inside the box. */
export const jsonSchemaOf = (body: z.ZodType): Schema =>
  schemaOf(
    z.toJSONSchema(body, {
      io: 'input',
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        const inner = zodSchema instanceof z.ZodType ? markOf(zodSchema)?.inner : undefined;
        if (inner !== undefined) Object.assign(jsonSchema, z.toJSONSchema(inner, { io: 'input' }), { personal: true });
      },
    }),
  );

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const somewhen = ({ by, now }: Material): number => {
  if (by.oneIn(3)) return now;
  if (by.oneIn(2)) return now - by.below(40) * dayMs - by.below(9) * hourMs;
  return now + by.below(120) * dayMs + by.below(9) * hourMs;
};
const toIso = (ms: number): string => new Date(ms).toISOString();

const codes = ['code-1', 'BIC.2024', 'a', 'sv'] as const;
const formats: Readonly<Record<string, (material: Material, field: string) => string>> = {
  uuid: ({ by, idsFor }, field) => by.pick(idsFor(field)),
  date: (material) => toIso(somewhen(material)).slice(0, 10),
  'date-time': (material) => toIso(somewhen(material)),
};

const textFor = ({ format, pattern, personal }: Schema, material: Material, field: string): string => {
  const make = formats[String(format)];
  if (make !== undefined) return make(material, field);
  if (pattern === '^[0-9a-f]{64}$') return '0f'.repeat(32);
  if (typeof pattern === 'string') return material.by.pick(codes);
  return personal === true ? `Hemlig uppgift ${material.by.below(5)}` : `Text ${material.by.below(5)}`;
};

const choicesOf = (schema: Schema): readonly unknown[] =>
  ['enum', 'anyOf', 'oneOf'].flatMap((kind) => listOf(schema[kind]));

type Make = (schema: Schema, material: Material, field: string) => Json;

const makers: Readonly<Record<string, Make>> = {
  string: textFor,
  boolean: (_schema, { by }) => by.oneIn(2),
  null: () => null,
  number: ({ minimum, maximum }, { by }) => {
    const [from, to] = [numberOf(minimum, 0), numberOf(maximum, 100)];
    return from + by.below(Math.min(to - from, 60) + 1);
  },
  integer: (schema, material, field) => makers['number']?.(schema, material, field),
  array: ({ items, minItems, maxItems }, material, field) => {
    const least = numberOf(minItems, 0);
    const more = Math.min(3, numberOf(maxItems, 3) - least) + 1;
    const length = least === 0 && material.by.oneIn(2) ? 1 : least + material.by.below(more);
    return Array.from({ length }, () => made(schemaOf(items), material, field));
  },
  object: ({ properties, required }, material) =>
    Object.fromEntries(
      Object.entries(schemaOf(properties))
        .filter(([name]) => listOf(required).includes(name) || material.by.oneIn(3))
        .map(([name, schema]) => [name, made(schemaOf(schema), material, name)]),
    ),
};

/** A value that fits a schema, its ids and times drawn from what there is. */
export const made: Make = (schema, material, field) => {
  if ('const' in schema) return schema['const'];
  const [first, ...rest] = choicesOf(schema);
  if (first === undefined) return makers[String(schema['type'])]?.(schema, material, field);
  const chosen = material.by.pick([first, ...rest]);
  return isSchema(chosen) ? made(chosen, material, field) : chosen;
};

/** One or two fields of a body made anew; the rest stays. */
export const remade = (schema: Schema, body: object, material: Material): object => {
  const [first, ...rest] = Object.entries(schemaOf(schema['properties']));
  if (first === undefined) return body;
  const fields = Array.from({ length: 1 + material.by.below(2) }, () => material.by.pick([first, ...rest]));
  return {
    ...body,
    ...Object.fromEntries(fields.map(([name, field]) => [name, made(schemaOf(field), material, name)])),
  };
};
