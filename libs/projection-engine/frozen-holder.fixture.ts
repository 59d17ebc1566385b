import { once } from 'node:events';
import { Socket } from 'node:net';

import { Client } from 'pg';

import { type Lease, lockLease } from './lease.js';
import { inTransaction } from './transaction.js';

/** What a process is in the middle of when it freezes: the server is sending it rows, or it is sending the server a statement. */
export type FreezesWhile = 'receiving' | 'sending';

/** What the process is told: its database, where it freezes, and the lease that it locks before; none: it locks nothing. */
export type FrozenHolder = { readonly url: string; readonly whilst: FreezesWhile; readonly lease?: Lease };

const socket = new Socket();

/** Stops this process as soon as the server answers next, before anything of the answer is taken. */
const freezeAtAnswer = (): void => {
  socket.prependOnceListener('data', () => process.kill(process.pid, 'SIGSTOP'));
};

/** Many times what fits between two processes. */
const manyRows = `SELECT repeat('x', 20000) FROM generate_series(1, 2000)`;

/** The protocol's Parse of a statement, and the Flush that has it answered; what would run the statement never comes. */
const begunStatement = (sql: string): Buffer => {
  const body = Buffer.from(`\0${sql}\0\0\0`);
  const head = Buffer.from('P\0\0\0\0');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body, Buffer.from('H\0\0\0\x04')]);
};

const isFrozenHolder = (value: unknown): value is FrozenHolder =>
  typeof value === 'object' && value !== null && 'url' in value && 'whilst' in value;

/** As a batch does: locks the lease, is with its rows, and moves the checkpoint. */
const hold = async ({ url, whilst, lease }: FrozenHolder): Promise<void> => {
  const client = new Client({ connectionString: url, stream: () => socket, statement_timeout: 30_000 });
  await client.connect();
  const work = async (): Promise<void> => {
    if (lease !== undefined) await lockLease(client, lease);
    freezeAtAnswer();
    if (whilst === 'sending') {
      socket.write(begunStatement('SELECT 1'));
      await once(socket, 'data');
    }
    if (whilst === 'receiving') await client.query(manyRows);
    await client.query(`UPDATE engine.slots SET position = '4711' WHERE state = 'live'`);
  };
  await inTransaction(client, work);
  await client.end();
};

const told: unknown = JSON.parse(process.argv[2] ?? '');
if (!isFrozenHolder(told)) throw new Error('no holder');
await hold(told);
