import { withClient } from '@etapp/database';
import { projections } from '@etapp/projections';
import { waitFor } from '@etapp/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { ProgramChild } from './apart/program.fixture.js';
import { findWrongReadModels } from './apart/read-models.fixture.js';
import { startTown, type Town } from './apart/town.fixture.js';

const half = Math.floor(projections.length / 2);
const hour = 3_600_000;

let town: Town;
beforeAll(async () => {
  town = await startTown();
  await town.openCase();
}, 120_000);
afterAll(() => town.close());

/** A projector whose clock is so many hours off; what it is silent about for so many seconds is taken over. */
const projector = async (hours: number, leaseSeconds: number): Promise<ProgramChild> =>
  town.start(
    'projector',
    await town.placeFor({
      CLOCK_SHIFT_MS: String(hours * hour),
      ETAPP_PROJECTOR_LEASE_SECONDS: String(leaseSeconds),
    }),
  );

type Lease = { readonly of: string; readonly pid: number; readonly since: Date };

/** Who holds which read model, and since when. */
const leases = async (): Promise<readonly Lease[]> =>
  withClient(town.service.superuserUrl, async (client) => {
    const { rows } = await client.query<{ of: string; name: string; since: Date }>(
      `SELECT l.name AS of, r.name, l.since FROM engine.leases l JOIN engine.runners r ON r.id = l.holder AND r.until > clock_timestamp()
       WHERE l.work = 'follow'`,
    );
    return rows.map(({ of, name, since }) => ({ of, pid: Number(name.split('-').at(-1)), since }));
  });
const heldBy = async ({ pid }: ProgramChild): Promise<number> =>
  (await leases()).filter((lease) => lease.pid === pid).length;
const untilHolds = (child: ProgramChild, atLeast: number): Promise<boolean> =>
  waitFor(async () => (await heldBy(child)) >= atLeast, { timeoutMs: 60_000 });
/** Until when the others believe that a projector is alive. */
const believedUntil = async ({ pid }: ProgramChild): Promise<Date> =>
  withClient(town.service.superuserUrl, async (client) => {
    const { rows } = await client.query<{ until: Date }>('SELECT until FROM engine.runners WHERE name LIKE $1', [
      `%-${pid}`,
    ]);
    return rows[0]?.until ?? new Date(0);
  });
const openCases = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) await town.openCase();
};

describe('projectors in processes of their own, whose clocks are four hours apart', () => {
  let [slow, fast]: ProgramChild[] = [];
  const [one, two] = [() => slow ?? never(), () => fast ?? never()];
  const never = (): never => {
    throw new Error('no projector');
  };

  it('share the read models', async () => {
    slow = await projector(-2, 3);
    await untilHolds(one(), projections.length);
    fast = await projector(2, 3);
    await untilHolds(two(), half);
    expect(await heldBy(one())).toBe(projections.length - half);
    await openCases(3);
    expect(await findWrongReadModels(town)).toEqual([]);
  }, 180_000);

  it('take over from one that is killed, not before its time is out', async () => {
    const its = (await leases()).filter(({ pid }) => pid === one().pid).map(({ of }) => of);
    one().send('SIGKILL');
    expect(await one().ended).toMatchObject({ signal: 'SIGKILL' });
    const until = await believedUntil(one());
    await openCases(3);
    await untilHolds(two(), projections.length);
    const tooEarly = (await leases()).filter(({ of, since }) => its.includes(of) && since < until);
    expect([its.length > 0, tooEarly]).toEqual([true, []]);
    expect(await findWrongReadModels(town)).toEqual([]);
  }, 180_000);

  it('take over from one that is paused, which writes nothing when it goes on', async () => {
    slow = await projector(-2, 3);
    await untilHolds(one(), half);
    const writing = openCases(10);
    two().send('SIGSTOP');
    await untilHolds(one(), projections.length);
    await writing;
    expect(await findWrongReadModels(town)).toEqual([]);
    const more = openCases(10);
    two().send('SIGCONT');
    await more;
    await untilHolds(two(), half);
    expect(await findWrongReadModels(town)).toEqual([]);
  }, 180_000);

  it('hand over at once when one is told to end, whatever time it had left', async () => {
    const patient = await projector(0, 60);
    await untilHolds(patient, Math.floor(projections.length / 3));
    const until = await believedUntil(patient);
    patient.send('SIGTERM');
    expect(await patient.ended).toEqual({ code: 0, signal: null, said: '' });
    expect(await heldBy(patient)).toBe(0);
    await untilHolds(one(), half);
    await untilHolds(two(), half);
    expect((await leases()).every(({ since }) => since < until)).toBe(true);
    await openCases(2);
    expect(await findWrongReadModels(town)).toEqual([]);
  }, 180_000);
});
