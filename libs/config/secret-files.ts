import { readFileSync } from 'node:fs';

import { InvalidConfiguration, type Variables } from './config.js';

/** Variables that hold a secret, each of which may be named by a file instead, as orchestrators hand secrets out. */
const secretVariables = [
  'ETAPP_API_DATABASE_URL',
  'ETAPP_PROJECTOR_DATABASE_URL',
  'ETAPP_KEYS_DATABASE_URL',
  'ETAPP_REMINDERS_DATABASE_URL',
  'ETAPP_MIGRATION_DATABASE_URL',
  'ETAPP_EVENT_STORE_URL',
  'ETAPP_SECRET',
  'ETAPP_SMTP_URL',
  'REDIS_URL',
] as const;

type Read = { readonly values: Record<string, string>; readonly faults: string[] };

const readInto = ({ values, faults }: Read, environment: Variables, name: string): void => {
  const file = environment[`${name}_FILE`];
  if (file === undefined || file === '') return;
  if (environment[name] !== undefined) {
    faults.push(`${name}_FILE: name a file or a value, and not both`);
    return;
  }
  try {
    const value = readFileSync(file, 'utf8').trimEnd();
    if (value !== '') values[name] = value;
  } catch {
    faults.push(`${name}_FILE: the file cannot be read`);
  }
};

/**
 * The environment with every `<variable>_FILE` of a secret variable read: its content, without the line feed at its end, is
 * the variable; an empty file is as if it were not named. Throws InvalidConfiguration, which names every fault at once.
 */
export const withSecretFiles = (environment: Variables): Variables => {
  const read: Read = { values: {}, faults: [] };
  for (const name of secretVariables) readInto(read, environment, name);
  if (read.faults.length > 0) throw new InvalidConfiguration(read.faults);
  return { ...environment, ...read.values };
};
