import { type Append, headerOf, MemoryStore, WrongExpectedVersion } from '@etapp/event-store';
import { Box, Rejection } from '@etapp/kernel';
import { describe, expect, it } from '@jest/globals';

import { anEngine, aRequest, stream } from './a-counter.fixture.js';
import { execute } from './execute.js';
import { StaleVersion, VersionRace, VersionRequired } from './refusals.js';

const another = '0197e7a0-0000-8000-8000-0000000000aa';

/** A store on which another writer is first, the stated number of times. */
const raced = (times: number): { store: MemoryStore; tries: () => number } => {
  const store = new MemoryStore();
  const append = store.append.bind(store);
  let tries = 0;
  store.append = async (request: Append) => {
    tries += 1;
    if (tries <= times) throw new WrongExpectedVersion('counter', request.expectedVersion, request.expectedVersion + 1);
    return append(request);
  };
  return { store, tries: () => tries };
};

describe('a command', () => {
  it('appends what was decided, with who did it, by which rule and which command', async () => {
    const engine = anEngine();
    const { receipt, repeated } = await execute(engine, aRequest());
    expect(receipt).toMatchObject({ stream: `counter-${stream.id}`, version: 1, changed: true });
    expect(repeated).toBe(false);
    const [stored] = await engine.store.readStream(stream);
    if (stored === undefined) throw new Error('nothing was stored');
    expect(headerOf(stored)).toMatchObject({
      id: receipt.events[0]?.id,
      version: 1,
      causationId: aRequest().commandId,
      command: 'Count',
      policy: { rule: 'anyone', version: 1 },
      actor: { userId: 'u', role: 'counter' },
    });
  });

  it('links each event to the one before it', async () => {
    const engine = anEngine();
    await execute(engine, aRequest());
    await execute(engine, aRequest({ commandId: another }));
    const links = (await engine.store.readStream(stream)).map(({ link }) => link);
    expect(new Set(links).size).toBe(2);
    const alone = anEngine();
    await execute(alone, aRequest({ commandId: another }));
    expect((await alone.store.readStream(stream))[0]?.link).not.toBe(links[1]);
  });

  it('stores personal values sealed only', async () => {
    const engine = anEngine();
    const note = Box.plain('hemligt', { sensitivity: 'personal', freeText: true });
    await execute(engine, aRequest({ body: { by: 1, note } }));
    const [stored] = await engine.store.readStream(stream);
    expect(stored?.data).toBe('{"by":1,"note":{"$sealed":{"ciphertext":7}}}');
  });

  it('says so when it was already so', async () => {
    const { receipt } = await execute(anEngine(), aRequest({ body: { by: 0 } }));
    expect(receipt).toEqual({ stream: `counter-${stream.id}`, version: 0, changed: false, events: [] });
  });

  it('claims what it needs only when it would be accepted and change something', async () => {
    const claims: string[] = [];
    const claiming = (name: string, by: number) =>
      execute(
        anEngine(),
        aRequest({
          body: { by },
          resolveFacts: async () => ({ facts: {}, versions: {}, claim: async () => ({ claimed: claims.push(name) }) }),
        }),
      );
    await claiming('accepted', 1);
    await claiming('already so', 0);
    await expect(claiming('refused', 11)).rejects.toBeInstanceOf(Rejection);
    expect(claims).toEqual(['accepted']);
  });

  it('leaves nothing behind when it is refused', async () => {
    const engine = anEngine();
    await expect(execute(engine, aRequest({ body: { by: 11 } }))).rejects.toBeInstanceOf(Rejection);
    expect(await engine.store.readStream(stream)).toEqual([]);
  });

  it('is judged before anything is said about it', async () => {
    const refusal = new Error('not you');
    const authorise = async (): Promise<never> => {
      throw refusal;
    };
    await expect(execute(anEngine(), aRequest({ body: { by: 11 }, authorise }))).rejects.toBe(refusal);
  });
});

describe('the same command again', () => {
  it('finds its own effect, from the same process and from another', async () => {
    const engine = anEngine();
    const first = await execute(engine, aRequest());
    await execute(engine, aRequest({ commandId: another }));
    for (const process of [engine, anEngine(engine.store)]) {
      const again = await execute(process, aRequest());
      expect(again).toMatchObject({ repeated: true, receipt: { events: first.receipt.events, version: 1 } });
    }
    expect(await engine.store.readStream(stream)).toHaveLength(2);
  });
});

describe('two writers', () => {
  it('see each other’s events although both remember the stream', async () => {
    const one = anEngine();
    const two = anEngine(one.store);
    await execute(one, aRequest());
    await execute(two, aRequest({ commandId: another }));
    const third = await execute(one, aRequest({ commandId: '0197e7a0-0000-8000-8000-0000000000bb' }));
    expect(third.receipt.version).toBe(3);
  });

  it('try a lost race again on the new state, up to five times', async () => {
    const few = raced(4);
    await execute(anEngine(few.store), aRequest());
    expect(few.tries()).toBe(5);
    const many = raced(5);
    await expect(execute(anEngine(many.store), aRequest())).rejects.toBeInstanceOf(VersionRace);
    expect(many.tries()).toBe(5);
  });
});

describe('a version that the caller saw', () => {
  it('must be the newest', async () => {
    const engine = anEngine();
    await execute(engine, aRequest());
    const stale = execute(engine, aRequest({ commandId: another, ifMatch: 0 }));
    await expect(stale).rejects.toEqual(new StaleVersion(0, 1));
    expect((await execute(engine, aRequest({ commandId: another, ifMatch: 1 }))).receipt.version).toBe(2);
  });

  it('is required where the meaning depends on it, and any will not do', async () => {
    const engine = anEngine();
    const recount = { name: 'Recount', body: { by: 1 } };
    await expect(execute(engine, aRequest(recount))).rejects.toBeInstanceOf(VersionRequired);
    await expect(execute(engine, aRequest({ ...recount, ifMatch: '*' }))).rejects.toBeInstanceOf(VersionRequired);
    expect((await execute(engine, aRequest({ ...recount, ifMatch: 0 }))).receipt.changed).toBe(true);
  });

  it('lets one of many writers win', async () => {
    const engine = anEngine();
    const writers = Array.from({ length: 20 }, (_, n) =>
      execute(engine, aRequest({ ifMatch: 0, commandId: `0197e7a0-0000-8000-8000-${String(n).padStart(12, '0')}` })),
    );
    const outcomes = await Promise.allSettled(writers);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await engine.store.readStream(stream)).toHaveLength(1);
  });
});
