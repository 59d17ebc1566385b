import { MemoryStore, StreamIncomplete } from '@etapp/event-store';
import { streamName } from '@etapp/kernel';
import { describe, expect, it } from '@jest/globals';

import { requireSeen } from './seen-event.js';
import { LogRestored } from './slots.js';
import { append, changed, logOf, made, tenantId, thingId } from './toy.fixture.js';

const stream = { category: 'thing', tenant: tenantId(1), id: thingId(1) };
const seenIn = async (store: MemoryStore, version: number) => {
  const [event] = await store.readStream(stream, version);
  return { seen_stream: streamName(stream), seen_version: version, seen_event: event?.id ?? '' };
};

describe('the newest event that a read model has seen', () => {
  it('stands where it was seen, whatever came after it', async () => {
    const store = await logOf([made(1), changed(1, 2)]);
    const seen = await seenIn(store, 2);
    await append(store, [changed(1, 3)]);
    await expect(requireSeen(store, 'things', seen)).resolves.toBeUndefined();
  });

  it.each([
    ['the stream ends before', async () => logOf([made(1)])],
    ['there is no such stream', async () => logOf([made(2), changed(2, 1), changed(2, 2)])],
  ])('tells that a log was put back, or is another, where %s', async (_how, other) => {
    const seen = await seenIn(await logOf([made(1), changed(1, 2)]), 2);
    await expect(requireSeen(await other(), 'things', seen)).rejects.toBeInstanceOf(LogRestored);
  });

  it('is not another that stands there now', async () => {
    const store = await logOf([made(1), changed(1, 2)]);
    const seen = { ...(await seenIn(store, 2)), seen_event: 'another' };
    await expect(requireSeen(store, 'things', seen)).rejects.toThrow(/the log has another/);
  });

  it('tells nothing of the log where its stream is not whole', async () => {
    const seen = await seenIn(await logOf([made(1), changed(1, 2)]), 2);
    const readStream = (): Promise<never> => Promise.reject(new StreamIncomplete('truncated'));
    await expect(requireSeen({ readStream }, 'things', seen)).rejects.toBeInstanceOf(StreamIncomplete);
  });

  it('is asked for of no read model that has seen none', async () => {
    const readStream = (): Promise<never> => Promise.reject(new Error('asked'));
    const none = { seen_stream: null, seen_version: null, seen_event: null };
    await expect(requireSeen({ readStream }, 'things', none)).resolves.toBeUndefined();
  });
});
