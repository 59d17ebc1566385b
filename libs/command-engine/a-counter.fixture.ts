import { createHash } from 'node:crypto';

import {
  Box,
  command,
  contentOf,
  defineAggregate,
  defineCommands,
  defineEvents,
  type FoldOf,
  mapBoxes,
  reject,
  text,
} from '@etapp/kernel';
import { type EventStore, MemoryStore } from '@etapp/event-store';
import { z } from 'zod';

import { type CommandRequest, type Engine } from './execute.js';
import { streamStates } from './stream-states.js';

const events = defineEvents({
  Counted: { version: 1, data: z.strictObject({ by: z.int(), note: text().optional() }), text: { sv: '+', en: '+' } },
});
const commands = defineCommands({
  Count: command({
    body: z.strictObject({ by: z.int(), note: text().optional() }),
    policy: 'count',
    rejects: ['too-high'],
    text: { sv: 'Räkna', en: 'Count' },
    example: { body: { by: 1 } },
  }),
  Recount: command({
    body: z.strictObject({ by: z.int() }),
    ifMatch: 'required',
    policy: 'count',
    text: { sv: 'Räkna om', en: 'Recount' },
    example: { body: { by: 1 } },
  }),
});
const fold: FoldOf<number, typeof events> = { initial: 0, on: { Counted: (sum, { data }) => sum + data.by } };

/** A counter that goes to ten, to try commands on. */
const counter = defineAggregate({
  category: 'counter',
  events,
  commands,
  folds: { sum: fold },
  decisions: {
    Count: ({ sum }: { sum: number }, body: { by: number }) => {
      if (body.by === 0) return [];
      if (sum + body.by > 10) reject('too-high', { sum });
      return [{ type: 'Counted', data: body }];
    },
    Recount: (_state: object, body: { by: number }) => [{ type: 'Counted', data: body }],
  },
  occurredAt: (_fact, { now }) => now,
});

/** The tenant of the counters. */
const tenant = '0197e7a0-0000-7000-8000-000000000001';
/** The stream of one counter. */
export const stream = { category: 'counter', tenant, id: '0197e7a0-0000-7000-8000-000000000002' };

const sealed = (data: unknown) =>
  mapBoxes(data, (box, path) => {
    const content = contentOf(box);
    if (content.kind === 'sealed') return box;
    const origin = { stream: 'counter', eventId: 'e', type: 'Counted', schemaVersion: 1, path };
    return Box.sealed({ ciphertext: String(content.value).length }, origin);
  });

/** An engine on a store (a memory store unless given), with sealing and linking that can be recognised. */
export const anEngine = (store: EventStore = new MemoryStore()): Engine => ({
  store,
  states: streamStates(store, 100),
  seal: async (items) => items.map(({ data }) => sealed(data)),
  link: ({ previous = '', header, data }) => createHash('sha256').update(`${previous}|${header}|${data}`).digest('hex'),
  now: () => '2026-03-02T09:00:00.000Z',
  today: (now) => now.slice(0, 10),
});

/** A request to count by one, as somebody who may. */
export const aRequest = (overrides: Partial<CommandRequest<unknown>> = {}): CommandRequest<unknown> => ({
  aggregate: counter,
  stream,
  name: 'Count',
  body: { by: 1 },
  commandId: '0197e7a0-0000-8000-8000-000000000003',
  correlationId: '0197e7a0-0000-8000-8000-000000000004',
  authorise: async () => ({
    rule: 'anyone',
    version: 1,
    actor: { userId: 'u', role: 'counter', partyKind: 'labourMarketAdministration' },
  }),
  resolveFacts: async () => ({ facts: {}, versions: {} }),
  subjectOf: () => ({ subjectId: '0197e7a0-0000-7000-8000-000000000005' }),
  ...overrides,
});
