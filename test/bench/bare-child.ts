// What the API is compared with: Fastify and `pg`, one INSERT for a command, the API's own SQL for a question.
import { createPool } from '@etapp/database';
import Fastify from 'fastify';
import { z } from 'zod';

import { answerParent } from './child.js';
import { ownCpu } from './cpu.js';

const app = Fastify();
let pool: ReturnType<typeof createPool> | undefined;

const Start = z.object({
  url: z.string(),
  replies: z.record(z.string(), z.array(z.object({ text: z.string(), values: z.array(z.unknown()).optional() }))),
});

const Row = z.object({
  ...{ tenant: z.string(), id: z.string(), stream: z.string(), header: z.string(), body: z.string() },
});

const insert = {
  name: 'insert',
  text: `INSERT INTO bare (recorded_at, tenant, id, version, category, stream, type, link, header, data)
    VALUES (now(), $1, $2, $3, 'case', $4, 'JournalEntryAdded', sha256(''), $5, $6) RETURNING position`,
};

const start = async (about: unknown): Promise<string> => {
  const { url, replies } = Start.parse(about);
  const database = createPool({ url, name: 'bare', max: 16, statementTimeoutMs: 5_000, lockTimeoutMs: 5_000 });
  pool = database;
  let count = 0;
  app.post('/bare', async (request) => {
    const { tenant, id, stream, header, body } = Row.parse(request.body);
    count += 1;
    const { rows } = await database.query<{ position: string }>({
      ...insert,
      values: [tenant, id, count, stream, header, body],
    });
    return rows[0];
  });
  for (const [path, statements] of Object.entries(replies)) {
    app.get(path, async () => {
      const client = await database.connect();
      try {
        const answers: unknown[] = [];
        for (const { text, values } of statements) answers.push((await client.query(text, values)).rows);
        return answers;
      } finally {
        client.release();
      }
    });
  }
  return app.listen({ port: 0, host: '127.0.0.1' });
};

answerParent({ start, cpu: async () => ownCpu() }, async () => {
  await app.close();
  await pool?.end();
});
