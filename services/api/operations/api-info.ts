import { z } from 'zod';

import { version } from '../version.js';

/** What a client may know before it has a token. Source: DIGG's REST API profile 1.2.0, VER.06. */
export const ApiInfo = z
  .object({
    apiName: z.string(),
    apiVersion: z.string(),
    apiReleased: z.iso.date(),
    apiStatus: z.enum(['active', 'deprecated', 'beta']),
    apiDocumentation: z.string(),
    apiContact: z.string(),
    webhookKeys: z.array(z.string()),
    limits: z.object({ bodyBytes: z.int(), listLimit: z.int(), deepestRow: z.int(), idempotencyHours: z.int() }),
  })
  .meta({ id: 'ApiInfo' });

/** The answer of `GET /v1/api-info`, but for the keys, which the workers that sign tell. */
export const apiInfo: Omit<z.output<typeof ApiInfo>, 'webhookKeys'> = {
  apiName: 'Etapp',
  apiVersion: version,
  apiReleased: '2026-11-22',
  apiStatus: 'beta',
  apiDocumentation: '/docs',
  apiContact: 'Kommunen som driver tjänsten / the municipality that runs the service',
  limits: { bodyBytes: 262_144, listLimit: 100, deepestRow: 1000, idempotencyHours: 24 },
};
