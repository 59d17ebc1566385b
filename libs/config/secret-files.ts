import { readFileSync } from 'node:fs';

import { InvalidConfiguration, type Variables } from './config.js';
import { misspelt, secretVariables } from './known-names.js';

/** What a file holds where there is to be none: one that came out empty must not pass for that. */
const none = 'none';

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
    if (value === '') faults.push(`${name}_FILE: the file is empty; write "${none}" into it where there is to be none`);
    else if (value !== none) values[name] = value;
  } catch {
    faults.push(`${name}_FILE: the file cannot be read`);
  }
};

/**
 * The environment with every `<variable>_FILE` of a secret variable read: its content, without the line feed at its end, is
 * the variable; where it is `none` the file is as if it were not named. Throws InvalidConfiguration, which names every fault
 * at once, also each variable that is called almost like a setting.
 */
export const withSecretFiles = (environment: Variables): Variables => {
  const read: Read = { values: {}, faults: [...misspelt(environment)] };
  for (const name of secretVariables) readInto(read, environment, name);
  if (read.faults.length > 0) throw new InvalidConfiguration(read.faults);
  return { ...environment, ...read.values };
};
