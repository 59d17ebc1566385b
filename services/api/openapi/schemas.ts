import { markOf, plainSchemaOf } from '@etapp/kernel';
import { z } from 'zod';

const Instant = z.iso.datetime();

/** What a command led to, without personal data. */
export const Receipt = z
  .object({
    stream: z.string(),
    version: z.int(),
    changed: z.boolean(),
    events: z.array(z.object({ id: z.uuid(), type: z.string(), version: z.int() })),
  })
  .meta({ id: 'Receipt' });

/** A problem document (RFC 9457). */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
    details: z.record(z.string(), z.unknown()).optional(),
    retryAfterSeconds: z.int().optional(),
  })
  .meta({ id: 'Problem' });

/** Where in a list an answer stands. */
export const PageInfo = z
  .object({ limit: z.int(), number: z.int(), hasMore: z.boolean(), nextCursor: z.string().optional() })
  .meta({ id: 'PageInfo' });

/** Up to where the log an answer is true, and how far its read models are behind. */
export const Meta = z
  .object({
    position: z.string(),
    readAt: Instant,
    behindMs: z.int(),
    parked: z.int().optional(),
  })
  .meta({ id: 'Meta' });

/** Whether what is shown stopped following the log: present and true, or absent. */
export const Stale = z.literal(true).optional().meta({
  description:
    'Raden, eller något som den visar, är som den var före en händelse som inte kunde räknas in; meta.parked säger hur många sådana det finns. / The row, or something that it shows, is as it was before an event that could not be folded; meta.parked says how many there are.',
});

const isSchema = (schema: unknown): schema is z.ZodType => schema instanceof z.ZodType;

/** The JSON schema to show in place of a marked or boxed field, or undefined for an ordinary one. */
export const shownSchema = (schema: unknown, io: 'input' | 'output'): object | undefined => {
  if (!isSchema(schema)) return undefined;
  const mark = markOf(schema);
  if (mark !== undefined) return { ...z.toJSONSchema(mark.inner, { io: 'input' }), 'x-personal': mark.sensitivity };
  // What is rewritten on its way in (an instant to UTC) keeps its form on its way out.
  if (io === 'output' && schema instanceof z.ZodPipe) return z.toJSONSchema(schema, { io: 'input' });
  const plain = plainSchemaOf(schema);
  if (plain === undefined) return undefined;
  // An erased value is null.
  return { anyOf: [z.toJSONSchema(plain, { io }), { type: 'null' }], 'x-personal': 'personal' };
};
