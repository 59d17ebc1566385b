import { commonRejections } from '@etapp/kernel';
import { z } from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';

import { type CommandRoute, idParameter } from '../catalogue.js';
import { withOccurrence } from '../commands/with-occurrence.js';
import { locationOf } from '../locations.js';
import { anyRequest, problemResponses } from './answers.js';
import { Receipt } from './schemas.js';
import { tagOfCommand } from './tags.js';
import { type Language, words } from './words.js';

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** Problems of every command besides its own rejections and what any request may meet. */
const anyCommand = [
  'invalid-query',
  'invalid-body',
  'unknown-field',
  'body-too-large',
  'unsupported-media-type',
  'idempotency-key-missing',
  'idempotency-key-in-use',
  'idempotency-key-reused',
  'stale-version',
  'version-race',
  'log-moved',
  'outcome-unknown',
  'storage-full',
] as const;

const headers = (route: CommandRoute, language: Language) => {
  const required = route.entry.ifMatch === 'required';
  const said = { description: words.ifMatch[language], examples: ['"17"'] };
  return z.object({
    'Idempotency-Key': z
      .string()
      .min(16)
      .max(128)
      .meta({ description: words.idempotencyKey[language], examples: ['0197e7a0-5d7f-7000-8000-000000000001'] }),
    'If-Match': required ? z.string().meta(said) : z.string().optional().meta(said),
    'Etapp-Correlation-Id': z.uuid().optional().meta({ description: words.correlationId[language] }),
  });
};

const receiptHeaders = (route: CommandRoute, language: Language) =>
  z.object({
    ETag: z.string().meta({ description: words.etag[language] }),
    'Etapp-Position': z.string().meta({ description: words.position[language] }),
    'Etapp-Replayed': z.string().optional().meta({ description: words.replayed[language] }),
    ...(locationOf(route) === undefined
      ? {}
      : { Location: z.string().meta({ description: words.location[language] }) }),
  });

/** The operation of one command, made from its catalogue entry. */
export const commandOperation = (route: CommandRoute, language: Language): ZodOpenApiOperationObject => {
  const { entry, name, aggregate, creates } = route;
  const parameter = idParameter(aggregate.category);
  const codes = [...anyRequest, ...anyCommand, ...commonRejections, ...entry.rejects];
  if (entry.ifMatch === 'required') codes.push('version-required');
  return {
    operationId: lowerFirst(name),
    summary: entry.text[language],
    tags: [tagOfCommand(route)],
    'x-policy': entry.policy,
    requestParams: {
      header: headers(route, language),
      ...(creates === undefined
        ? { path: z.object({ [parameter]: z.uuid().meta({ description: words.id[language] }) }) }
        : {}),
    },
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: withOccurrence(entry.body),
          examples: { example: { value: entry.example.body } },
        },
      },
    },
    responses: {
      [creates === undefined ? '200' : '201']: {
        description: words.receipt[language],
        headers: receiptHeaders(route, language),
        content: { 'application/json': { schema: Receipt } },
      },
      ...problemResponses(codes, language),
    },
  };
};
