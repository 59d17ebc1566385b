import { VersionRace, VersionRequired } from '@etapp/command-engine';
import {
  ForeignEvent,
  LogLeft,
  LogRefused,
  OutcomeUnknown,
  StoreUnavailable,
  StreamIncomplete,
  WrongTenant,
} from '@etapp/event-store';
import { etagOf, IdentityUnavailable, NotAuthenticated } from '@etapp/http';
import { Rejection } from '@etapp/kernel';
import { KeysUnavailable } from '@etapp/privacy';
import { HttpException } from '@nestjs/common';

import { isDatabaseOutage } from '../outage.js';
import { ProblemError, type ProblemFacts } from './problem-error.js';
import { isProblemCode, type ProblemCode, problems } from './problems.js';
import { statesInWords } from './state-words.js';

type Answer = { readonly code: ProblemCode; readonly facts: ProblemFacts };
type Translation = (error: unknown) => Answer | undefined;

const soon = { retryAfterSeconds: 1 };

const byHttpStatus: Readonly<Record<number, ProblemCode>> = {
  404: 'not-found',
  405: 'method-not-allowed',
  413: 'body-too-large',
  414: 'url-too-long',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
  431: 'headers-too-large',
};

const statusOf = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  const status: unknown = error instanceof Error ? Reflect.get(error, 'statusCode') : undefined;
  return typeof status === 'number' ? status : undefined;
};

/** A stream of the log is not as it was written. */
const isDamage = (error: unknown): boolean =>
  error instanceof StreamIncomplete || error instanceof ForeignEvent || error instanceof WrongTenant;

/** Each kind of error and what it is answered with; the first that fits counts. */
const translations: readonly Translation[] = [
  (error) => (error instanceof ProblemError ? { code: error.code, facts: error.facts } : undefined),
  (error) =>
    error instanceof Rejection && isProblemCode(error.code)
      ? { code: error.code, facts: { details: error.details, because: statesInWords(error.details) } }
      : undefined,
  (error) =>
    error instanceof VersionRequired
      ? { code: 'version-required', facts: { headers: { ETag: etagOf(error.version) } } }
      : undefined,
  (error) => (error instanceof VersionRace ? { code: 'version-race', facts: soon } : undefined),
  (error) =>
    error instanceof NotAuthenticated
      ? { code: 'not-authenticated', facts: { headers: { 'WWW-Authenticate': 'Bearer' } } }
      : undefined,
  (error) => (error instanceof IdentityUnavailable ? { code: 'identity-unavailable', facts: soon } : undefined),
  (error) => (error instanceof KeysUnavailable ? { code: 'keys-unavailable', facts: soon } : undefined),
  (error) => (error instanceof LogRefused ? { code: 'log-refused', facts: soon } : undefined),
  (error) => (isDamage(error) ? { code: 'history-damaged', facts: {} } : undefined),
  (error) => (error instanceof LogLeft ? { code: 'log-moved', facts: soon } : undefined),
  (error) => (error instanceof OutcomeUnknown ? { code: 'outcome-unknown', facts: {} } : undefined),
  (error) =>
    error instanceof StoreUnavailable || isDatabaseOutage(error)
      ? { code: 'store-unavailable', facts: soon }
      : undefined,
  (error) => {
    const code = byHttpStatus[statusOf(error) ?? 0];
    return code === undefined ? undefined : { code, facts: {} };
  },
];

/** What an error is answered with: a problem's code, and what is known of this occurrence. */
export const answerTo = (error: unknown): Answer => {
  for (const translate of translations) {
    const answer = translate(error);
    if (answer !== undefined) return answer;
  }
  return { code: 'unexpected', facts: {} };
};

/** The code that an error is answered with, and whether it is our fault rather than the caller's. */
export const problemOf = (error: unknown): { readonly code: ProblemCode; readonly isFault: boolean } => {
  const { code } = answerTo(error);
  return { code, isFault: problems[code].status >= 500 };
};
