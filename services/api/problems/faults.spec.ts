import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { faultsOfIssues } from './faults.js';

const Body = z.strictObject({
  userId: z.uuid(),
  kind: z.enum(['a', 'b']),
  parties: z.array(z.object({ party: z.string() })),
  answer: z.discriminatedUnion('as', [z.object({ as: z.literal('yes') }), z.object({ as: z.literal('no') })]),
  note: z.string().optional(),
});
const whole = { userId: '0197e7a0-0000-7000-8000-000000000001', kind: 'a', parties: [], answer: { as: 'yes' } };

const faultsIn = (value: object) => {
  const parsed = Body.safeParse(value);
  return parsed.success ? [] : faultsOfIssues(parsed.error.issues, value);
};

describe('a field that is missing', () => {
  it.each([
    ['/userId', { ...whole, userId: undefined }],
    ['/kind', { ...whole, kind: undefined }],
    ['/parties/0/party', { ...whole, parties: [{}] }],
    ['/answer/as', { ...whole, answer: {} }],
  ])('is said to be required, by its name: %s', (pointer, value) => {
    const name = pointer.split('/').at(-1);
    const detail = { sv: `Fältet ${name} måste vara ifyllt.`, en: `The field ${name} must be filled in.` };
    expect(faultsIn(value)).toEqual([{ pointer, code: 'required', detail }]);
  });

  it('is not mistaken for one of the wrong kind, nor that for it', () => {
    expect(faultsIn({ ...whole, userId: null, kind: 'c' }).map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/userId', 'wrong-type'],
      ['/kind', 'not-in-list'],
    ]);
  });

  it('may be missing where the schema says so', () => {
    expect(faultsIn(whole)).toEqual([]);
  });
});
