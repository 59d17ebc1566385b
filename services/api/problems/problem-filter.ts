import { problemDocument, type ProblemEntry } from '@etapp/http';
import type { Text } from '@etapp/kernel';
import { traceOf } from '@etapp/telemetry';
import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { contextOf } from '../http-context.js';
import { answerTo } from './problem-of.js';
import { type ProblemCode, problems } from './problems.js';

/** The words of a code, with what is known of this occurrence before them. */
const explained = ({ sv, en, ...entry }: ProblemEntry, because: Text): ProblemEntry => ({
  ...entry,
  sv: { ...sv, detail: `${because.sv} ${sv.detail}` },
  en: { ...en, detail: `${because.en} ${en.detail}` },
});

/** Turns everything that is thrown into a problem document (RFC 9457); what nobody foresaw is logged by its correlation id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #log = new Logger('problem');
  readonly #onProblem: (code: ProblemCode) => void;

  /** `onProblem` hears of the code of each answer. */
  constructor(onProblem: (code: ProblemCode) => void = () => undefined) {
    this.#onProblem = onProblem;
  }

  /** Answers the request. */
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** The same outside a Nest route: in hooks, and for addresses that no route has. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const { correlationId, language } = contextOf(request);
    const { code, facts } = answerTo(error);
    this.#onProblem(code);
    if (code === 'unexpected') {
      const traceId = traceOf(correlationId);
      this.#log.error({ correlationId, traceId, error: error instanceof Error ? error.stack : 'not an error' });
    }
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
