import { withClient } from '@etapp/database';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { type Ran, tenant, type TestDeployment, testDeployment } from '../deployment.fixture.js';

const unitId = '0197e7a0-0c12-7000-8000-000000000001';
const userId = '0197e7a0-0c12-7000-8000-000000000002';
const otherId = '0197e7a0-0c12-7000-8000-000000000003';
const Report = z.object({
  kind: z.literal('verification'),
  streams: z.number(),
  events: z.number(),
  findings: z.array(z.looseObject({ fault: z.string() })),
});
const reportOf = ({ stdout }: Ran) => Report.parse(JSON.parse(stdout));

describe('verify', () => {
  let deployment: TestDeployment;
  beforeEach(async () => {
    deployment = await testDeployment(unitId, [userId, otherId]);
  });
  afterEach(() => deployment.close());

  /** What nobody may do: the log refuses changes until its owner takes the trigger off. */
  const tamper = (sql: string) =>
    withClient(deployment.database.superuserUrl, async (client) => {
      await client.query(`ALTER TABLE log.events DISABLE TRIGGER append_only; ${sql}`);
    });

  it('finds nothing in a log that is as it was appended', async () => {
    const ran = await deployment.etapp(['verify', '--json']);
    expect(reportOf(ran)).toMatchObject({ streams: 3, events: 3, findings: [] });
    expect(ran.exit).toBe(0);
  });

  it('finds the place where content was changed, and ends with 1', async () => {
    await tamper(`UPDATE log.events SET data = replace(data, '9901', '9902') WHERE type = 'UnitRegistered'`);
    const ran = await deployment.etapp(['verify', '--json']);
    const stream = `unit-${unitId}`;
    expect(reportOf(ran).findings).toEqual([{ fault: 'broken-link', tenant, stream, version: 1, position: '1' }]);
    expect(ran.exit).toBe(1);
  });

  it('finds the place from which an event was removed', async () => {
    await tamper('DELETE FROM log.events WHERE position = 2');
    const ran = await deployment.etapp(['verify', '--json']);
    expect(reportOf(ran).findings).toEqual([{ fault: 'position-gap', position: '2' }]);
    expect(ran.exit).toBe(1);
  });

  it('says in words what it found', async () => {
    await tamper('UPDATE log.events SET id = gen_random_uuid() WHERE position = 3');
    const swedish = await deployment.etapp(['verify'], { environment: { LANG: 'sv_SE.UTF-8' } });
    expect(swedish.stdout).toContain(`staff-${otherId} (${tenant}) v1 @3: kolumnerna stämmer inte med huvudet`);
    expect(swedish.stdout).toContain('1 fel');
  });

  it('looks at one stream alone', async () => {
    await tamper(`UPDATE log.events SET data = replace(data, '9901', '9902') WHERE type = 'UnitRegistered'`);
    const sound = await deployment.etapp(['verify', '--stream', `staff-${userId}`, '--json']);
    expect([sound.exit, reportOf(sound).streams]).toEqual([0, 1]);
    const broken = await deployment.etapp(['verify', '--stream', `unit-${unitId}`, '--json']);
    expect([broken.exit, reportOf(broken).findings.length]).toEqual([1, 1]);
    const inWords = await deployment.etapp(['verify', '--stream', `unit-${unitId}`]);
    expect(inWords.stdout).toContain('1 event in 1 stream, @1: 1 fault\n');
  });

  it('knows a stream that is not there from one that is named wrongly', async () => {
    expect((await deployment.etapp(['verify', '--stream', `case-${unitId}`])).exit).toBe(5);
    expect((await deployment.etapp(['verify', '--stream', 'something'])).exit).toBe(2);
  });

  it('stops where the user stops it', async () => {
    const stopped = new AbortController();
    stopped.abort();
    expect((await deployment.etapp(['verify'], { signal: stopped.signal })).exit).toBe(130);
  });
});
