import { randomUUID } from 'node:crypto';

import { streamName, type StreamId } from '@etapp/kernel';
import { testEventStoreDb, type TestEventStoreDb } from '@etapp/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { aStream, anAppend, anEvent } from '../contract/sample.fixture.js';
import { StreamIncomplete, WrongExpectedVersion } from '../port.js';
import { parseConnectionString } from './connection-string.js';
import { EventStoreDbStore } from './eventstoredb-store.js';
import { clientFor, type LogClient } from './log-client.js';
import { realNodeUrl } from './test-node.fixture.js';

const namespace = `t${randomUUID()}.`;
let [node, client]: [TestEventStoreDb?, LogClient?] = [];
let store: EventStoreDbStore;
let stream: StreamId;
beforeAll(async () => {
  node = realNodeUrl === undefined ? await testEventStoreDb() : undefined;
  const url = node?.url ?? realNodeUrl ?? '';
  client = clientFor(parseConnectionString(url), 'spec');
  store = new EventStoreDbStore({ url, name: 'spec', namespace });
});
beforeEach(async () => {
  stream = aStream();
  await store.append(anAppend(stream, 0, { events: [anEvent(), anEvent(), anEvent(), anEvent()] }));
});
afterAll(async () => {
  await Promise.all([store.close(), client?.close()]);
  await node?.close();
});

/** As an administrator does it: the first events are hidden from readers of the stream. */
const truncate = async (before: number): Promise<void> => {
  const name = `${namespace}${streamName(stream)}`;
  if (node === undefined) await client?.setStreamMetadata(name, { truncateBefore: before });
  else node.log.truncate(name, before);
};

describe('a stream of which the first events are hidden', () => {
  it('is told of to nobody who asks for them, rather than from its middle', async () => {
    await truncate(2);
    await expect(store.readStream(stream)).rejects.toBeInstanceOf(StreamIncomplete);
    await expect(store.readStream(stream, 2)).rejects.toBeInstanceOf(StreamIncomplete);
  });

  it('is told of to those who know its beginning', async () => {
    await truncate(2);
    expect((await store.readStream(stream, 3)).map(({ version }) => version)).toEqual([3, 4]);
    expect(await store.readStream(stream, 5)).toEqual([]);
    expect(await store.append(anAppend(stream, 4))).toMatchObject({ version: 5, repeated: false });
  });

  it('is not taken for one that never was, where all are hidden', async () => {
    await truncate(4);
    await expect(store.readStream(stream)).rejects.toBeInstanceOf(StreamIncomplete);
  });

  it('is whole still to those who read the log', async () => {
    await truncate(4);
    const { events } = await store.readAll(store.start, { tenant: stream.tenant }, 10);
    expect(events.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  });
});

describe('a stream that was deleted', () => {
  it('is not taken for one that never was, where that was for good', async () => {
    const name = `${namespace}${streamName(stream)}`;
    if (node === undefined) await client?.tombstoneStream(name);
    else node.log.bury(name);
    await expect(store.readStream(stream)).rejects.toBeInstanceOf(StreamIncomplete);
    await expect(store.readStream(stream, 5)).rejects.toBeInstanceOf(StreamIncomplete);
  });
});

describe('a stream that never was', () => {
  it('has no events, from whichever version on', async () => {
    for (const version of [1, 3]) expect(await store.readStream(aStream(), version)).toEqual([]);
  });

  it('is told from one at another version by an append', async () => {
    const appended = store.append(anAppend(aStream(), 3)).catch((error: unknown) => error);
    expect(await appended).toBeInstanceOf(WrongExpectedVersion);
    expect(await appended).toMatchObject({ actual: 0 });
  });
});
