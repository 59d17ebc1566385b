import { randomUUID } from 'node:crypto';

import { binaryEvent, type EventData, jsonEvent } from '@eventstore/db-client';
import { streamName, type StreamId } from '@etapp/kernel';
import { testEventStoreDb, type TestEventStoreDb, waitFor } from '@etapp/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { aStream, aTenant, anAppend, anEvent, idsOf, pagesToHead } from '../contract/sample.fixture.js';
import { ForeignEvent, WrongTenant } from '../port.js';
import { parseConnectionString } from './connection-string.js';
import { toNodeEvent } from './event-bytes.js';
import { EventStoreDbStore } from './eventstoredb-store.js';
import { type PassedOver, toldOnce } from './foreign-events.js';
import { clientFor, type LogClient } from './log-client.js';
import { realNodeUrl } from './test-node.fixture.js';

let [node, client]: [TestEventStoreDb?, LogClient?] = [];
let store: EventStoreDbStore;
let namespace: string;
let passed: PassedOver[];
const open = (onForeign: (each: PassedOver) => void) =>
  new EventStoreDbStore({ url: node?.url ?? realNodeUrl ?? '', name: 'spec', namespace, silenceMs: 100, onForeign });
beforeAll(async () => {
  node = realNodeUrl === undefined ? await testEventStoreDb() : undefined;
  client = clientFor(parseConnectionString(node?.url ?? realNodeUrl ?? ''), 'spec');
});
beforeEach(async () => {
  await store?.close();
  [namespace, passed] = [`t${randomUUID()}.`, []];
  store = open((each) => passed.push(each));
});
afterAll(async () => {
  await Promise.all([store.close(), client?.close()]);
  await node?.close();
});

const header = (stream: StreamId, version: number, id: string) =>
  JSON.stringify({ id, schemaVersion: 1, stream: streamName(stream), version });
const ours = (stream: StreamId, version = 1) => {
  const id = randomUUID();
  return anEvent({ id, header: header(stream, version, id) });
};
const writing = (stream: StreamId) => ({ stream, recordedAt: '2026-03-02T09:00:00.000Z', writtenBy: randomUUID() });
const intoNode = async (stream: StreamId, event: EventData) =>
  client?.appendToStream(`${namespace}${streamName(stream)}`, event);

/** What somebody else can put into a stream of that name, and why it is refused there. */
type Stray = [what: string, refusal: typeof WrongTenant | typeof ForeignEvent, made: (stream: StreamId) => EventData];
const strays: Stray[] = [
  ['a document of another program', ForeignEvent, () => jsonEvent({ type: 'Stray', data: { a: 1 } })],
  ['bytes without a word on them', ForeignEvent, () => binaryEvent({ type: 'NoteTaken', data: Buffer.from('{}') })],
  [
    "another municipality's event",
    WrongTenant,
    (stream) => {
      const theirs = { ...stream, tenant: aTenant() };
      return toNodeEvent(ours(theirs), 1, writing(theirs));
    },
  ],
  [
    "a copy of another stream's event of the same municipality",
    ForeignEvent,
    (stream) => {
      const other = aStream({ tenant: stream.tenant });
      return toNodeEvent(ours(other), 1, writing(other));
    },
  ],
  [
    'an event of that stream at another place',
    ForeignEvent,
    (stream) => toNodeEvent(ours(stream, 7), 7, writing(stream)),
  ],
  [
    'our form under an id of their own',
    ForeignEvent,
    (stream) => ({ ...toNodeEvent(ours(stream), 1, writing(stream)), id: randomUUID() }),
  ],
  [
    'our form with a time that is none',
    ForeignEvent,
    (stream) => toNodeEvent(ours(stream), 1, { ...writing(stream), recordedAt: 'soon' }),
  ],
];

describe.each(strays)('%s in a stream named like ours', (_what, refusal, strayIn) => {
  it('is passed over by all but those who read that stream', async () => {
    const [before, stray, after] = [aStream(), aStream(), aStream()];
    await store.append(anAppend(before, 0));
    await intoNode(stray, strayIn(stray));
    const { position } = await store.append(anAppend(after, 0));
    const pages = await pagesToHead(store, { after: store.start, limit: 1 });
    expect(pages.flatMap(({ events }) => events.map(({ stream }) => stream))).toEqual([before, after]);
    expect(await store.head()).toBe(position);
    await expect(store.readStream(stray)).rejects.toBeInstanceOf(refusal);
    expect(passed).toEqual([{ stream: `${namespace}${streamName(stray)}`, position: expect.any(String) }]);
  });
});

describe('an append of our own', () => {
  it.each(['another stream', 'another version'])(
    'is refused before it is written where a header names %s',
    async (which) => {
      const [stream, head] = [aStream(), await store.head()];
      const misplaced = which === 'another stream' ? ours(aStream(), 1) : ours(stream, 2);
      await expect(store.append(anAppend(stream, 0, { events: [misplaced] }))).rejects.toThrow(/names another place/);
      expect([await store.readStream(stream), await store.head()]).toEqual([[], head]);
      expect(await store.append(anAppend(stream, 0, { events: [ours(stream)] }))).toMatchObject({ version: 1 });
    },
  );
});

describe('a stray event at the end of the log', () => {
  it('is not its head, and does not keep a subscription from what comes after', async () => {
    const [first, next] = [anEvent(), anEvent()];
    const { position } = await store.append(anAppend(aStream(), 0, { events: [first] }));
    await intoNode(aStream(), jsonEvent({ type: 'Stray', data: {} }));
    expect(await store.head()).toBe(position);
    const ending = new AbortController();
    const pages = store.subscribe(store.start, {}, { signal: ending.signal })[Symbol.asyncIterator]();
    const met = async (): Promise<string[]> => {
      const ids = idsOf([(await pages.next()).value]);
      return ids.length > 0 ? ids : met();
    };
    expect(await met()).toEqual([first.id]);
    await waitFor(() => passed.length > 0);
    await store.append(anAppend(aStream(), 0, { events: [next] }));
    expect(await met()).toEqual([next.id]);
    ending.abort();
    await pages.next();
    expect(passed).toHaveLength(1);
  });

  it('ends the reading of whoever cannot do without', async () => {
    await intoNode(aStream(), jsonEvent({ type: 'Stray', data: {} }));
    await store.append(anAppend(aStream(), 0));
    const strict = open(({ stream }) => {
      throw new ForeignEvent(stream);
    });
    for (const _again of [1, 2])
      await expect(strict.readAll(strict.start, {}, 10)).rejects.toBeInstanceOf(ForeignEvent);
    await strict.close();
  });
});

describe('what was passed over', () => {
  it('is told of once for each event, and no more after ten thousand', () => {
    const told: string[] = [];
    const tell = toldOnce(({ position }) => told.push(position));
    for (const position of ['1', '1', '2']) tell({ stream: 'a', position });
    expect(told).toEqual(['1', '2']);
    for (let position = 3; position <= 10_003; position += 1) tell({ stream: 'a', position: String(position) });
    expect(told).toHaveLength(10_000);
  });
});
