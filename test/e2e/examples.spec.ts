import { commands } from '@etapp/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type StartedService, startService } from '../scenarios/started-service.fixture.js';
import { type DocumentOf, documentOf } from './document.fixture.js';
import { chainTo, tell } from './examples.fixture.js';
import { categoryOf, entryOf, knows, operatorId, settle, tenantOf } from './neighbourhood.fixture.js';

const names = Object.keys(commands).filter((name) => entryOf(name).givenBy === undefined);

describe('the example of every command', () => {
  let service: StartedService;
  let document: DocumentOf;

  beforeAll(async () => {
    const tenants = names.map((_, n) => tenantOf(n));
    service = await startService('2026-03-02 09:00', { neighbours: tenants });
    document = await documentOf(service.url);
    await Promise.all(names.map((name, n) => settle(service, tenantOf(n), categoryOf(name))));
    await knows(service, tenantOf(names.length - 1), operatorId);
  }, 300_000);
  afterAll(() => service.close());

  it.each(names)('%s is accepted after what it builds on, and answered as documented', async (name) => {
    const chain = chainTo(name);
    const [first, ...others] = chain.filter((step) => names.includes(step));
    const begins = first === chain[0] ? 201 : 200;
    const story = tell({ service, document, tenant: tenantOf(names.indexOf(name)) }, chain);
    const seen: unknown[] = [];
    for await (const { name: step, received, complaint } of story) {
      expect([step, complaint]).toEqual([step, '']);
      seen.push([step, received.status, received.status < 300 ? '' : received.text]);
    }
    expect(seen).toEqual([[first, begins, ''], ...others.map((step) => [step, 200, ''])]);
  });
});
