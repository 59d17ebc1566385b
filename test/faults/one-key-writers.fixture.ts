import { exampleIds } from '@etapp/domain';
import { headerOf } from '@etapp/event-store';
import { verifyChain } from '@etapp/privacy';
import { expect } from '@jest/globals';
import { v7 as newId } from 'uuid';
import { z } from 'zod';

import { type Desk, home } from '../e2e/desk.fixture.js';
import { type Received, wire } from '../e2e/wire.fixture.js';

const Receipt = z.object({ events: z.array(z.object({ id: z.string() })) });

/** One command that somebody wants done once: sent again with its key until it is acknowledged. */
export type Wish = { readonly path: string; readonly key: string; readonly body: string };

/** A wish for a journal entry in a case. */
export const aWish = (casePath: string): Wish => ({
  path: `${casePath}/commands/add-journal-entry`,
  key: newId(),
  body: JSON.stringify({ entryId: newId(), category: 'contact', aboutOn: '2026-03-02', text: 'Ringde.' }),
});

/** Sends a wish to an address; undefined where the line was cut before the answer. */
export const sendWish = async ({ service }: Desk, url: string, wish: Wish): Promise<Received | undefined> => {
  const headers = {
    authorization: `Bearer ${await service.tokenFor(exampleIds.caseworker, home)}`,
    'content-type': 'application/json',
    'idempotency-key': wish.key,
  };
  return wire(url, { method: 'POST', path: wish.path, headers, body: wish.body }).catch(() => undefined);
};

/** The ids of the events that an acknowledged wish led to. */
export const eventIdsIn = (answer: unknown): readonly string[] => Receipt.parse(answer).events.map(({ id }) => id);

const streamOf = (casePath: string) => ({ category: 'case', tenant: home, id: casePath.split('/')[3] ?? '' });

/** How many events of journal entries a case holds, and how many different ones. */
export const entriesIn = async ({ service }: Desk, casePath: string) => {
  const events = await service.api.store.readStream(streamOf(casePath));
  const entries = events.filter(({ type }) => type === 'JournalEntryAdded');
  return {
    ids: new Set(entries.map(({ id }) => id)),
    causes: entries.map((entry) => headerOf(entry).causationId),
  };
};

/** Expects a case whose versions have no gap, whose chain verifies, and where each command was done once. */
export const expectSound = async ({ service }: Desk, casePath: string): Promise<void> => {
  const events = await service.api.store.readStream(streamOf(casePath));
  expect(events.map(({ version }) => version)).toEqual(events.map((_event, index) => index + 1));
  expect(verifyChain(events)).toMatchObject({ ok: true, head: { version: events.length } });
  const causes = events.map((event) => headerOf(event).causationId);
  expect(new Set(causes).size).toBe(causes.length);
};

const seenOf = (answer: Received | undefined) =>
  answer === undefined ? [] : [answer.status, answer.headers['etapp-replayed'], ...eventIdsIn(answer.body)];

/** Sends a wish whose first sending had no answer, and once more: both answers name the effect's events; answers their ids. */
export const expectAnswers = async (
  desk: Desk,
  { url, wish, wasDone }: { url: string; wish: Wish; wasDone: boolean },
) => {
  const [again = '', replayed, ...ids] = seenOf(await sendWish(desk, url, wish));
  expect([again, replayed]).toEqual([200, wasDone ? 'true' : undefined]);
  expect(seenOf(await sendWish(desk, url, wish))).toEqual([200, 'true', ...ids]);
  return ids;
};
