import { readFileSync } from 'node:fs';

import { demoUsers } from '@etapp/standalone';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

const Realm = z.looseObject({
  realm: z.string(),
  registrationAllowed: z.boolean(),
  accessTokenLifespan: z.int(),
  clients: z.array(
    z.looseObject({
      attributes: z.record(z.string(), z.string()),
      protocolMappers: z.array(z.looseObject({ protocolMapper: z.string(), config: z.record(z.string(), z.string()) })),
    }),
  ),
  users: z.array(
    z.looseObject({ id: z.uuid(), username: z.string(), credentials: z.array(z.looseObject({ value: z.string() })) }),
  ),
});
const json: unknown = JSON.parse(readFileSync(new URL('../../infra/identity/realm.json', import.meta.url), 'utf8'));
const realm = Realm.parse(json);

describe('the sample identity provider', () => {
  it('knows the staff of the demo by the ids that they have there', () => {
    const known = realm.users.map(({ id, username }) => [username, id]);
    expect(known.sort()).toEqual(demoUsers.map(({ name, userId }) => [name, userId]).sort());
  });

  it('gives tokens as the API wants them: signed with ES256, of their own type, for Etapp, and short-lived', () => {
    const [client] = realm.clients;
    expect(client?.attributes).toMatchObject({
      'access.token.signed.response.alg': 'ES256',
      'access.token.header.type.rfc9068': 'true',
      'pkce.code.challenge.method': 'S256',
    });
    expect(client?.protocolMappers.map(({ config }) => config['included.custom.audience'])).toEqual(['etapp']);
    expect(realm.accessTokenLifespan).toBeLessThanOrEqual(3_600);
  });

  it('lets nobody in by themselves, and holds no password', () => {
    expect(realm.registrationAllowed).toBe(false);
    const values = realm.users.flatMap(({ credentials }) => credentials.map(({ value }) => value));
    expect([...new Set(values)]).toEqual(['${ETAPP_DEMO_PASSWORD}']);
  });
});
