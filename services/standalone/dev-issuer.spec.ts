import { describe, expect, it } from '@jest/globals';

import { devAudience, IssuerRefused, startDevIssuer } from './dev-issuer.js';

const user = { name: 'kim', userId: '0197e7a0-0000-7000-8000-000000000001', does: 'caseworker' };
const settings = { mode: 'development', apiHost: '127.0.0.1', port: 0, users: [user] } as const;

describe('the development issuer', () => {
  it('does not start in production mode', async () => {
    await expect(startDevIssuer({ ...settings, mode: 'production' })).rejects.toBeInstanceOf(IssuerRefused);
  });

  it.each(['0.0.0.0', '::', '192.168.1.10', 'etapp.example.se', '127.0.0.1.example.se', ''])(
    'does not start while the API listens on %j',
    async (apiHost) => {
      await expect(startDevIssuer({ ...settings, apiHost })).rejects.toBeInstanceOf(IssuerRefused);
    },
  );

  it('listens on loopback, gives tokens to its own users only, and signs with another key at each start', async () => {
    const [one, two] = [await startDevIssuer(settings), await startDevIssuer(settings)];
    try {
      expect(new URL(one.url).hostname).toBe('127.0.0.1');
      const token = await (await fetch(`${one.url}/token/kim`)).text();
      const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
      expect(claims).toMatchObject({ iss: one.url, aud: devAudience, sub: user.userId });
      expect((await fetch(`${one.url}/token/somebody`)).status).toBe(404);
      const keysOf = async (uri: string) => (await fetch(uri)).text();
      expect(await keysOf(one.jwksUri)).not.toBe(await keysOf(two.jwksUri));
      expect(await keysOf(one.jwksUri)).not.toContain('"d"');
    } finally {
      await one.close();
      await two.close();
    }
  });
});
