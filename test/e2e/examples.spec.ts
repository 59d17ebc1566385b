import { commands, exampleIds } from '@etapp/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as newId } from 'uuid';

import { type StartedService, startService } from '../scenarios/started-service.fixture.js';
import { type DocumentOf, documentOf } from './document.fixture.js';
import { categoryOf, entryOf, exampleStream, knows, operatorId, settle, tenantOf } from './neighbourhood.fixture.js';
import { at, type Received, wire } from './wire.fixture.js';

/** Whom a command takes by right where the example names nobody: a case is taken over by the unit that receives it. */
const hands: Readonly<Record<string, string>> = { AcknowledgeTransfer: exampleIds.otherCaseworker };
const monday = '2026-03-02T09:00:00+01:00';

/** The local time that an example's moment is written in. */
const localTimeOf = (at: string): string => at.slice(0, 16).replace('T', ' ');

/** Those that come before, each once, in order, and the command itself. */
const chainTo = (name: string, done: readonly string[] = []): readonly string[] => {
  if (done.includes(name)) return done;
  const before = (entryOf(name).example.after ?? []).reduce((so, each) => chainTo(each, so), done);
  return [...before, name];
};

/** What people can build up by themselves: answering a ring takes a machine that rang, and has a spec of its own. */
const names = Object.keys(commands).filter((name) =>
  chainTo(name).every((step) => entryOf(step).givenBy === undefined),
);

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

  const send = async (tenant: string, name: string, etag: string | undefined): Promise<Received> => {
    const { example } = entryOf(name);
    const category = categoryOf(name);
    const operation = document.operationOf(name.charAt(0).toLowerCase() + name.slice(1));
    const desk = ['unit', 'staff'].includes(category) ? operatorId : exampleIds.caseworker;
    const by = example.by ?? hands[name] ?? desk;
    // Whoever was registered a moment ago is known as soon as the directory has read of it.
    await knows(service, tenant, by);
    const place = ['requestBody', 'content', 'application/json', 'examples', 'example', 'value'];
    const documented = at(operation, ...place);
    const received = await wire(service.url, {
      method: operation.method,
      path: operation.path.replace(/\{\w+\}/, exampleStream[category] ?? ''),
      headers: {
        authorization: `Bearer ${await service.tokenFor(by, tenant)}`,
        'content-type': 'application/json',
        'idempotency-key': newId(),
        ...(etag === undefined ? {} : { 'if-match': etag }),
      },
      body: JSON.stringify(documented),
    });
    expect([name, document.complaintAbout(operation, received)]).toEqual([name, '']);
    return received;
  };

  it.each(names)('%s is accepted after what it builds on, and answered as documented', async (name) => {
    const tenant = tenantOf(names.indexOf(name));
    let now = monday;
    let etag: string | undefined;
    for (const step of chainTo(name)) {
      const { at = now } = entryOf(step).example;
      now = Date.parse(at) > Date.parse(now) ? at : now;
      service.clock.set(localTimeOf(now));
      const { status, headers, text } = await send(tenant, step, etag);
      expect([step, status, status < 300 ? '' : text]).toEqual([step, etag === undefined ? 201 : 200, '']);
      etag = headers.etag;
    }
  });
});
