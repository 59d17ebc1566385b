// An API in a process of its own, to be killed: the argument is its settings as JSON, the answer on standard output is
// the address it listens on. A step of a command on standard input makes the process end with SIGKILL at that step, once
// it has said so.
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { composeApi } from '@etapp/api';
import { loadMasterKey } from '@etapp/privacy';
import { z } from 'zod';

const Settings = z.object({
  apiDatabaseUrl: z.string(),
  keysDatabaseUrl: z.string(),
  masterKey: z.string(),
  secret: z.string(),
  now: z.string(),
  issuers: z.array(
    z.object({
      issuer: z.string(),
      audience: z.string(),
      jwksUri: z.string(),
      algorithms: z.array(z.enum(['ES256'])),
      tenant: z.string(),
      typ: z.string(),
    }),
  ),
});
const { masterKey, secret, now, ...settings } = Settings.parse(JSON.parse(process.argv[2] ?? ''));
let deadly: string | undefined;
createInterface({ input: process.stdin }).on('line', (step) => {
  deadly = step;
  writeSync(1, `armed at ${step}\n`);
});
const api = await composeApi({
  ...settings,
  wrapping: loadMasterKey({ env: masterKey }),
  secret: Buffer.from(secret, 'hex'),
  now: () => now,
  onStep: (step) => {
    if (step !== deadly) return;
    writeSync(1, `${step}\n`);
    process.kill(process.pid, 'SIGKILL');
  },
});
await api.app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${await api.app.getUrl()}\n`);
