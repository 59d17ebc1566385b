import { readFileSync } from 'node:fs';

import { z } from 'zod';

const AnswerExample = z.strictObject({
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
  answer: z.record(z.string(), z.json()),
});

const recorded = z
  .record(z.string(), AnswerExample)
  .parse(JSON.parse(readFileSync(new URL('answer-examples.json', import.meta.url), 'utf8')));

/**
 * What a question, by its operationId, was asked with and answered in a run; undefined of one that was not asked.
 * `test/e2e/answer-examples.spec.ts` records it and holds it to what the service answers.
 */
export const answerExampleOf = (operationId: string): z.output<typeof AnswerExample> | undefined =>
  recorded[operationId];
