import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';

import { ApiInfo } from '../operations/api-info.js';
import { Health } from '../operations/health.js';
import { problemResponses } from './answers.js';
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
  ok: { sv: 'Svar.', en: 'Answer.' },
  notReady: { sv: 'Inte redo: se checks.', en: 'Not ready: see checks.' },
} as const;

const open: [] = [];
const LanguageParameter = z.enum(['sv', 'en']).default('sv');

/** The open routes: information, documents and health, without a token. */
export const fixedPaths = (language: Language): ZodOpenApiPathsObject => {
  const ok = (schema: z.ZodType, type = 'application/json') => ({
    '200': { description: texts.ok[language], content: { [type]: { schema } } },
  });
  const health = (operationId: string, text: keyof typeof texts) => ({
    get: {
      operationId,
      summary: texts[text][language],
      tags: ['operations'],
      security: open,
      responses: {
        ...ok(Health),
        '503': { description: texts.notReady[language], content: { 'application/json': { schema: Health } } },
      },
    },
  });
  return {
    '/v1/api-info': {
      get: {
        operationId: 'apiInfo',
        summary: texts.apiInfo[language],
        tags: ['about'],
        security: open,
        responses: ok(ApiInfo),
      },
    },
    '/v1/openapi.json': {
      get: {
        operationId: 'openApi',
        summary: texts.openapi[language],
        tags: ['about'],
        security: open,
        requestParams: { query: z.object({ lang: LanguageParameter }) },
        responses: { ...ok(z.record(z.string(), z.unknown())), ...problemResponses(['invalid-query'], language) },
      },
    },
    '/v1/problems/{code}': {
      get: {
        operationId: 'problem',
        summary: texts.problem[language],
        tags: ['about'],
        security: open,
        requestParams: { path: z.object({ code: z.string().regex(/^[a-z-]{1,64}$/) }) },
        responses: {
          ...ok(z.object({ code: z.string(), status: z.int(), title: z.string(), detail: z.string() })),
          ...problemResponses(['not-found'], language),
        },
      },
    },
    '/health/live': health('live', 'live'),
    '/health/startup': health('startup', 'startup'),
    '/health/ready': health('ready', 'ready'),
  };
};
