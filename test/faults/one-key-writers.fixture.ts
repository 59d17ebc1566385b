import { exampleIds } from '@etapp/domain';
import { headerOf } from '@etapp/event-store';
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

/** How many events of journal entries a case holds, and how many different ones. */
export const entriesIn = async ({ service }: Desk, casePath: string) => {
  const stream = { category: 'case', tenant: home, id: casePath.split('/')[3] ?? '' };
  const events = await service.api.store.readStream(stream);
  const entries = events.filter(({ type }) => type === 'JournalEntryAdded');
  return {
    ids: new Set(entries.map(({ id }) => id)),
    causes: entries.map((entry) => headerOf(entry).causationId),
  };
};
