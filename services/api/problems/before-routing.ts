import type { Socket } from 'node:net';

import { problemDocument } from '@etapp/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 as newId } from 'uuid';

import { contextOf } from '../http-context.js';
import type { ProblemFilter } from './problem-filter.js';
import { ProblemError } from './problem-error.js';
import { problems } from './problems.js';

const invalidRequest = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

const headersTooLarge = (): string => {
  const correlationId = newId();
  const body = JSON.stringify(
    problemDocument(problems['headers-too-large'], 'sv', { code: 'headers-too-large', correlationId }),
  );
  const lines = [
    'HTTP/1.1 431 Request Header Fields Too Large',
    'Connection: close',
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    `Etapp-Correlation-Id: ${correlationId}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
};

/** Answers what cannot even be read as a request; nothing of it is known, so the words are Swedish. */
export const answerUnreadable = (error: Error, socket: Socket): void => {
  const code: unknown = Reflect.get(error, 'code');
  if (code === 'ECONNRESET' || !socket.writable) socket.destroy();
  else socket.end(code === 'HPE_HEADER_OVERFLOW' ? headersTooLarge() : invalidRequest);
};

/** Answers an address that no route can have, such as one with half an escape. */
export const answerUnroutable =
  (filter: ProblemFilter) =>
  (_error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    void reply.header('Etapp-Correlation-Id', contextOf(request).correlationId).header('Cache-Control', 'no-store');
    filter.answer(new ProblemError('not-found'), request, reply);
  };
