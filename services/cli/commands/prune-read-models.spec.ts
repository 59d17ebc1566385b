import { withClient } from '@etapp/database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type TestDeployment, testDeployment } from '../deployment.fixture.js';

const unitId = '0197e7a0-0c23-7000-8000-000000000001';
const userId = '0197e7a0-0c23-7000-8000-000000000002';

describe('prune-read-models', () => {
  let deployment: TestDeployment;
  beforeAll(async () => {
    deployment = await testDeployment(unitId, [userId]);
    // As an earlier release left it: a version of a read model that is no more.
    await asAdmin(`
      CREATE TABLE read.reminder_recipient_v1_a (key text); CREATE TABLE read.reminder_recipient_v1_b (key text);
      CREATE VIEW read.reminder_recipient_v1 AS SELECT * FROM read.reminder_recipient_v1_a;
      ALTER TABLE read.reminder_recipient_v1_a OWNER TO etapp_owner; ALTER TABLE read.reminder_recipient_v1_b OWNER TO etapp_owner;
      ALTER VIEW read.reminder_recipient_v1 OWNER TO etapp_owner;
      INSERT INTO engine.projections (name, version, tables) VALUES ('reminder_recipient', 1, '');
      INSERT INTO engine.slots (name, version, slot, state)
        VALUES ('reminder_recipient', 1, 'a', 'live'), ('reminder_recipient', 1, 'b', 'idle');
      INSERT INTO engine.leases (name, version, work) VALUES ('reminder_recipient', 1, 'follow')`);
  });
  afterAll(() => deployment.close());

  const asAdmin = (sql: string) =>
    withClient(deployment.database.superuserUrl, async (client) => (await client.query<{ name: string }>(sql)).rows);
  const readModels = async () =>
    (await asAdmin('SELECT name FROM engine.projections ORDER BY 1')).map(({ name }) => name);
  const prune = (...more: readonly string[]) =>
    deployment.etapp(['prune-read-models', '--json', ...more], {
      environment: { ETAPP_MIGRATION_DATABASE_URL: deployment.database.superuserUrl },
    });
  const told = (stdout: string): unknown => JSON.parse(stdout);
  const leftOver = { name: 'reminder_recipient', version: 1, bytes: expect.any(Number) };

  it('names what this release has not, and leaves it when it is only tried', async () => {
    const before = await readModels();
    const { exit, stdout } = await prune('--dry-run');
    expect([exit, told(stdout)]).toEqual([0, { kind: 'pruned-read-models', dryRun: true, readModels: [leftOver] }]);
    expect(await readModels()).toEqual(before);
  });

  it('ends with 6, and drops nothing, while a projector of another release runs', async () => {
    await asAdmin(`INSERT INTO engine.runners (id, name, follows, until)
      VALUES (gen_random_uuid(), 'an-older-one', '{"reminder_recipient 1"}', clock_timestamp() + interval '1 hour')`);
    const { exit, stderr } = await prune();
    expect([exit, stderr]).toEqual([6, expect.stringContaining('an-older-one')]);
    expect(await readModels()).toContain('reminder_recipient');
    await asAdmin('DELETE FROM engine.runners');
  });

  it('drops it, and nothing else', async () => {
    const before = await readModels();
    const { exit, stdout } = await prune();
    expect([exit, told(stdout)]).toEqual([0, { kind: 'pruned-read-models', dryRun: false, readModels: [leftOver] }]);
    expect(await readModels()).toEqual(before.filter((name) => name !== 'reminder_recipient'));
    expect(told((await prune()).stdout)).toMatchObject({ readModels: [] });
  });
});
