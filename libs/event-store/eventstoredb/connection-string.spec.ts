import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';

import { describe, expect, it } from '@jest/globals';

import { InvalidConnectionString, isConnectionString, parseConnectionString } from './connection-string.js';

const faultOf = (url: string): string => {
  try {
    parseConnectionString(url);
    return 'none';
  } catch (error) {
    return error instanceof InvalidConnectionString ? error.message : `another error: ${String(error)}`;
  }
};

describe('a connection string', () => {
  it('names one node, its user and password, over TLS unless it says otherwise', () => {
    expect(parseConnectionString('esdb://etapp:p%40ss%3Aword@log.example.se')).toMatchObject({
      endpoints: [{ address: 'log.example.se', port: 2113 }],
      ...{ discover: false, tls: true, credentials: { username: 'etapp', password: 'p@ss:word' } },
    });
    expect(parseConnectionString('esdb://127.0.0.1:2114/?tls=false')).toMatchObject({
      endpoints: [{ address: '127.0.0.1', port: 2114 }],
      ...{ tls: false, credentials: undefined },
    });
  });

  it('names the nodes of a cluster, or one name for all of them', () => {
    expect(parseConnectionString('esdb://u:p@a:1,b:2,c').endpoints).toEqual([
      { address: 'a', port: 1 },
      { address: 'b', port: 2 },
      { address: 'c', port: 2113 },
    ]);
    expect(parseConnectionString('kurrentdb+discover://u:p@cluster.example.se?gossipTimeout=3')).toMatchObject({
      discover: true,
      timing: { gossipTimeout: 3 },
    });
  });

  it('takes the options by any spelling of their names, and a file of certificates', () => {
    const folder = mkdtempSync(join(tmpdir(), 'etapp-authority-'));
    const file = join(folder, 'authority.pem');
    try {
      writeFileSync(file, rootCertificates[0] ?? '');
      expect(
        parseConnectionString(`esdb://u:p@h?TLS=true&keep_alive_interval=20000&tlsCAFile=${encodeURIComponent(file)}`),
      ).toMatchObject({ timing: { keepAliveInterval: 20_000 }, rootCertificate: expect.any(Buffer) });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('names one log of several on a node', () => {
    expect(parseConnectionString('esdb://u:p@h?namespace=try-out').namespace).toBe('try-out.');
    expect(parseConnectionString('esdb://u:p@h').namespace).toBe('');
  });

  it.each([
    ['no host', 'esdb://'],
    ['a namespace that could be taken for another', 'esdb://u:secret@host?namespace=a.b'],
    ['a port that is none', 'esdb://u:secret@host:port'],
    ['a port beyond all ports', 'esdb://u:secret@host:99999'],
    ['TLS that is on and off', 'esdb://u:secret@host?tls=true&tls=false'],
    ['an option in two spellings', 'esdb://u:secret@host?gossipTimeout=1&gossip_timeout=2'],
    ['two namespaces', 'esdb://u:secret@host?namespace=secret-a&namespace=secret-b'],
    ['a file that holds no certificate', `esdb://u:secret@host?tlsCAFile=${import.meta.filename}`],
    ['another scheme', 'http://u:secret@host'],
    ['an unknown option', 'esdb://u:secret@host?colour=red'],
    ['no password over TLS', 'esdb://host'],
    ['a missing file of certificates', 'esdb://u:secret@host?tlsCAFile=/nowhere/secret'],
    ['a directory of certificates', `esdb://u:secret@host?tlsCAFile=${import.meta.dirname}`],
    ['a bare % in the password', 'esdb://u:50%secret@host'],
    ['a bare @ and ? in the password', 'esdb://u:a@b?secret@host'],
    ['followers to read from', 'esdb://u:secret@host?nodePreference=follower'],
    ['certificates that are not looked at', 'esdb://u:secret@host?tlsVerifyCert=false'],
    ['appends that fail without a word', 'esdb://u:secret@host?throwOnAppendFailure=false'],
  ])('is refused with %s, and not quoted', (_what, url) => {
    expect(faultOf(url)).not.toMatch(/^none|another error|secret/);
  });

  it('is told from a database URL', () => {
    expect(isConnectionString('esdb+discover://h')).toBe(true);
    expect(isConnectionString('kurrentdb://h')).toBe(true);
    expect(isConnectionString('postgres://u:p@h/etapp')).toBe(false);
  });
});
