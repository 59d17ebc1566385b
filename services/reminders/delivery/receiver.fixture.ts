import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import { z } from 'zod';

import { receiverCertificate } from './receiver-certificate.fixture.js';

/** What a receiver got. */
export type Received = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** What it answers; 'hang' is no answer at all. */
type Reply = { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | 'hang';

/** A receiver of webhooks on this machine. It agrees to be told and says 204 to all, unless `reply` says otherwise. */
export type Receiver = {
  readonly host: string;
  readonly url: string;
  readonly got: Received[];
  /** Of the posts alone. */
  readonly posted: () => readonly Received[];
  reply: (received: Received) => Reply;
  /** What the posts said. */
  readonly told: () => readonly Told[];
  readonly close: () => Promise<void>;
};

const Told = z.object({ id: z.string(), subject: z.string().optional(), sequence: z.string().optional() });

/** What specs ask of a message. */
type Told = z.output<typeof Told>;

const usual = ({ method }: Received): Reply =>
  method === 'OPTIONS' ? { status: 200, headers: { 'webhook-allowed-origin': 'etapp.example' } } : { status: 204 };

/** Starts one, with TLS by a certificate for localhost if asked. */
export const startReceiver = async ({ tls = false } = {}): Promise<Receiver> => {
  const server: Server = tls ? createTlsServer(receiverCertificate) : createServer();
  const got: Received[] = [];
  server.on('request', (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const received = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      got.push(received);
      const reply = receiver.reply(received);
      if (reply !== 'hang') response.writeHead(reply.status, reply.headers).end('{"not":"read"}');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = Object.assign<Partial<AddressInfo>, unknown>({}, server.address());
  const host = `${tls ? 'localhost' : '127.0.0.1'}:${port}`;
  const receiver: Receiver = {
    ...{ host, url: `${tls ? 'https' : 'http'}://${host}/hooks`, got, reply: usual },
    posted: () => got.filter(({ method }) => method === 'POST'),
    told: () => receiver.posted().map(({ body }) => Told.parse(JSON.parse(body))),
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return receiver;
};

/** What a receiver usually answers. */
export const usualReply = usual;
