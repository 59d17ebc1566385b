import type { AddressInfo, Socket } from 'node:net';

import { SMTPServer } from 'smtp-server';

/** A letter that arrived: to whom, and as it was sent. */
export type Arrived = { readonly to: readonly string[]; readonly source: string };

/**
 * A mail server on this machine that keeps what arrives. `refuse` answers every address with that status; `dawdle` keeps
 * every dialogue alive with a line of an answer every so many milliseconds that never ends.
 */
export type MailServer = {
  readonly url: string;
  readonly arrived: Arrived[];
  refuse: number | undefined;
  dawdle: number | undefined;
  /** How many dialogues are open. */
  readonly open: () => number;
  readonly close: () => Promise<void>;
};

/** The value of a header in a letter's source. */
export const headerIn = ({ source }: Arrived, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(source.replaceAll(/\r\n[ \t]+/g, ' '))?.[1]?.trim();

/** The text of a letter, with its transfer encoding undone. */
export const textIn = ({ source }: Arrived): string => {
  const rest = source.slice(source.indexOf('\r\n\r\n') + 4);
  const coded = headerIn({ to: [], source }, 'Content-Transfer-Encoding');
  if (coded === 'base64') return Buffer.from(rest, 'base64').toString('utf8');
  if (coded !== 'quoted-printable') return rest;
  const bytes = rest
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
};

/** Says a line of an answer that goes on, again and again, until the dialogue is over. */
const dawdleIn = (socket: Socket, everyMs: number): void => {
  const saying = setInterval(() => socket.write('250-still here\r\n'), everyMs);
  socket.on('close', () => clearInterval(saying));
};

/** Starts one. */
export const startMailServer = async (): Promise<MailServer> => {
  const arrived: Arrived[] = [];
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false },
    onRcptTo: (_address, _session, done) => {
      const { refuse } = mailServer;
      if (refuse === undefined) done();
      else done(Object.assign(new Error('refused here'), { responseCode: refuse }));
    },
    onMailFrom: (_address, _session, done) => {
      const { dawdle } = mailServer;
      if (dawdle === undefined) done();
      else for (const socket of sockets) dawdleIn(socket, dawdle);
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        arrived.push({ to, source: Buffer.concat(chunks).toString('utf8') });
        done();
      });
    },
  });
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = Object.assign<Partial<AddressInfo>, unknown>({}, server.server.address());
  const mailServer: MailServer = {
    ...{ url: `smtp://127.0.0.1:${port}`, arrived, refuse: undefined, dawdle: undefined },
    open: () => sockets.size,
    close: () => new Promise((closed) => server.close(closed)),
  };
  return mailServer;
};
