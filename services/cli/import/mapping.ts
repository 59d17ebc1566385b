import { commands } from '@etapp/domain';
import { Code } from '@etapp/kernel';
import { z } from 'zod';

/** The parts of a row, and the command that each becomes. The ids of person and case are derived, never mapped. */
export const parts = {
  person: { command: 'RegisterPerson', body: commands.RegisterPerson.body.omit({ personId: true }) },
  case: { command: 'OpenCase', body: commands.OpenCase.body.omit({ caseId: true, personId: true }) },
  caseworker: { command: 'AssignCaseworker', body: commands.AssignCaseworker.body },
} as const;

/** A part of a row. */
export type Part = keyof typeof parts;

const Column = z.strictObject({
  /** The heading of the column. */
  column: z.string().min(1),
  /** What stands in the file, and what it is here; anything else is a fault of the row. */
  values: z.record(z.string(), z.string()).optional(),
  /** The text is a number. */
  number: z.literal(true).optional(),
  /** How a day, or a day and a time in Swedish local time, is written: `YYYY`, `MM`, `DD`, `HH`, `mm` and separators. */
  date: z
    .string()
    .regex(/^(?=.*YYYY)(?=.*MM)(?=.*DD)[YMDHm ./:T-]+$/, { error: 'a date format of YYYY, MM, DD, HH, mm' })
    .optional(),
});
const Constant = z.strictObject({ constant: z.union([z.string(), z.number(), z.boolean()]) });
const FromNumber = z.strictObject({ fromIdentityNumber: z.enum(['kind', 'birthDate', 'sex']) });

/** Where the value of one field comes from. */
export const Source = z.union([Column, Constant, FromNumber]);
export type Source = z.output<typeof Source>;

const shapeOf = (part: Part): Readonly<Record<string, z.ZodType>> => parts[part].body.shape;

const requiredFields = (part: Part): string[] =>
  Object.entries(shapeOf(part)).flatMap(([field, schema]) => (schema.isOptional() ? [] : [field]));

const fieldsOf = (part: Part) =>
  z.record(z.string(), Source).superRefine((fields, context) => {
    for (const field of Object.keys(fields)) {
      if (!(field in shapeOf(part))) context.addIssue({ code: 'custom', message: 'no-such-field', path: [field] });
    }
    for (const field of requiredFields(part)) {
      if (!(field in fields)) context.addIssue({ code: 'custom', message: 'field-missing', path: [field] });
    }
  });

/** How the columns of a file become persons and open cases. */
export const Mapping = z.strictObject({
  /** The system that the file comes from: part of every id that is derived, so that two systems' keys never meet. */
  source: Code,
  /** The column with that system's own number of the case: the same number is the same case, however often it is read. */
  key: z.string().min(1),
  separator: z.string().length(1).default(';'),
  encoding: z.enum(['utf-8', 'windows-1252']).default('utf-8'),
  person: fieldsOf('person'),
  case: fieldsOf('case'),
  /** Left out, or empty in a row, nobody is assigned. */
  caseworker: fieldsOf('caseworker').optional(),
});
export type Mapping = z.output<typeof Mapping>;

/** What is wrong with a mapping: where, and which rule it breaks. */
export type MappingFault = { readonly at: string; readonly rule: string };

/** Reads a mapping out of JSON. */
export const readMapping = (
  text: string,
): { readonly mapping: Mapping } | { readonly faults: readonly MappingFault[] } => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { faults: [{ at: '', rule: 'not JSON' }] };
  }
  const parsed = Mapping.safeParse(json);
  if (parsed.success) return { mapping: parsed.data };
  return { faults: parsed.error.issues.map(({ path, message }) => ({ at: path.join('.'), rule: message })) };
};

/** The columns that a mapping reads. */
export const columnsOf = ({ key, person, case: opened, caseworker = {} }: Mapping): readonly string[] => {
  const sources = [person, opened, caseworker].flatMap((fields) => Object.values(fields));
  return [...new Set([key, ...sources.flatMap((source) => ('column' in source ? [source.column] : []))])];
};
