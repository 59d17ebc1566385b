import { derivedId, execute } from '@etapp/command-engine';
import { aggregates, exampleIds } from '@etapp/domain';

import type { StartedService } from '../scenarios/started-service.fixture.js';
import type { DocumentOf } from './document.fixture.js';
import { categoryOf, entryOf, exampleStream, knows, machine, operatorId } from './neighbourhood.fixture.js';
import { at, type Received, wire } from './wire.fixture.js';

/** Whom a command takes by right where the example names nobody: a case is taken over by the unit that receives it. */
const hands: Readonly<Record<string, string>> = { AcknowledgeTransfer: exampleIds.otherCaseworker };
const monday = '2026-03-02T09:00:00+01:00';

/** The local time that an example's moment is written in. */
const localTimeOf = (at: string): string => at.slice(0, 16).replace('T', ' ');

/** Those that come before, each once, in order, and the command itself. */
export const chainTo = (name: string, done: readonly string[] = []): readonly string[] => {
  if (done.includes(name)) return done;
  const before = (entryOf(name).example.after ?? []).reduce((so, each) => chainTo(each, so), done);
  return [...before, name];
};

/** Where the examples are given: a settled municipality of a service, with the service's own document. */
type Place = { readonly service: StartedService; readonly document: DocumentOf; readonly tenant: string };

const send = async ({ service, document, tenant }: Place, name: string, etag: string | undefined) => {
  const { example } = entryOf(name);
  const category = categoryOf(name);
  const operation = document.operationOf(name.charAt(0).toLowerCase() + name.slice(1));
  const desk = ['unit', 'staff'].includes(category) ? operatorId : exampleIds.caseworker;
  const by = example.by ?? hands[name] ?? desk;
  // Whoever was registered a moment ago is known as soon as the directory has read of it.
  await knows(service, tenant, by);
  const place = ['requestBody', 'content', 'application/json', 'examples', 'example', 'value'];
  const received = await wire(service.url, {
    method: operation.method,
    path: operation.path.replace(/\{\w+\}/, exampleStream[category] ?? ''),
    headers: {
      authorization: `Bearer ${await service.tokenFor(by, tenant)}`,
      'content-type': 'application/json',
      // Ids of events follow from the key, so they are the same in every run, as is that of the operation.
      'idempotency-key': `the-example-of-${name}`,
      'etapp-correlation-id': derivedId('the example of', name),
      ...(etag === undefined ? {} : { 'if-match': etag }),
    },
    body: JSON.stringify(at(operation, ...place)),
  });
  return { received, complaint: document.complaintAbout(operation, received) };
};

/** What the machine does has no route: given past HTTP, as the worker gives it. */
const giveInside = async ({ service, tenant }: Place, name: string): Promise<void> => {
  const { body, example, policy } = entryOf(name);
  await execute(service.api.engine, {
    ...{ aggregate: aggregates.reminders, stream: { category: 'reminders', tenant, id: exampleIds.case }, name },
    ...{ body: body.parse(example.body), commandId: derivedId(tenant, name), correlationId: derivedId(name) },
    authorise: async () => ({ rule: policy, version: 1, actor: machine }),
    resolveFacts: async () => ({ facts: {}, versions: {} }),
    subjectOf: () => ({}),
  });
};

/** What came of one example; `complaint` says what in the answer is not as documented. */
type Step = { readonly name: string; readonly received: Received; readonly complaint: string };

/** Gives the examples of commands to one stream, in order, each at its own moment and with the version last answered. */
export async function* tell(place: Place, names: readonly string[]): AsyncGenerator<Step> {
  let now = monday;
  let etag: string | undefined;
  for (const name of names) {
    const { at = now } = entryOf(name).example;
    now = Date.parse(at) > Date.parse(now) ? at : now;
    place.service.clock.set(localTimeOf(now));
    if (entryOf(name).givenBy === 'service') {
      await giveInside(place, name);
      continue;
    }
    const step = { name, ...(await send(place, name, etag)) };
    etag = step.received.headers.etag;
    yield step;
  }
}
