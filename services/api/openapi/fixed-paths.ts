import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';

import { ApiInfo } from '../operations/api-info.js';
import { Health } from '../operations/health.js';
import { anyOpenRequest, problemResponses } from './answers.js';
import type { Language } from './words.js';

const texts = {
  apiInfo: { sv: 'Om API:et', en: 'About this API' },
  live: { sv: 'Lever processen?', en: 'Is the process alive?' },
  startup: { sv: 'Är uppstarten klar?', en: 'Has it started?' },
  ready: {
    sv: 'Kan den ta emot trafik, och om inte, vad felas?',
    en: 'Can it take traffic, and if not, what is at fault?',
  },
  problem: { sv: 'Orsak och åtgärd för en problemkod', en: 'Cause and cure of a problem code' },
  openapi: { sv: 'Detta dokument', en: 'This document' },
  asyncapi: { sv: 'Vad webhooks får veta (AsyncAPI 3)', en: 'What webhooks are told (AsyncAPI 3)' },
  ok: { sv: 'Svar.', en: 'Answer.' },
  notReady: { sv: 'Inte redo: se checks.', en: 'Not ready: see checks.' },
} as const;

const open: [] = [];
const LanguageParameter = z.enum(['sv', 'en']).default('sv');

const ok = (language: Language, schema: z.ZodType) => ({
  '200': { description: texts.ok[language], content: { 'application/json': { schema } } },
});

const healthPath = (operationId: 'live' | 'startup' | 'ready', language: Language): ZodOpenApiPathsObject => ({
  [`/health/${operationId}`]: {
    get: {
      operationId,
      summary: texts[operationId][language],
      tags: ['operations'],
      security: open,
      responses: {
        ...ok(language, Health),
        '503': { description: texts.notReady[language], content: { 'application/json': { schema: Health } } },
      },
    },
  },
});

const aboutPath = (
  path: string,
  operation: Omit<ZodOpenApiOperationObject, 'tags' | 'security'>,
): ZodOpenApiPathsObject => ({ [path]: { get: { ...operation, tags: ['about'], security: open } } });

const ProblemPage = z.object({ code: z.string(), status: z.int(), title: z.string(), detail: z.string() });

/** The open routes: information, documents and health, without a token. */
export const fixedPaths = (language: Language): ZodOpenApiPathsObject => ({
  ...aboutPath('/v1/api-info', {
    operationId: 'apiInfo',
    summary: texts.apiInfo[language],
    responses: { ...ok(language, ApiInfo), ...problemResponses([...anyOpenRequest, 'store-unavailable'], language) },
  }),
  ...aboutPath('/v1/openapi.json', {
    operationId: 'openApi',
    summary: texts.openapi[language],
    requestParams: { query: z.object({ lang: LanguageParameter }) },
    responses: { ...ok(language, z.record(z.string(), z.unknown())), ...problemResponses(anyOpenRequest, language) },
  }),
  ...aboutPath('/v1/asyncapi.json', {
    operationId: 'asyncApi',
    summary: texts.asyncapi[language],
    requestParams: { query: z.object({ lang: LanguageParameter }) },
    responses: { ...ok(language, z.record(z.string(), z.unknown())), ...problemResponses(anyOpenRequest, language) },
  }),
  ...aboutPath('/v1/problems/{code}', {
    operationId: 'problem',
    summary: texts.problem[language],
    requestParams: { path: z.object({ code: z.string().regex(/^[a-z-]{1,64}$/) }) },
    responses: { ...ok(language, ProblemPage), ...problemResponses(['not-found', ...anyOpenRequest], language) },
  }),
  ...healthPath('live', language),
  ...healthPath('startup', language),
  ...healthPath('ready', language),
});
