import { withClient } from '@etapp/database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { startService, type StartedService } from '../scenarios/started-service.fixture.js';
import { documentOf } from './document.fixture.js';
import { at, wire } from './wire.fixture.js';

const key = 'whpk_MCowBQYDK2VwAyEA';
let service: StartedService;
beforeAll(async () => {
  service = await startService('2026-03-02 09:00');
  await withClient(service.superuserUrl, (client) =>
    client.query('INSERT INTO app.webhook_keys (key, place, told_at) VALUES ($1, 1, now())', [key]),
  );
});
afterAll(() => service.close());

const get = (path: string) => wire(service.url, { method: 'GET', path });

describe('somebody who is told by a webhook', () => {
  it('finds without a token by which keys it is signed, as documented', async () => {
    const document = await documentOf(service.url);
    const received = await get('/v1/api-info');
    expect([received.status, at(received.body, 'webhookKeys')]).toEqual([200, [key]]);
    expect(document.complaintAbout(document.operationOf('apiInfo'), received)).toBe('');
  });

  it('finds without a token what it is told, in both languages', async () => {
    const [swedish, english] = [await get('/v1/asyncapi.json'), await get('/v1/asyncapi.json?lang=en')];
    const titleIn = (body: unknown) => at(body, 'components', 'messages', 'PlanRevised', 'title');
    expect([swedish, english].map(({ body }) => [at(body, 'asyncapi'), titleIn(body)])).toEqual([
      ['3.0.0', 'Planen ändrades'],
      ['3.0.0', 'The plan was revised'],
    ]);
    expect((await get('/v1/asyncapi.json?lang=de')).status).toBe(400);
  });
});
