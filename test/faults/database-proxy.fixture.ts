import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What goes wrong with the next appends: their answer is lost on the way back, or they are on the way there. */
export type Fault = 'answer-lost' | 'append-lost';

/** A proxy before PostgreSQL that cuts the connection on which events are appended. */
export type DatabaseProxy = {
  /** The address of a database, by way of the proxy. */
  readonly through: (url: string) => string;
  /** From now on the next append meets the fault; afterwards new connections are refused if `thenDown`. */
  readonly arm: (fault: Fault, thenDown: boolean) => void;
  /** Connections are taken again. */
  readonly mend: () => void;
  /** Faults that have landed. */
  readonly landed: () => number;
  readonly close: () => Promise<void>;
};

type Plan = { fault: Fault | undefined; thenDown: boolean; down: boolean; landed: number };
type Line = { readonly client: Socket; readonly upstream: Socket };

const cut = ({ client, upstream }: Line): void => {
  client.destroy();
  upstream.destroy();
};

const land = (plan: Plan, line: Line): void => {
  plan.landed += 1;
  plan.down = plan.thenDown;
  cut(line);
};

const appends = (chunk: Buffer): boolean => chunk.includes('log.append(');

/** Carries both ways until the fault: the server answers an append in one piece, when it is committed. */
const carry = (plan: Plan, line: Line): void => {
  const { client, upstream } = line;
  let [isWriter, isLost] = [false, false];
  client.on('data', (chunk: Buffer) => {
    // The text comes once; later the statement goes by its name, on the same connection.
    isWriter ||= appends(chunk);
    const { fault } = plan;
    if (!isWriter || fault === undefined) return void upstream.write(chunk);
    plan.fault = undefined;
    if (fault === 'append-lost') return land(plan, line);
    isLost = true;
    upstream.write(chunk);
  });
  upstream.on('data', (chunk: Buffer) => (isLost ? land(plan, line) : void client.write(chunk)));
};

/** Starts a proxy before the server of a database. */
export const startDatabaseProxy = async (databaseUrl: string): Promise<DatabaseProxy> => {
  const { hostname: host, port } = new URL(databaseUrl);
  const plan: Plan = { fault: undefined, thenDown: false, down: false, landed: 0 };
  const lines = new Set<Line>();
  const server = createServer((client) => {
    if (plan.down) return void client.destroy();
    const line = { client, upstream: connect({ host, port: Number(port) }) };
    lines.add(line);
    for (const socket of [client, line.upstream]) {
      socket.on('error', () => cut(line));
      socket.on('close', () => {
        cut(line);
        lines.delete(line);
      });
    }
    carry(plan, line);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a proxy without a port');
  return {
    through: (url) => Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(address.port) }).href,
    arm: (fault, thenDown) => void Object.assign(plan, { fault, thenDown }),
    mend: () => void Object.assign(plan, { down: false, thenDown: false }),
    landed: () => plan.landed,
    close: async () => {
      for (const line of lines) cut(line);
      server.close();
      await once(server, 'close');
    },
  };
};
