import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { InvalidConfiguration } from './config.js';
import { withSecretFiles } from './secret-files.js';

const url = 'postgres://u:secret@db.example.se/etapp';

const faultsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    withSecretFiles(environment);
    return [];
  } catch (error) {
    return error instanceof InvalidConfiguration ? error.faults : [String(error)];
  }
};

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
    const environment = { ANOTHER_FILE: file, ETAPP_MASTER_KEY_FILE: file };
    expect(withSecretFiles(environment)).toEqual(environment);
  });

  it('is none where the file says so, or where no file is named', () => {
    writeFileSync(`${file}.none`, 'none\n');
    const environment = { ETAPP_EVENT_STORE_URL_FILE: `${file}.none`, REDIS_URL_FILE: '' };
    expect(withSecretFiles(environment)).toEqual(environment);
  });

  it('is refused where the file is empty, which would otherwise mean another log', () => {
    writeFileSync(`${file}.empty`, '\n');
    expect(faultsOf({ ETAPP_EVENT_STORE_URL_FILE: `${file}.empty` })).toEqual([
      'ETAPP_EVENT_STORE_URL_FILE: the file is empty; write "none" into it where there is to be none',
    ]);
  });

  it('is refused beside a value, or where it cannot be read, without a word of what it says', () => {
    expect(faultsOf({ REDIS_URL_FILE: file, REDIS_URL: url, ETAPP_SECRET_FILE: `${file}.away` })).toEqual([
      'ETAPP_SECRET_FILE: the file cannot be read',
      'REDIS_URL_FILE: name a file or a value, and not both',
    ]);
  });
});

describe('the name of a variable', () => {
  it.each([
    ['ETAPP_EVENTSTORE_URL', 'ETAPP_EVENT_STORE_URL'],
    ['ETAPP_EVENT_STORE_URI', 'ETAPP_EVENT_STORE_URL'],
    ['ETAPP_EVENT_STORE_FILE_URL', undefined],
    ['ETAPP_EVENTSTORE_URL_FILE', 'ETAPP_EVENT_STORE_URL_FILE'],
    ['ETAPP_DRAIN_SECOND', 'ETAPP_DRAIN_SECONDS'],
    ['ETAPP_REMINDER_DATABASE_URL', 'ETAPP_REMINDERS_DATABASE_URL'],
  ])('%s that nothing reads ends the start where it is almost that of a setting', (name, meant) => {
    const faults = meant === undefined ? [] : [`${name}: not a setting; is it ${meant}?`];
    expect(faultsOf({ [name]: 'secret' })).toEqual(faults);
  });

  it.each(['ETAPP_SECRETS', 'ETAPP_BACKUP_FOLDER', 'ETAPP_API_SERVICE_HOST', 'ETAPP_API_PORT', 'ETAPP_KILLS'])(
    '%s is somebody else’s',
    (name) => expect(faultsOf({ [name]: '1' })).toEqual([]),
  );
});
