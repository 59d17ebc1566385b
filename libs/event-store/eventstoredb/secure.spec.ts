import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { testEventStoreDb, type TestEventStoreDb } from '@etapp/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { aStream, anAppend } from '../contract/sample.fixture.js';
import { StoreUnavailable } from '../port.js';
import { EventStoreDbStore } from './eventstoredb-store.js';

const folder = mkdtempSync(join(tmpdir(), 'etapp-tls-'));
const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
/** A certificate that signs itself, for one day. */
const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
const names = ['-subj', '/CN=etapp-test', '-addext', 'subjectAltName=DNS:localhost'];
const made = spawnSync('openssl', [...request, ...names, '-keyout', key, '-out', certificate], { stdio: 'ignore' });

const withTls = (): void => {
  let node: TestEventStoreDb;
  const stores: EventStoreDbStore[] = [];
  beforeAll(async () => {
    node = await testEventStoreDb({ tls: { key: readFileSync(key), certificate: readFileSync(certificate) } });
  });
  afterAll(async () => {
    for (const store of stores) await store.close();
    await node.close();
  });
  const open = (query: string, patienceMs = 20_000): EventStoreDbStore => {
    const url = `esdb://etapp:p%40ss@localhost:${node.port}?${query}`;
    const store = new EventStoreDbStore({ url, name: 'spec', patienceMs, deadlineMs: 10_000 });
    stores.push(store);
    return store;
  };

  it('is spoken to with user and password, once its certificate is known', async () => {
    const [store, stream] = [open(`tlsCAFile=${encodeURIComponent(certificate)}`), aStream()];
    expect(await store.append(anAppend(stream, 0))).toMatchObject({ version: 1 });
    expect(await store.readStream(stream)).toHaveLength(1);
    expect(node.seen.credentials).toBe(`Basic ${Buffer.from('etapp:p@ss').toString('base64')}`);
  });

  it('is told nothing while its certificate is not', async () => {
    const calls = node.seen.calls;
    await expect(open('tls=true', 300).append(anAppend(aStream(), 0))).rejects.toBeInstanceOf(StoreUnavailable);
    expect(node.seen.calls).toBe(calls);
  });
};

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a node behind TLS', () => {
  if (made.status === 0) withTls();
  else it('is not tried: this machine has no openssl', () => expect(made.status).not.toBe(0));
});
