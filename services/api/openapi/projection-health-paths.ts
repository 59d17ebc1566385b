import type { Text } from '@etapp/kernel';
import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';

import { ProjectionHealth, ProjectionHealths } from '../operations/projection-health.js';
import { answerExampleOf } from './answer-examples.js';
import { anyRequest, problemResponses } from './answers.js';
import { type Language, words } from './words.js';

const texts = {
  projections: { sv: 'Hur läsmodellerna mår', en: 'How the read models are' },
  projection: { sv: 'Hur en läsmodell mår', en: 'How one read model is' },
} as const satisfies Record<string, Text>;

type Answer = { readonly id: keyof typeof texts; readonly schema: z.ZodType };

/** What the service answered in a run, as an example. */
const exampleOf = (id: string): object => {
  const value = answerExampleOf(id)?.answer;
  return value === undefined ? {} : { examples: { example: { value } } };
};

const operation = (language: Language, { id, schema }: Answer) =>
  ({
    ...{ operationId: id, summary: texts[id][language], tags: ['operations'] },
    'x-policy': 'operations.read',
    responses: {
      '200': {
        description: words.answer[language],
        content: { 'application/json': { schema, ...exampleOf(id) } },
      },
      ...problemResponses([...anyRequest, 'invalid-query'], language),
    },
  }) satisfies ZodOpenApiOperationObject;

/** How far the read models are and who keeps them up to date, for the operator. */
export const projectionHealthPaths = (language: Language): ZodOpenApiPathsObject => ({
  '/v1/admin/projections': {
    get: operation(language, { id: 'projections', schema: ProjectionHealths }),
  },
  '/v1/admin/projections/{name}': {
    get: {
      ...operation(language, { id: 'projection', schema: ProjectionHealth }),
      requestParams: {
        path: z.object({
          name: z
            .string()
            .max(100)
            .meta({ examples: ['worklist'] }),
        }),
      },
    },
  },
});
