// What ringing is compared with: as many INSERTs as there are rings, each in a transaction of its own.
import { randomUUID } from 'node:crypto';

import { createPool } from '@etapp/database';
import { z } from 'zod';

import { answerParent } from './child.js';

const About = z.object({ url: z.string(), inserts: z.number(), inFlight: z.number() });

const insert = {
  name: 'insert',
  text: `INSERT INTO bare (recorded_at, tenant, id, version, category, stream, type, link, header, data)
    VALUES (now(), $1, $2, 1, 'reminders', $3, 'ReminderFired', sha256(''), $4, $5)`,
};
// As much as the log keeps of a ring.
const [header, data] = ['h'.repeat(750), 'd'.repeat(500)];

/** Milliseconds that the inserts took. */
const run = async (about: unknown): Promise<number> => {
  const { url, inserts, inFlight } = About.parse(about);
  const pool = createPool({ url, name: 'bare', max: inFlight, statementTimeoutMs: 10_000, lockTimeoutMs: 5_000 });
  const tenant = randomUUID();
  const insertOne = () => {
    const id = randomUUID();
    return pool.query({ ...insert, values: [tenant, id, `reminders-${tenant}.${id}`, header, data] });
  };
  // Connections are open and statements prepared before the clock runs.
  await Promise.all(Array.from({ length: inFlight }, insertOne));
  const began = performance.now();
  let left = inserts;
  const caller = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await insertOne();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, caller));
  const took = performance.now() - began;
  await pool.end();
  return took;
};

answerParent({ run }, async () => undefined);
