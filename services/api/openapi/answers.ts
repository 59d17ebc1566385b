import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';

import { problems, type ProblemCode, isProblemCode } from '../problems/problems.js';
import { Problem } from './schemas.js';
import type { Language } from './words.js';

/** The problems that any request may meet. */
export const anyRequest: readonly ProblemCode[] = [
  'not-authenticated',
  'not-permitted',
  'not-found',
  'not-acceptable',
  'url-too-long',
  'headers-too-large',
  'too-many-requests',
  'unexpected',
  'history-damaged',
  'store-unavailable',
  'log-refused',
  'identity-unavailable',
  'keys-unavailable',
];

/** The problems that a request without a token may meet. */
export const anyOpenRequest: readonly ProblemCode[] = [
  'invalid-query',
  'url-too-long',
  'headers-too-large',
  'too-many-requests',
  'unexpected',
];

const shared = new Map<string, ZodOpenApiResponseObject>();

/** Statuses whose codes are the same for nearly every operation, and so are described once. */
const toShare = new Set<string>([
  ...anyRequest,
  'invalid-query',
  'read-model-behind',
  'past-views-busy',
  'version-race',
  'log-moved',
]);

const describe = (codes: readonly ProblemCode[], language: Language): ZodOpenApiResponseObject => ({
  description: codes.map((code) => `\`${code}\`: ${problems[code][language].title}`).join('\n\n'),
  content: { 'application/problem+json': { schema: Problem } },
});

const responseOf = (status: number, codes: readonly ProblemCode[], language: Language): ZodOpenApiResponseObject => {
  if (!codes.every((code) => toShare.has(code))) return describe(codes, language);
  const names = codes.map((code) =>
    code.replaceAll(/(^|-)([a-z])/g, (_all, _dash, letter: string) => letter.toUpperCase()),
  );
  const id = `Problem${status}${names.join('')}`;
  const response = shared.get(`${language} ${id}`) ?? { ...describe(codes, language), id };
  shared.set(`${language} ${id}`, response);
  return response;
};

/** One response per status, each listing its codes with their titles. */
export const problemResponses = (codes: readonly string[], language: Language): ZodOpenApiResponsesObject => {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set(codes)) {
    if (!isProblemCode(code)) throw new Error(`no problem is named ${code}`);
    const { status } = problems[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const inOrder = [...byStatus].sort(([a], [b]) => a - b);
  return Object.fromEntries(inOrder.map(([status, named]) => [status, responseOf(status, named, language)]));
};
