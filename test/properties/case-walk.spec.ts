import { caseAggregate, events } from '@etapp/domain';
import { decodeEvent, type StoredEvent } from '@etapp/event-store';
import { mapBoxes, type RecordedEvent, Rejection } from '@etapp/kernel';
import { verifyChain } from '@etapp/privacy';
import { foldPrefix } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';

import { chance } from '../faults/chance.js';
import { foldInBatches, shownRows } from './batches.fixture.js';
import {
  aWalk,
  commandNames,
  type Given,
  giveSameKey,
  giveTwice,
  type Step,
  stream,
  take,
  type Walk,
} from './case-walk.fixture.js';
import { courseFaults } from './courses.fixture.js';

const walks = Number(process.env['ETAPP_WALKS'] ?? 1_000);
const seed = Number(process.env['ETAPP_WALK_SEED'] ?? 1);

const endings = new Set(['CloseCase', 'RejectCase', 'MarkCaseErroneous']);
const others = commandNames.filter((name) => !endings.has(name));
const step: fc.Arbitrary<Step> = fc.record({
  name: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...others) },
    { weight: 1, arbitrary: fc.constantFrom(...endings) },
  ),
  how: fc.constantFrom('path', 'path', 'example', 'spoilt', 'spoilt', 'made', 'made', 'again'),
  seed: fc.nat(),
  hours: fc.nat(40),
});
const opening: Step = { name: 'OpenCase', how: 'path', seed: 1, hours: 0 };
const anyWalk = fc
  .tuple(fc.boolean(), fc.array(step, { minLength: 1, maxLength: 16, size: 'max' }))
  .map(([unopened, steps]) => (unopened && steps.length % 7 === 0 ? steps : [opening, ...steps]));

/** What domain rules let a case take that is closed, rejected or erroneous. */
const afterTheEnd = new Set([
  ...['CaseMarkedErroneous', 'ConsentWithdrawn', 'DocumentLinked', 'TripartiteMinutesAmended'],
  ...['JournalEntryAdded', 'JournalEntryCorrected', 'JournalEntryStruck', 'JournalObjectionNoted'],
]);
const statusAfter: Readonly<Record<string, string>> = {
  CaseOpened: 'open',
  CaseReopened: 'open',
  CaseClosed: 'closed',
  CaseRejected: 'rejected',
  CaseMarkedErroneous: 'erroneous',
};

/** What one command led to, in the order of the log. */
const byCommand = (history: readonly RecordedEvent[]): string[][] => {
  const groups = new Map<string, string[]>();
  for (const { causationId, type } of history) groups.set(causationId, [...(groups.get(causationId) ?? []), type]);
  return [...groups.values()];
};

const mayFollow = (status: string, types: readonly string[]): boolean => {
  if (status === 'open') return !types.includes('CaseOpened') && !types.includes('CaseReopened');
  if (status === 'none') return types[0] === 'CaseOpened';
  // With a reopening, the roles of the closed period end.
  if (types.includes('CaseReopened')) return status === 'closed';
  return types.every((type) => afterTheEnd.has(type));
};

/** Commands that a case took although its status did not let it. */
const takenTooLate = (history: readonly RecordedEvent[]): string[] => {
  let status = 'none';
  return byCommand(history).flatMap((types) => {
    const before = status;
    status = types.map((type) => statusAfter[type]).findLast((after) => after !== undefined) ?? status;
    return mayFollow(before, types) ? [] : [`${types.join(', ')} in a case that is ${before}`];
  });
};

const openBoxes = (value: unknown): unknown => mapBoxes(value, () => 'closed');

/** A command under its own key again, and its body under another: once is enough. */
const isOnce = async (walk: Walk, given: Given): Promise<void> => {
  const head = await walk.store.head();
  if (given.outcome instanceof Rejection) return;
  const again = await giveSameKey(walk, given);
  if (given.outcome.receipt.changed) {
    expect(again).toMatchObject({ repeated: true, receipt: { events: given.outcome.receipt.events } });
  }
  expect(await walk.store.head()).toBe(head);
  const entry = caseAggregate.commands[given.name];
  if (entry?.states === undefined) return;
  const twice = await giveTwice(walk, given);
  if (twice instanceof Rejection) expect(twice.code).toBe('same-id-other-content');
  expect(await walk.store.head()).toBe(head);
};

const historyOf = (stored: readonly StoredEvent[]): RecordedEvent[] =>
  stored.map((event) => {
    const decoded = decodeEvent(caseAggregate.events, event);
    if (decoded === undefined) throw new Error(`unknown ${event.type}`);
    return decoded;
  });

const checkLog = async (walk: Walk): Promise<RecordedEvent[]> => {
  const stored = await walk.store.readStream(stream);
  expect(verifyChain(stored)).toMatchObject({ ok: true });
  const text = stored.map(({ header, data }) => header + data).join('\n');
  expect([...walk.secrets].filter((secret) => text.includes(secret))).toEqual([]);
  const history = historyOf(stored);
  const folded = history.reduce(caseAggregate.evolve, caseAggregate.initial);
  expect(openBoxes(folded)).toEqual(openBoxes((await walk.engine.states.load(caseAggregate, stream)).state));
  expect(takenTooLate(history)).toEqual([]);
  expect(courseFaults(history)).toEqual([]);
  return history;
};

const checkReadModels = async ({ store }: Walk, history: readonly RecordedEvent[], cuts: number): Promise<void> => {
  const by = chance(cuts);
  const prefix = { tenant: stream.tenant, upTo: await store.head() };
  for (const projection of projections) {
    const folded = await foldPrefix(store, { catalogue: events, projection }, prefix);
    const parked = [...folded.values()].flatMap(({ parking }) => (parking === undefined ? [] : [parking]));
    expect(parked).toEqual([]);
    expect(foldInBatches(projection, history, by)).toEqual(shownRows(folded));
  }
};

it(
  `${walks} walks over what a case may do keep its laws, seed ${seed}`,
  async () => {
    const taken = new Set<string>();
    await fc.assert(
      fc.asyncProperty(anyWalk, fc.nat(), async (steps, cuts) => {
        const walk = aWalk();
        for (const each of steps)
          for await (const given of take(walk, each)) {
            if (!(given.outcome instanceof Rejection) && given.outcome.receipt.changed) taken.add(given.name);
            await isOnce(walk, given);
          }
        const history = await checkLog(walk);
        await checkReadModels(walk, history, cuts);
      }),
      { numRuns: walks, seed },
    );
    expect(commandNames.filter((name) => !taken.has(name))).toEqual([]);
  },
  300_000 + walks * 100,
);
