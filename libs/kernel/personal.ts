import { z } from 'zod';

import { Box, type Mark } from './box.js';

type Marked = Mark & { readonly inner: z.ZodType };

const marked = new WeakMap<z.ZodType, Marked>();

/** A schema that takes plaintext (or a box that already holds it) and gives a closed box. */
export type PersonalSchema<S extends z.ZodType> = z.ZodType<Box<z.output<S>>, z.input<S>>;

const boxing = <S extends z.ZodType>(inner: S, mark: Mark): PersonalSchema<S> => {
  const schema = z.any().transform((value, context): Box<z.output<S>> => {
    if (value instanceof Box) return value;
    const parsed = inner.safeParse(value);
    if (parsed.success) return Box.plain(parsed.data, mark);
    // The values stay out of the issues: they end up in answers and logs.
    for (const { input: _input, ...issue } of parsed.error.issues) context.issues.push({ ...issue, input: undefined });
    return z.NEVER;
  });
  marked.set(schema, { ...mark, inner });
  return schema;
};

/** Marks a field that says something about a person (†): encrypted with the key of the event's subject. */
export const personal = <S extends z.ZodType>(inner: S): PersonalSchema<S> =>
  boxing(inner, { sensitivity: 'personal', freeText: false });

/** Marks a personal and sensitive field (‡), such as livelihood barriers. */
export const sensitive = <S extends z.ZodType>(inner: S): PersonalSchema<S> =>
  boxing(inner, { sensitivity: 'sensitive', freeText: false });

const Prose = z.string().trim().min(1).max(20_000);

const Name = z.string().trim().min(1).max(120);

/** A name of a person, or of an employer (a sole trader is a person): personal, 1 to 120 characters. */
export const personalName = (): PersonalSchema<z.ZodString> => personal(Name);

/** Free text, always personal, 1 to 20,000 characters, sealed under a key of its own so that one text can be destroyed alone. */
export const text = (): PersonalSchema<z.ZodString> => boxing(Prose, { sensitivity: 'personal', freeText: true });

/** Free text that is sensitive too (‡ text), such as a journal entry. */
export const sensitiveText = (): PersonalSchema<z.ZodString> =>
  boxing(Prose, { sensitivity: 'sensitive', freeText: true });

/** How a schema is marked, with the schema of the plaintext inside, or undefined for an ordinary field. */
export const markOf = (schema: z.ZodType): Marked | undefined => marked.get(schema);

const plainOf = new WeakMap<z.ZodType, z.ZodType>();

/**
 * A field of a row or answer that holds a box out of an event. `plain` is the schema of what is shown once it was opened
 * (a string unless said otherwise); documentation is made from it.
 */
export const boxed = <T = string>(plain: z.ZodType<T, T> | z.ZodType = z.string()): z.ZodType<Box<T>> => {
  const schema = z.custom<Box<T>>((value) => value instanceof Box, { error: 'a closed box' });
  plainOf.set(schema, plain);
  return schema;
};

/** The schema of what a box field shows once opened, or undefined for another field. */
export const plainSchemaOf = (schema: z.ZodType): z.ZodType | undefined => plainOf.get(schema);
