import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { InvalidConfiguration } from './config.js';
import { programEnvironments, readApiProgram, readProjectorProgram, readRemindersProgram } from './programs.js';

const url = 'postgres://u:p@db.example.se:5432/etapp';
const faultsOf = (read: (environment: Record<string, string>) => unknown, environment: Record<string, string>) => {
  try {
    read(environment);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidConfiguration)) throw error;
    return error.faults.map((fault) => fault.split(':')[0]);
  }
};

describe('the environment of a program', () => {
  it('names the faults of all its parts at once, each once, and no value', () => {
    const wrong = {
      ETAPP_EVENT_STORE_URL: 'https://not-a-log.example.se',
      ETAPP_DRAIN_SECONDS: 'soon',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'not-a-collector',
      ETAPP_PORT: '99999',
    };
    const faults = faultsOf(readApiProgram, wrong);
    expect(faults).toEqual(expect.arrayContaining([...Object.keys(wrong), 'ETAPP_API_DATABASE_URL', 'ETAPP_ISSUERS']));
    expect(new Set(faults).size).toBe(faults.length);
    expect(() => readApiProgram(wrong)).toThrow(/^(?!.*(not-a-log|not-a-collector|99999|soon)).*$/);
  });

  it.each([
    ['projector', readProjectorProgram, 'ETAPP_PROJECTOR_DATABASE_URL'],
    ['reminders', readRemindersProgram, 'ETAPP_REMINDERS_DATABASE_URL'],
  ])('asks the %s for its own connection, and for nobody else’s', (_name, read, own) => {
    expect(faultsOf(read, {})).toEqual([own]);
    expect(faultsOf(read, { [own]: url })).toEqual([]);
  });

  it('keeps the log in PostgreSQL unless another one is named', () => {
    const own = { ETAPP_PROJECTOR_DATABASE_URL: url };
    expect(readProjectorProgram(own).log).toEqual({});
    const other = { ETAPP_EVENT_STORE_URL: 'esdb+discover://user:secret@log.example.se:2113?tls=true' };
    expect(readProjectorProgram({ ...own, ...other }).log).toEqual(other);
  });

  it.each(['esdb://u:p@a:2113,b:2113,c:2113', 'esdb://u:p@a,b?namespace=try-out', 'kurrentdb+discover://u:p%40@log'])(
    'takes the log at %s',
    (name) => {
      const { log } = readProjectorProgram({ ETAPP_PROJECTOR_DATABASE_URL: url, ETAPP_EVENT_STORE_URL: name });
      expect(log).toEqual({ ETAPP_EVENT_STORE_URL: name });
    },
  );

  it.each([
    ['another scheme', 'https://u:secret@a:2113'],
    ['a port that is none', 'esdb://u:secret@a:2113,b:port'],
    ['a bare % in the password', 'esdb://u:50%secret@a'],
    ['an unknown option', 'esdb://u:secret@a?colour=red'],
    ['no password over TLS', 'esdb://secret.example.se'],
    ['a directory of certificates', `esdb://u:secret@a?tlsCAFile=${import.meta.dirname}`],
  ])('refuses a log with %s, by the name of the variable and not by what it holds', (_what, value) => {
    const read = () => readProjectorProgram({ ETAPP_PROJECTOR_DATABASE_URL: url, ETAPP_EVENT_STORE_URL: value });
    expect(read).toThrow(/^invalid configuration: ETAPP_EVENT_STORE_URL: (?!.*secret)/);
  });

  it.each(['api', 'projector', 'reminders'] as const)('is listed in the reference: %s', (program) => {
    const page = readFileSync(new URL('../../docs/reference/settings.md', import.meta.url), 'utf8');
    const [, row = ''] = new RegExp(`^\\| \`etapp-${program}\` +\\| (.*)\\|$`, 'm').exec(page) ?? [];
    const listed = [...row.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name);
    expect(listed.toSorted()).toEqual(Object.keys(programEnvironments[program].shape).toSorted());
  });
});
