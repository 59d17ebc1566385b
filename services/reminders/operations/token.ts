import { createHash, timingSafeEqual } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';

import type { OperationsConfig } from '@etapp/config';

/** The operator's token cannot be used. The message never holds any of it. */
export class BadToken extends Error {
  override readonly name = 'BadToken';
}

const privateModes = [0o400, 0o600];
const shortest = 32;

const readPrivately = (file: string): string => {
  const handle = openSync(file, 'r');
  try {
    if (!privateModes.includes(fstatSync(handle).mode & 0o777)) {
      throw new BadToken('the file of a token must have mode 0400 or 0600');
    }
    return readFileSync(handle, 'utf8').trim();
  } finally {
    closeSync(handle);
  }
};

/** The operator's token, from a file of mode 0400 or 0600 or the value itself. Throws BadToken. */
export const loadToken = ({ file, value = '' }: OperationsConfig['token']): string => {
  const token = file === undefined ? value : readPrivately(file);
  if (token.length < shortest) throw new BadToken(`a token has ${shortest} characters at least`);
  return token;
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const sentIn = (authorization: string): string | undefined => {
  const [scheme = '', credentials = ''] = authorization.split(' ');
  if (scheme.toLowerCase() === 'bearer') return credentials;
  if (scheme.toLowerCase() !== 'basic') return undefined;
  const pair = Buffer.from(credentials, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
};

/**
 * Whether a header `Authorization` holds the token: as a bearer token, or as the password of any user, which is how a
 * browser can send one.
 */
export const holdsToken = (authorization: string | undefined, token: string): boolean => {
  const sent = sentIn(authorization ?? '');
  return sent !== undefined && timingSafeEqual(digest(sent), digest(token));
};
