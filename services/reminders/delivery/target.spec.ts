import { describe, expect, it } from '@jest/globals';

import { isPublic, requireTarget, type TargetRules } from './target.js';

const tenant = '0197e7a0-0c11-7000-8000-000000000001';
const named: Readonly<Record<string, readonly string[]>> = {
  'hooks.example': ['8.8.8.8'],
  'mixed.example': ['8.8.8.8', '10.0.0.1'],
  'inner.example': ['192.168.1.10'],
  'here.example': ['127.0.0.1', '::1'],
};
const allowed = [...Object.keys(named), 'nowhere.example', 'hooks.example:8443', '127.0.0.1', '[::1]', '10.0.0.1'];
const rules: TargetRules = {
  allowedHosts: (asked) => (asked === tenant ? allowed : []),
  development: false,
  resolve: async (host) =>
    (named[host] ?? (/^[\d.:]+$/.test(host) ? [host] : [])).map((address) => ({ address, family: 4 })),
};
const codeFor = (url: string, more: Partial<TargetRules> = {}, owner = tenant) =>
  requireTarget(owner, url, { ...rules, ...more }).then(
    () => 'allowed',
    (error: { code: string }) => error.code,
  );

describe('an address to deliver to', () => {
  it.each([
    ['https://hooks.example/in?a=1', 'allowed'],
    ['https://hooks.example:8443/', 'allowed'],
    ['https://hooks.example:8444/', 'host-not-allowed'],
    ['https://other.example/', 'host-not-allowed'],
    ['https://hooks.example.evil.example/', 'host-not-allowed'],
    ['http://hooks.example/', 'https-required'],
    ['ftp://hooks.example/', 'url-invalid'],
    ['https://user:secret@hooks.example/', 'url-invalid'],
    ['not an address', 'url-invalid'],
    ['https://nowhere.example/', 'address-unknown'],
    ['https://inner.example/', 'address-not-public'],
    ['https://mixed.example/', 'address-not-public'],
    ['https://here.example/', 'address-not-public'],
    ['https://127.0.0.1/', 'address-not-public'],
    ['https://2130706433/', 'address-not-public'],
    ['https://0x7f.1/', 'address-not-public'],
    ['https://[::1]/', 'address-not-public'],
    ['https://10.0.0.1/', 'address-not-public'],
  ])('%s: %s', async (url, code) => {
    expect(await codeFor(url)).toBe(code);
  });

  it('is one that this municipality allows, not another', async () => {
    expect(await codeFor('https://hooks.example/', {}, '0197e7a0-0c11-7000-8000-000000000002')).toBe(
      'host-not-allowed',
    );
  });

  it('may be this machine in development, with or without TLS, and still nothing inside the house', async () => {
    const development = true;
    expect(await codeFor('https://here.example/', { development })).toBe('allowed');
    const local = { development, allowedHosts: () => ['127.0.0.1:8080', 'inner.example', 'hooks.example:80'] };
    expect(await codeFor('http://127.0.0.1:8080/', local)).toBe('allowed');
    expect(await codeFor('https://inner.example/', local)).toBe('address-not-public');
    expect(await codeFor('http://hooks.example:80/', { ...local, allowedHosts: () => ['hooks.example'] })).toBe(
      'https-required',
    );
  });

  it('counts as public only in the open internet', () => {
    const inside = [
      ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.9.9.9', '169.254.169.254', '172.31.255.255', '192.168.0.1'],
      ...['198.18.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', 'fe80::1', 'fc00::1', 'ff02::1', '2002:a00:1::'],
      ...['::ffff:10.0.0.1', '::ffff:8.8.8.8', '64:ff9b::a00:1', '2001:db8::1', '2001::1', 'fec0::1', 'no address'],
    ];
    expect(inside.filter(isPublic)).toEqual([]);
    expect(['8.8.8.8', '172.32.0.1', '2a00:1450:400f::1'].filter(isPublic)).toHaveLength(3);
  });
});
