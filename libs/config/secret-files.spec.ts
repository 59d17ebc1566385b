import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { InvalidConfiguration } from './config.js';
import { withSecretFiles } from './secret-files.js';

const url = 'postgres://u:secret@db.example.se/etapp';

describe('a secret in a file', () => {
  let file: string;
  beforeAll(() => {
    file = join(mkdtempSync(join(tmpdir(), 'etapp-secret-')), 'url');
    writeFileSync(file, `${url}\n`);
  });
  afterAll(() => rmSync(join(file, '..'), { recursive: true }));

  it('is read as if the variable held it', () => {
    const environment = { ETAPP_API_DATABASE_URL_FILE: file, ETAPP_PORT: '3000' };
    expect(withSecretFiles(environment)).toEqual({ ...environment, ETAPP_API_DATABASE_URL: url });
  });

  it('leaves alone what is no secret, and files that are read elsewhere', () => {
    const environment = { ETAPP_HOST_FILE: file, ETAPP_MASTER_KEY_FILE: file };
    expect(withSecretFiles(environment)).toEqual(environment);
  });

  it('is none where the file is empty, or where no file is named', () => {
    writeFileSync(`${file}.empty`, '\n');
    const environment = { ETAPP_EVENT_STORE_URL_FILE: `${file}.empty`, REDIS_URL_FILE: '' };
    expect(withSecretFiles(environment)).toEqual(environment);
  });

  it('is refused beside a value, or where it cannot be read, without a word of what it says', () => {
    const faultsOf = (environment: Record<string, string>): readonly string[] => {
      try {
        withSecretFiles(environment);
        return [];
      } catch (error) {
        return error instanceof InvalidConfiguration ? error.faults : ['?'];
      }
    };
    expect(faultsOf({ REDIS_URL_FILE: file, REDIS_URL: url, ETAPP_SECRET_FILE: `${file}.none` })).toEqual([
      'ETAPP_SECRET_FILE: the file cannot be read',
      'REDIS_URL_FILE: name a file or a value, and not both',
    ]);
  });
});
