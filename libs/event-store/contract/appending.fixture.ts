import { randomUUID } from 'node:crypto';

import { expect, it } from '@jest/globals';

import { type Appended, type EventStore, WrongExpectedVersion } from '../port.js';
import { aStream, anAppend, anEvent, textsOf } from './sample.fixture.js';

const conflict = (expected: number, actual: number): unknown =>
  expect.objectContaining({ name: 'WrongExpectedVersion', expected, actual });

/** What an append promises, on every adapter. */
export function appendingContract(storeOf: () => EventStore): void {
  versionsContract(storeOf);
  repeatsContract(storeOf);
  sharedBatchesContract(storeOf);
}

function versionsContract(storeOf: () => EventStore): void {
  it('starts a stream at expected version 0 and goes on at the exact version', async () => {
    const [store, stream] = [storeOf(), aStream()];
    const first = await store.append(anAppend(stream, 0, { events: [anEvent(), anEvent()] }));
    expect(first).toMatchObject({ version: 2, repeated: false });
    const second = await store.append(anAppend(stream, 2));
    expect(second).toMatchObject({ version: 3, repeated: false });
    expect(store.compare(first.position, second.position)).toBeLessThan(0);
    expect((await store.readStream(stream)).map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  it('refuses an append that saw too few or too many events, and says where the stream is', async () => {
    const [store, stream] = [storeOf(), aStream()];
    await store.append(anAppend(stream, 0));
    await expect(store.append(anAppend(stream, 0))).rejects.toEqual(conflict(0, 1));
    await expect(store.append(anAppend(stream, 2))).rejects.toEqual(conflict(2, 1));
    await expect(store.append(anAppend(aStream(), 1))).rejects.toBeInstanceOf(WrongExpectedVersion);
    expect(await store.readStream(stream)).toHaveLength(1);
  });

  it('lets one of many writers win who saw the same version', async () => {
    const [store, stream] = [storeOf(), aStream()];
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => store.append(anAppend(stream, 0))));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await store.readStream(stream)).toHaveLength(1);
  });
}

function repeatsContract(storeOf: () => EventStore): void {
  it('finds its own effect when the same events come again, also after others', async () => {
    const [store, append] = [storeOf(), anAppend(aStream(), 0, { events: [anEvent(), anEvent()] })];
    const first = await store.append(append);
    expect(await store.append(append)).toEqual({ ...first, repeated: true });
    await store.append(anAppend(append.stream, 2));
    expect(await store.append(append)).toEqual({ ...first, repeated: true });
    expect(await store.readStream(append.stream)).toHaveLength(3);
  });

  it('takes the same append many times at once and has its effect once', async () => {
    const [store, append] = [storeOf(), anAppend(aStream(), 0)];
    const answers = await Promise.all(Array.from({ length: 10 }, () => store.append(append)));
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(new Set(answers.map(({ position }: Appended) => position)).size).toBe(1);
    expect(await store.readStream(append.stream)).toHaveLength(1);
  });

  it('refuses a repeat of which only a part is there', async () => {
    const [store, stream, known] = [storeOf(), aStream(), anEvent()];
    await store.append(anAppend(stream, 0, { events: [known] }));
    const longer = anAppend(stream, 0, { events: [known, anEvent()] });
    await expect(store.append(longer)).rejects.toEqual(conflict(0, 1));
    const other = anAppend(stream, 0, { events: [anEvent()] });
    await expect(store.append(other)).rejects.toEqual(conflict(0, 1));
    const elsewhere = anAppend(stream, 1, { events: [known] });
    expect(await store.append(elsewhere)).toMatchObject({ version: 2, repeated: false });
  });
}

function sharedBatchesContract(storeOf: () => EventStore): void {
  it('keeps apart what two municipalities call by the same id', async () => {
    const [store, id] = [storeOf(), randomUUID()];
    const [ours, theirs] = [aStream({ id }), aStream({ id })];
    await store.append(anAppend(ours, 0));
    expect(await store.readStream(theirs)).toEqual([]);
    expect(await store.append(anAppend(theirs, 0))).toMatchObject({ version: 1, repeated: false });
    expect(await textsOf(store, ours)).not.toEqual(await textsOf(store, theirs));
  });

  it('gives a verdict of its own to each of many appends at once', async () => {
    const store = storeOf();
    const streams = Array.from({ length: 30 }, () => aStream());
    const taken = streams.filter((_, index) => index % 3 === 0);
    await Promise.all(taken.map((stream) => store.append(anAppend(stream, 0))));
    const answers = await Promise.allSettled(streams.map((stream) => store.append(anAppend(stream, 0))));
    expect(answers.map(({ status }) => status)).toEqual(
      streams.map((stream) => (taken.includes(stream) ? 'rejected' : 'fulfilled')),
    );
  });

  it('keeps the order in which one caller appends without waiting', async () => {
    const [store, stream] = [storeOf(), aStream()];
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, version) => store.append(anAppend(stream, version))),
    );
    expect(answers.map(({ version }) => version)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  });
}
