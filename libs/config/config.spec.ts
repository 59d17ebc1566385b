import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { Environment, InvalidConfiguration, readCommandConfig, readConfig, readProjectorConfig } from './config.js';
import { EndingEnvironment, SharingEnvironment } from './apart.js';
import { LogEnvironment } from './log.js';
import { OperationsEnvironment } from './operations.js';
import { OutgoingEnvironment } from './outgoing.js';
import { readApiProgram } from './programs.js';
import { RingingEnvironment } from './ringing.js';
import { TracingEnvironment } from './tracing.js';

const issuer = {
  issuer: 'https://login.example.se',
  audience: 'etapp',
  jwksUri: 'https://login.example.se/jwks',
  algorithms: ['ES256'],
  tenant: '0197e7a0-0000-7000-8000-000000000001',
};
const url = 'postgres://u:p@db.example.se:5432/etapp';
const environment = {
  ETAPP_API_DATABASE_URL: url,
  ETAPP_PROJECTOR_DATABASE_URL: url,
  ETAPP_KEYS_DATABASE_URL: url,
  ETAPP_MASTER_KEY_FILE: '/run/secrets/master',
  ETAPP_SECRET: Buffer.alloc(32, 1).toString('base64'),
  ETAPP_ISSUERS: JSON.stringify([issuer]),
};
const thrownBy = (read: () => unknown): { readonly faults: readonly string[] } => {
  try {
    read();
    return { faults: [] };
  } catch (error) {
    return error instanceof InvalidConfiguration ? error : { faults: [String(error)] };
  }
};
const faultsOf = (overrides: object): readonly string[] =>
  thrownBy(() => readConfig({ ...environment, ...overrides })).faults;

describe('the environment', () => {
  it('is production unless it says otherwise', () => {
    expect(readConfig(environment)).toMatchObject({
      ETAPP_MODE: 'production',
      ETAPP_HOST: '127.0.0.1',
      ETAPP_PORT: 3000,
    });
  });

  it('names every variable at fault at once, and no value', () => {
    const faults = faultsOf({ ETAPP_API_DATABASE_URL: 'secret-nonsense', ETAPP_PORT: '99999', ETAPP_ISSUERS: '{' });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'ETAPP_PORT',
      'ETAPP_API_DATABASE_URL',
      'ETAPP_ISSUERS',
    ]);
    expect(faults.join()).not.toContain('secret-nonsense');
  });

  it('needs no connection of the projector', () => {
    const { ETAPP_PROJECTOR_DATABASE_URL: _projector, ...own } = environment;
    expect(readConfig(own)).not.toHaveProperty('ETAPP_PROJECTOR_DATABASE_URL');
  });

  it('needs neither port nor issuer to give commands without HTTP, but both databases and a master key', () => {
    const {
      ETAPP_ISSUERS: _issuers,
      ETAPP_SECRET: _secret,
      ETAPP_PROJECTOR_DATABASE_URL: _projector,
      ...enough
    } = environment;
    expect(readCommandConfig(enough)).toEqual(enough);
    const { ETAPP_MASTER_KEY_FILE: _key, ...tooLittle } = enough;
    expect(() => readCommandConfig(tooLittle)).toThrow('ETAPP_MASTER_KEY_FILE');
    expect(() => readCommandConfig({ ...enough, ETAPP_KEYS_DATABASE_URL: undefined })).toThrow(
      'ETAPP_KEYS_DATABASE_URL',
    );
  });

  it('trusts no proxy that is not named, by address or network', () => {
    const proxiesOf = (value?: string) =>
      readConfig({ ...environment, ETAPP_TRUSTED_PROXIES: value }).ETAPP_TRUSTED_PROXIES;
    expect(proxiesOf()).toEqual([]);
    expect(proxiesOf('10.0.0.7, 10.1.0.0/16,::1')).toEqual(['10.0.0.7', '10.1.0.0/16', '::1']);
    expect(faultsOf({ ETAPP_TRUSTED_PROXIES: '10.0.0.7,everybody' })).toEqual([
      'ETAPP_TRUSTED_PROXIES.1: an address or a network (CIDR)',
    ]);
  });

  it('is described variable by variable in the reference, which names no other', () => {
    const page = readFileSync(new URL('../../docs/reference/settings.md', import.meta.url), 'utf8');
    const [own = ''] = page.split('## The standalone');
    const named = [...own.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name);
    const schemas = [
      ...[LogEnvironment, EndingEnvironment, SharingEnvironment, Environment, OperationsEnvironment],
      ...[OutgoingEnvironment, RingingEnvironment, TracingEnvironment],
    ];
    const known = new Set(schemas.flatMap(({ shape }) => Object.keys(shape)));
    expect(named.sort()).toEqual([...known].sort());
  });

  it('needs a master key', () => {
    expect(faultsOf({ ETAPP_MASTER_KEY_FILE: undefined })).toHaveLength(1);
  });

  it.each(['http://login.example.se', 'http://127.0.0.1:3001', 'https://127.0.0.1:3001', 'https://localhost'])(
    'trusts no issuer such as %s in production',
    (address) => {
      const issuers = JSON.stringify([{ ...issuer, issuer: address }]);
      expect(faultsOf({ ETAPP_ISSUERS: issuers })).toHaveLength(1);
      expect(faultsOf({ ETAPP_ISSUERS: issuers, ETAPP_MODE: 'development' })).toEqual([]);
    },
  );

  it('takes no keys over a line that others may be on in production, unless it says that nobody is', () => {
    const faultsWith = (more: object, mode = 'production') =>
      faultsOf({ ETAPP_MODE: mode, ETAPP_ISSUERS: JSON.stringify([{ ...issuer, ...more }]) });
    const jwksUri = 'http://login.example.se/jwks';
    expect(faultsWith({ jwksUri })).toEqual([expect.stringContaining('ETAPP_ISSUERS.0.jwksUri')]);
    expect(faultsWith({ jwksUri: 'file:///keys', jwksWithoutTls: true })).toHaveLength(1);
    expect(faultsWith({ jwksUri, jwksWithoutTls: true })).toEqual([]);
    expect(faultsWith({ jwksUri: 'http://127.0.0.1:8080/jwks' })).toEqual([]);
    expect(faultsWith({ jwksUri }, 'development')).toEqual([]);
  });

  it.each(['', ' ', '0x10', '1e3', '-1', 'none'])('takes "%s" for no number, least of all for 0', (text) => {
    const numbers = ['ETAPP_PORT', 'ETAPP_METRICS_PORT', 'ETAPP_DRAIN_SECONDS'];
    const given = { ...environment, ...Object.fromEntries(numbers.map((name) => [name, text])) };
    const { faults } = thrownBy(() => readApiProgram(given));
    expect(faults.map((fault) => fault.split(':')[0]).toSorted()).toEqual(numbers.toSorted());
  });

  it('connects to PostgreSQL and to nothing else', () => {
    expect(faultsOf({ ETAPP_API_DATABASE_URL: 'https://db.example.se/etapp' })).toHaveLength(1);
    expect(faultsOf({ ETAPP_API_DATABASE_URL: 'postgresql://u:p@db.example.se/etapp' })).toEqual([]);
  });

  it('takes one issuer for each municipality, since two could mint one subject', () => {
    const other = { ...issuer, issuer: 'https://login.example.org', tenant: '0197e7a0-0000-7000-8000-000000000002' };
    const faults = (...issuers: readonly object[]) => faultsOf({ ETAPP_ISSUERS: JSON.stringify(issuers) });
    expect(faults(issuer, other)).toEqual([]);
    expect(faults(issuer, { ...other, tenant: issuer.tenant })).toHaveLength(1);
    expect(faults(issuer, { ...other, issuer: issuer.issuer })).toHaveLength(1);
  });

  it('takes no issuer that signs with a shared secret', () => {
    expect(faultsOf({ ETAPP_ISSUERS: JSON.stringify([{ ...issuer, algorithms: ['HS256'] }]) })).toHaveLength(1);
  });

  it('asks the projector for its own connection only', () => {
    const own = { ETAPP_PROJECTOR_DATABASE_URL: url };
    expect(readProjectorConfig(own)).toEqual({ ...own, ETAPP_HOST: '127.0.0.1' });
    expect(() => readProjectorConfig({})).toThrow(InvalidConfiguration);
  });
});
