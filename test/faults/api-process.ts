// An API in a process of its own, to be killed: the argument is its settings as JSON, the answer on standard output is
// the address it listens on.
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
const api = await composeApi({
  ...settings,
  wrapping: loadMasterKey({ env: masterKey }),
  secret: Buffer.from(secret, 'hex'),
  now: () => now,
});
await api.app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${await api.app.getUrl()}\n`);
