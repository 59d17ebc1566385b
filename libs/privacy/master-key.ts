import { type KeyObject, randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';

import { toKey } from './aes-gcm.js';

/** A key that wraps others, by the id that stands beside what it wrapped, such as `master/1`. */
export type WrappingKey = { readonly id: string; readonly key: KeyObject };

/** Where wrapping keys come from. Asked per municipality, so that each may have keys of its own. */
export type WrappingKeys = {
  /** The key that wraps what is new. */
  current(tenant: string): Promise<WrappingKey>;
  /** The key of an id, or undefined when there is none (any more). */
  find(tenant: string, id: string): Promise<WrappingKey | undefined>;
};

/** Where the master key is: a file that only its owner may read, or the text itself. Exactly one of them. */
export type MasterKeySource = { readonly file?: string | undefined; readonly env?: string | undefined };

/** The master key cannot be used. The message never holds any of it. */
export class BadMasterKey extends Error {
  override readonly name = 'BadMasterKey';
}

const PRIVATE_MODES = [0o400, 0o600];
const LINE = /^(\d{1,6}):([A-Za-z0-9+/]{43}=)$/;

/** A new master key, as a line for `loadMasterKey`. A later version is added below the former ones, which stay. */
export const generateMasterKey = (version = 1): string => `${version}:${randomBytes(32).toString('base64')}`;

/**
 * Loads secrets of another use than wrapping, newest last: the same lines, from the same kinds of places. Throws
 * BadMasterKey.
 */
export const loadSecretKeys = (source: MasterKeySource): readonly KeyObject[] => loadKeys(source).map(({ key }) => key);

/**
 * Loads master keys: 32 bytes in base64, one `version:key` a line, versions rising, the last one wraps what is new.
 * Throws BadMasterKey, also for a file of another mode than 0400 or 0600.
 */
export const loadMasterKey = (source: MasterKeySource): WrappingKeys => {
  const keys = loadKeys(source);
  const newest = keys.at(-1);
  if (newest === undefined) throw new BadMasterKey('there is no master key');
  return {
    current: async () => newest,
    find: async (_tenant, id) => keys.find((key) => key.id === id),
  };
};

const loadKeys = ({ file, env }: MasterKeySource): readonly WrappingKey[] => {
  if ((file === undefined) === (env === undefined)) throw new BadMasterKey('name a file or a text, and not both');
  return parseKeys(file === undefined ? (env ?? '') : readPrivately(file));
};

const readPrivately = (file: string): string => {
  const handle = openSync(file, 'r');
  try {
    if (!PRIVATE_MODES.includes(fstatSync(handle).mode & 0o777)) {
      throw new BadMasterKey('the file of a key must have mode 0400 or 0600');
    }
    return readFileSync(handle, 'utf8');
  } finally {
    closeSync(handle);
  }
};

const parseKeys = (text: string): readonly WrappingKey[] => {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  let last = 0;
  return lines.map((line, index) => {
    const [, version, base64] = LINE.exec(line.trim()) ?? [];
    const number = Number(version);
    if (base64 === undefined || !(number > last)) {
      throw new BadMasterKey(`line ${index + 1} is not version:key with a rising version and 32 bytes in base64`);
    }
    last = number;
    return { id: `master/${number}`, key: toKey(Buffer.from(base64, 'base64')) };
  });
};
