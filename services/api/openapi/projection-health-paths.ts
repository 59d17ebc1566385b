import type { Text } from '@etapp/kernel';
import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';

import { ProjectionHealth, ProjectionHealths } from '../operations/projection-health.js';
import { anyRequest, problemResponses } from './answers.js';
import { type Language, words } from './words.js';

const texts = {
  projections: { sv: 'Hur läsmodellerna mår', en: 'How the read models are' },
  projection: { sv: 'Hur en läsmodell mår', en: 'How one read model is' },
} as const satisfies Record<string, Text>;

/** A read model that is two events behind while it is built anew. */
const example: ProjectionHealth = {
  name: 'worklist',
  version: 1,
  position: '46',
  head: '48',
  lagEvents: 2,
  lagSeconds: 0.4,
  batchMs: 12,
  parkedKeys: 0,
  holder: 'projector-1:1',
  building: [{ version: 1, position: '20', parkedKeys: 0, startedAt: '2026-03-13T08:00:00.000Z' }],
};

type Answer = { readonly id: keyof typeof texts; readonly schema: z.ZodType; readonly value: object };

const operation = (language: Language, { id, schema, value }: Answer) =>
  ({
    ...{ operationId: id, summary: texts[id][language], tags: ['operations'] },
    'x-policy': 'operations.read',
    responses: {
      '200': {
        description: words.answer[language],
        content: { 'application/json': { schema, examples: { example: { value } } } },
      },
      ...problemResponses([...anyRequest, 'invalid-query'], language),
    },
  }) satisfies ZodOpenApiOperationObject;

/** How far the read models are and who keeps them up to date, for the operator. */
export const projectionHealthPaths = (language: Language): ZodOpenApiPathsObject => ({
  '/v1/admin/projections': {
    get: operation(language, { id: 'projections', schema: ProjectionHealths, value: { items: [example] } }),
  },
  '/v1/admin/projections/{name}': {
    get: {
      ...operation(language, { id: 'projection', schema: ProjectionHealth, value: example }),
      requestParams: { path: z.object({ name: z.string().max(100) }) },
    },
  },
});
