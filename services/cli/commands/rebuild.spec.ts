import { withClient } from '@etapp/database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { type TestDeployment, testDeployment } from '../deployment.fixture.js';

const unitId = '0197e7a0-0c13-7000-8000-000000000001';
const userId = '0197e7a0-0c13-7000-8000-000000000002';
const Rebuilt = z.object({ kind: z.literal('rebuild'), outcome: z.string(), position: z.string(), head: z.string() });

describe('rebuild', () => {
  let deployment: TestDeployment;
  beforeAll(async () => {
    deployment = await testDeployment(unitId, [userId]);
  });
  afterAll(() => deployment.close());

  const liveSlot = () =>
    withClient(deployment.database.superuserUrl, async (client) => {
      const { rows } = await client.query<{ slot: string; position: string | null }>(
        `SELECT slot, position FROM engine.slots WHERE name = 'staff_directory' AND state = 'live'`,
      );
      return rows[0];
    });

  it('tells where a read model is when it is only tried', async () => {
    const before = await liveSlot();
    const ran = await deployment.etapp(['rebuild', 'staff_directory', '--dry-run', '--json']);
    expect(Rebuilt.parse(JSON.parse(ran.stdout))).toMatchObject({ outcome: 'planned', position: '0', head: '2' });
    expect(await liveSlot()).toEqual(before);
  });

  it('does nothing more once the user has stopped it', async () => {
    const stopped = new AbortController();
    stopped.abort();
    const ran = await deployment.etapp(['rebuild', 'staff_directory'], { signal: stopped.signal });
    expect(ran.exit).toBe(130);
  });

  it('fills the read model beside the live one and lets them change places', async () => {
    const before = await liveSlot();
    const ran = await deployment.etapp(['rebuild', 'staff_directory', '--json']);
    expect(Rebuilt.parse(JSON.parse(ran.stdout))).toMatchObject({ outcome: 'switched', position: '2' });
    expect(ran.exit).toBe(0);
    expect((await liveSlot())?.slot).not.toBe(before?.slot);
  });

  it('names the read models there are where it is asked for another', async () => {
    const ran = await deployment.etapp(['rebuild', 'nothing']);
    expect([ran.exit, ran.stderr]).toEqual([5, expect.stringContaining('staff_directory')]);
  });
});
