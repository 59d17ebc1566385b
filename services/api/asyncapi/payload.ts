import { type EventEntry, markOf } from '@etapp/kernel';
import { z } from 'zod';

type Schema = z.core.JSONSchema.BaseSchema;

const mark = 'x-personal';

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

const isPersonal = (value: unknown): boolean => {
  if (!isSchema(value)) return false;
  if (mark in value) return true;
  // A value that is personal in some of its forms is left out in those, and so may be absent.
  const items: unknown = value.items;
  return isPersonal(items) || [...(value.anyOf ?? []), ...(value.allOf ?? [])].some(isPersonal);
};

/** The schema of a fact's data without what is marked as personal, as `cloudEventOf` leaves it out. */
const withoutPersonal = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutPersonal);
  if (!isSchema(value)) return value;
  const { additionalProperties: _closed, properties, required, ...rest } = value;
  const shown = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, withoutPersonal(inner)]));
  if (properties === undefined) return shown;
  const kept = Object.entries(properties).filter(([, property]) => !isPersonal(property));
  const names = new Set(kept.map(([name]) => name));
  const needed = (required ?? []).filter((name) => names.has(name));
  const left = Object.fromEntries(kept.map(([name, property]) => [name, withoutPersonal(property)]));
  return { ...shown, properties: left, ...(needed.length === 0 ? {} : { required: needed }) };
};

/** The schema (JSON Schema draft 7) of what is published of a fact's data: codes, ids and dates. */
export const payloadOf = ({ data }: EventEntry): unknown => {
  const { $schema: _draft, ...schema } = z.toJSONSchema(data, {
    ...{ target: 'draft-7', io: 'output', unrepresentable: 'any', reused: 'inline' },
    override: ({ zodSchema, jsonSchema }) => {
      if (!(zodSchema instanceof z.ZodType)) return;
      if (markOf(zodSchema) !== undefined) Object.assign(jsonSchema, { [mark]: true });
      // What is rewritten on its way in (an instant to UTC) keeps its form on its way out.
      else if (zodSchema instanceof z.ZodPipe) {
        const { $schema: _own, ...shown } = z.toJSONSchema(zodSchema, { io: 'input', target: 'draft-7' });
        Object.assign(jsonSchema, shown);
      }
      const pattern = ['uuid', 'date', 'date-time'].includes(String(jsonSchema.format)) ? 'pattern' : '';
      Reflect.deleteProperty(jsonSchema, pattern);
    },
  });
  return withoutPersonal(schema);
};
