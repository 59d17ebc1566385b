import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { generateMasterKey, loadMasterKey, type WrappingKeys } from '@etapp/privacy';

const once = (file: string, make: () => string): string => {
  if (!existsSync(file)) {
    writeFileSync(file, make(), { mode: 0o600, flag: 'wx' });
    chmodSync(file, 0o600);
  }
  return file;
};

/** Everything that the standalone keeps, in one folder: database, master key, secret and token. Losing the key loses the data. */
export type DataFolder = {
  readonly postgres: string;
  readonly wrapping: WrappingKeys;
  readonly masterKeyFile: string;
  readonly secret: Uint8Array;
  /** Holds the token with which an operator looks after the reminder worker. */
  readonly operationsTokenFile: string;
};

/** Opens the folder, making on the first start what is missing. Files with secrets are readable by their owner only. */
export const openDataFolder = (folder: string): DataFolder => {
  mkdirSync(folder, { recursive: true });
  const master = once(join(folder, 'master.key'), () => generateMasterKey());
  const secret = once(join(folder, 'secret'), () => randomBytes(32).toString('base64'));
  return {
    postgres: join(folder, 'postgres'),
    wrapping: loadMasterKey({ file: master }),
    masterKeyFile: master,
    operationsTokenFile: once(join(folder, 'operations.token'), () => `${randomBytes(32).toString('base64url')}\n`),
    secret: Buffer.from(readFileSync(secret, 'utf8'), 'base64'),
  };
};
