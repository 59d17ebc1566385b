import { VersionRace, VersionRequired } from '@etapp/command-engine';
import { OutcomeUnknown, StoreUnavailable } from '@etapp/event-store';
import { etagOf, IdentityUnavailable, NotAuthenticated, problemDocument, type ProblemEntry } from '@etapp/http';
import { Rejection, type Text } from '@etapp/kernel';
import { KeysUnavailable } from '@etapp/privacy';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { contextOf } from '../http-context.js';
import { ProblemError, type ProblemFacts } from './problem-error.js';
import { isProblemCode, type ProblemCode, problems } from './problems.js';
import { statesInWords } from './state-words.js';
import { isDatabaseOutage } from '../outage.js';

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

/** The words of a code, with what is known of this occurrence before them. */
const explained = ({ sv, en, ...entry }: ProblemEntry, because: Text): ProblemEntry => ({
  ...entry,
  sv: { ...sv, detail: `${because.sv} ${sv.detail}` },
  en: { ...en, detail: `${because.en} ${en.detail}` },
});

const answerTo = (error: unknown): Answer => {
  for (const translate of translations) {
    const answer = translate(error);
    if (answer !== undefined) return answer;
  }
  return { code: 'unexpected', facts: {} };
};

/** Turns everything that is thrown into a problem document (RFC 9457); what nobody foresaw is logged by its correlation id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log = new Logger('problem');

  /** Answers the request. */
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** The same outside a Nest route: in hooks, and for addresses that no route has. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const { correlationId, language } = contextOf(request);
    const { code, facts } = answerTo(error);
    if (code === 'unexpected')
      this.#log.error({ correlationId, error: error instanceof Error ? error.stack : 'not an error' });
    const { headers = {}, errors, because, ...occurrence } = facts;
    const faults = errors?.map(({ detail, ...fault }) => ({ ...fault, detail: detail[language] }));
    const said = { ...occurrence, ...(faults === undefined ? {} : { errors: faults }) };
    const { retryAfterSeconds } = occurrence;
    const entry = because === undefined ? problems[code] : explained(problems[code], because);
    void reply
      .status(entry.status)
      .headers({ ...headers, ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) }) })
      .header('Content-Type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(problemDocument(entry, language, { code, correlationId, ...said })));
  }
}
