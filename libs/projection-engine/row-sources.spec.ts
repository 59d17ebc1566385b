import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ColumnsOf, ColumnValue, Condition, Projection, RowQuery, RowSource } from '@etapp/kernel';
import fc from 'fast-check';

import { UnfitValue } from './columns.js';
import { type FoldedRows, foldPrefix } from './fold-prefix.js';
import { memoryRows } from './memory-rows.js';
import { readSnapshot } from './read-snapshot.js';
import { type Fact, logOf, made, removed, tenantId, thingId, things, toyEvents } from './toy.fixture.js';
import { catchUp, engineOn, now, openWorkbench, shown, type Workbench } from './workbench.fixture.js';

type Columns = ColumnsOf<typeof things>;
type Asked = RowQuery<Columns>;

let bench: Workbench;
beforeAll(async () => {
  bench = await openWorkbench();
});
afterAll(() => bench.close());

const labels = ['', 'a', 'A', 'Å', 'ä', 'z', 'é', 'e\u0301', '\u{1f600}', '\uffee', 'b"\\,{}', ' '];
const days = ['2026-03-02', '2026-10-25', '1999-12-31'];
const label = fc.constantFrom(...labels);
const size = fc.integer({ min: -2, max: 3 });
const dueOn = fc.constantFrom(...days);
const id = fc.integer({ min: 1, max: 40 }).map(thingId);

const aThing = fc.record({ label, size, dueOn, tags: fc.array(label, { maxLength: 3 }) }, { requiredKeys: ['label'] });
const log = fc
  .array(aThing, { minLength: 1, maxLength: 30 })
  .map((all): Fact[] => [...all.map((each, index) => made(index + 1, each)), removed(1)]);

const valueOf: Record<Exclude<keyof Columns, 'tags'>, fc.Arbitrary<ColumnValue>> = {
  ...{
    thingId: fc.oneof(
      id,
      id.map((each) => each.toUpperCase()),
    ),
    label,
    size,
    dueOn,
  },
};
const comparison = fc
  .constantFrom<'thingId' | 'label' | 'size' | 'dueOn'>('thingId', 'label', 'size', 'dueOn')
  .chain((column) =>
    fc.oneof(
      fc.record({
        kind: fc.constantFrom('eq', 'gt', 'gte', 'lt', 'lte'),
        column: fc.constant(column),
        value: valueOf[column],
      }),
      fc.record({
        kind: fc.constant('oneOf'),
        column: fc.constant(column),
        values: fc.array(valueOf[column], { maxLength: 3 }),
      }),
    ),
  );
const condition = fc.letrec<{ any: Condition<Columns> }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    comparison,
    fc.record({
      kind: fc.constant('isNull'),
      column: fc.constantFrom<keyof Columns>('label', 'size', 'dueOn', 'tags'),
    }),
    fc.record({ kind: fc.constant('contains'), column: fc.constant('tags'), value: label }),
    fc.record({ kind: fc.constantFrom('all', 'any'), conditions: fc.array(tie('any'), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('not'), condition: tie('any') }),
  ),
})).any;
const orderBy = fc.uniqueArray(
  fc.tuple(fc.constantFrom<'label' | 'size' | 'dueOn'>('label', 'size', 'dueOn'), fc.constantFrom('asc', 'desc')),
  { maxLength: 3, selector: ([column]) => column },
);
const place = (order: Asked['orderBy']) =>
  fc.record({
    values: fc.tuple(...(order ?? []).map(([column]) => fc.option(column === 'tags' ? label : valueOf[column]))),
    key: id,
  });
const query: fc.Arbitrary<Asked> = orderBy.chain((order) =>
  fc.record(
    { where: condition, orderBy: fc.constant(order), after: place(order), limit: fc.nat(10) },
    { requiredKeys: ['where', 'orderBy'] },
  ),
);

const ask = async (folded: FoldedRows, store: Awaited<ReturnType<typeof logOf>>, asked: Asked) => {
  const memory = memoryRows({ things: folded });
  const options = { tenant: tenantId(1), projections: [things], store, now };
  const [found, count] = await readSnapshot(bench.api, options, async (rows) => [
    await rows.find(things, asked),
    await rows.count(things, asked.where),
  ]);
  expect(found).toEqual(await memory.find(things, asked));
  expect(count).toBe(await memory.count(things, asked.where));
};

describe('a query', () => {
  it('gets the same answer from the tables and from rows folded in memory', async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.array(query, { minLength: 20, maxLength: 20 }), async (facts, queries) => {
        await bench.reset();
        const store = await logOf(facts);
        await catchUp(engineOn(bench, store));
        const upTo = await store.head();
        const folded = await foldPrefix(
          store,
          { catalogue: toyEvents, projection: things },
          { tenant: tenantId(1), upTo },
        );
        for (const asked of queries) await ask(folded, store, asked);
      }),
      { numRuns: 30 },
    );
  });

  it('pages through all rows without a gap or a double, nulls last', async () => {
    await bench.reset();
    const sizes = [3, undefined, 1, 1, undefined, 2, 1];
    const store = await logOf(sizes.map((each, index) => made(index + 1, each === undefined ? {} : { size: each })));
    await catchUp(engineOn(bench, store));
    const seen: (number | undefined)[] = [];
    await readSnapshot(bench.api, { tenant: tenantId(1), projections: [things], store, now }, async (rows) => {
      let after: Asked['after'] | undefined;
      for (let full = true; full;) {
        const page = await rows.find(things, {
          ...{ where: { kind: 'all', conditions: [] }, orderBy: [['size', 'desc']], limit: 2 },
          ...(after === undefined ? {} : { after }),
        });
        seen.push(...page.map(({ row }) => row.size));
        const last = page.at(-1);
        full = last !== undefined;
        if (last !== undefined) after = { values: [last.row.size ?? null], key: last.key };
      }
    });
    expect(seen).toEqual([3, 2, 1, 1, 1, undefined, undefined]);
  });

  it('names declared columns only, with values that fit them, also where types were got round', async () => {
    const store = await logOf([]);
    const memory = memoryRows({
      things: new Map([['k', { tenant: tenantId(1), key: 'k', streams: [], row: { tags: [] }, parked: false }]]),
    });
    const wrong: [Condition, new () => Error][] = [
      [{ kind: 'eq', column: 'stars', value: 1 }, TypeError],
      [{ kind: 'eq', column: 'tags', value: 'a' }, TypeError],
      [{ kind: 'contains', column: 'label', value: 'a' }, TypeError],
      [{ kind: 'eq', column: 'dueOn', value: '2026-02-30' }, UnfitValue],
      [{ kind: 'eq', column: 'size', value: '1; DROP TABLE' }, UnfitValue],
    ];
    const loose: Projection = things;
    const options = { tenant: tenantId(1), projections: [things], store, now };
    for (const [where, error] of wrong) {
      await expect(readSnapshot(bench.api, options, (rows) => rows.count(loose, where))).rejects.toThrow(error);
      await expect(memory.count(loose, where)).rejects.toThrow(error);
    }
    // @ts-expect-error -- not a declared column
    await expect(memory.find(things, { where: { kind: 'isNull', column: 'stars' } })).rejects.toThrow(TypeError);
  });
});

describe('a projection that a snapshot does not name', () => {
  it('is not read, since nobody has locked it or waited for it', async () => {
    const store = await logOf([]);
    const other = { ...things, name: 'other_things' };
    const options = { tenant: tenantId(1), projections: [things], store, now };
    const everything = { where: { kind: 'all', conditions: [] } } as const;
    const questions: ((rows: RowSource) => Promise<unknown>)[] = [
      (rows) => rows.find(other, everything),
      (rows) => rows.count(other, everything.where),
      (rows) => rows.get(other, thingId(1)),
    ];
    for (const ask of questions) {
      await expect(readSnapshot(bench.api, options, ask)).rejects.toThrow(
        new TypeError('other_things is not among the projections that are read'),
      );
      await expect(ask(memoryRows({}))).rejects.toThrow(TypeError);
    }
  });
});

describe('a row by its key', () => {
  it('comes with its boxes, and is absent once removed', async () => {
    await bench.reset();
    const store = await logOf([made(1), removed(1), made(2, { secret: { $sealed: 'cipher' } })]);
    await catchUp(engineOn(bench, store));
    const folded = await foldPrefix(
      store,
      { catalogue: toyEvents, projection: things },
      { tenant: tenantId(1), upTo: '3' },
    );
    await readSnapshot(bench.api, { tenant: tenantId(1), projections: [things], store, now }, async (rows) => {
      expect(await rows.get(things, thingId(1))).toBeUndefined();
      const row = await rows.get(things, thingId(2));
      expect(shown(new Map([['x', { tenant: '', key: '', streams: [], row, parked: false }]]))['/']?.doc).toContain(
        '"$sealed":"cipher"',
      );
      expect(row).toEqual(await memoryRows({ things: folded }).get(things, thingId(2)));
    });
  });
});
