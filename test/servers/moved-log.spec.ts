import { withClient } from '@etapp/database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { chainedAppends, fill, firstTrouble, logRows, moving, readDatabase } from './moved-log.fixture.js';
import {
  allRows,
  bytesOf,
  type Deployment,
  followedWhile,
  nodeName,
  onEventStoreDb,
  onPostgres,
  rebuildAll,
} from './two-logs.fixture.js';

const patience = 600_000;
const history = chainedAppends(150);
const [first] = history;
if (first === undefined) throw new Error('the history has events');

describe(`a log that is moved between PostgreSQL and EventStoreDB (${nodeName})`, () => {
  let old: Deployment;
  let node: Deployment;
  beforeEach(async () => {
    [old, node] = [await onPostgres(), await onEventStoreDb()];
  }, patience);
  afterEach(() => Promise.all([old.close(), node.close()]), patience);

  const sql = <R extends object>({ database }: Deployment, text: string): Promise<R[]> =>
    withClient(database.superuserUrl, async (client) => (await client.query<R>(text)).rows);
  const follow = (deployment: Deployment) => followedWhile(deployment, async () => undefined);

  it(
    'is the same to the byte there and back again, and every read model comes out the same',
    async () => {
      await fill(old, history);
      await follow(old);
      const before = await allRows(old);
      const moved = await moving(old, node);
      expect(moved).toMatchObject({ events: history.length, copied: history.length, raised: 0 });
      expect(await bytesOf(node)).toEqual(await bytesOf(old));
      expect(Object.values(before).flat().length).toBeGreaterThan(100);
      expect(await allRows(old)).toEqual(before);

      const back = await onPostgres();
      const returned = await moving(node, back, { database: readDatabase(back) });
      expect(await logRows(back)).toEqual(await logRows(old));
      expect(await allRows(back)).toEqual(before);
      expect(returned?.links).toBe(moved?.links);
      const [begun, complete] = await back.store.generations();
      expect(begun).toMatchObject({ id: complete?.id, moved: null });
      expect(complete).toMatchObject({
        from: { kind: 'eventstoredb', generation: moved?.generation.id },
        moved: { from: moved?.head.target, to: String(history.length), events: history.length, links: moved?.links },
      });
      await back.close();
    },
    patience,
  );

  it(
    'is moved whole, wherever the move was killed, without a gap or a double',
    async () => {
      await fill(old, history);
      await follow(old);
      const before = await allRows(old);
      const steps = [
        'compared',
        'begun',
        'window-appended',
        'copied',
        'read-back',
        'recorded',
        'generation-changed',
        'rebuilt',
      ];
      let windows = 0;
      for (const deadly of [...steps.slice(0, 3), ...steps.slice(2)]) {
        const onStep = (step: string): void => {
          if (step === 'window-appended' && (windows += 1) % 40 !== 0) return;
          if (step === deadly) throw new Error(`killed: ${step}`);
        };
        await expect(moving(old, node, { onStep })).rejects.toThrow(`killed: ${deadly}`);
      }
      const moved = await moving(old, node);
      expect(moved?.copied).toBe(0);
      expect(await bytesOf(node)).toEqual(await bytesOf(old));
      expect(await allRows(old)).toEqual(before);
      expect((await node.store.generations()).map(({ moved: complete }) => complete === null)).toEqual([true, false]);
    },
    patience,
  );

  it(
    'stops before an event that was changed, and says where it stands',
    async () => {
      await fill(old, history);
      const wrong = 100;
      await sql(
        old,
        `ALTER TABLE log.events DISABLE TRIGGER append_only;
      UPDATE log.events SET data = data || ' ' WHERE position = ${wrong}`,
      );
      await expect(moving(old, node)).rejects.toMatchObject({
        exit: 1,
        message: expect.stringContaining(`@${wrong} `),
      });
      const { events } = await node.store.readAll(node.store.start, {}, 1_000);
      expect(events.length).toBeLessThan(wrong);
      expect((await node.store.generations()).at(-1)?.moved).toBeNull();
    },
    patience,
  );

  it(
    'is not mixed with other events',
    async () => {
      await fill(
        node,
        chainedAppends(20)
          .slice(1, 2)
          .map((append) => ({ ...append, expectedVersion: 0 })),
      );
      await fill(old, history);
      await expect(moving(old, node)).rejects.toMatchObject({ exit: 6 });
      expect((await node.store.readAll(node.store.start, {}, 10)).events).toHaveLength(1);
      expect(await node.store.generations()).toEqual([]);
    },
    patience,
  );

  it(
    'is not given over while it grows; what came is moved by the next run',
    async () => {
      await fill(old, history.slice(0, 100));
      const onStep = (step: string): void => void (step === 'copied' && growing.push(fill(old, history.slice(100))));
      const growing: Promise<void>[] = [];
      const failed = moving(old, node, { onStep });
      await expect(failed).rejects.toMatchObject({ exit: 6 });
      await Promise.all(growing);
      expect(await sql(old, 'SELECT id FROM app.log_generation')).toEqual([]);
      expect(await moving(old, node)).toMatchObject({ events: history.length });
      expect(await bytesOf(node)).toEqual(await bytesOf(old));
    },
    patience,
  );

  it(
    'takes its followers along: who keeps read models refuses the log that was left, reminders stand at the same event',
    async () => {
      await fill(old, history);
      await follow(old);
      await sql(old, `INSERT INTO reminders.planner VALUES ('agenda', '77')`);
      await moving(old, node);
      const [planner] = await sql<{ position: string }>(old, 'SELECT position FROM reminders.planner');
      const { events } = await node.store.readAll(node.store.start, {}, 77);
      expect(planner?.position).toBe(events.at(-1)?.position);
      expect(await firstTrouble(old)).toMatchObject({ name: 'OtherGeneration' });
      await expect(rebuildAll(old)).rejects.toMatchObject({ name: 'OtherGeneration' });
      await follow({ ...old, store: node.store });
    },
    patience,
  );

  it(
    'knows the effect of a command that is repeated, and the version that the next one expects',
    async () => {
      await fill(old, history);
      await moving(old, node);
      expect(await node.store.append(first)).toMatchObject({ repeated: true, version: 1 });
      const other = { ...first, events: [{ ...first.events[0], id: '0197e7a0-0000-7000-8000-00000000abcd' }] as const };
      await expect(node.store.append(other)).rejects.toMatchObject({ name: 'WrongExpectedVersion' });
    },
    patience,
  );
});
