import { MemoryStore } from '@etapp/event-store';
import { describe, expect, it } from '@jest/globals';

import { ClientGone } from './few-at-a-time.js';
import { untilGone } from './until-gone.js';

describe('a log read for a client', () => {
  it('is read for as long as the client is there, and no further', async () => {
    const store = new MemoryStore();
    const client = new AbortController();
    const log = untilGone(store, client.signal);
    expect(await log.readAll(log.start, {}, 10)).toMatchObject({ events: [], atHead: true });
    client.abort();
    await expect(log.readAll(log.start, {}, 10)).rejects.toBeInstanceOf(ClientGone);
  });
});
