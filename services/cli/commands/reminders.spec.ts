import { composeCommands } from '@etapp/api';
import { withClient } from '@etapp/database';
import { loadMasterKey } from '@etapp/privacy';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { tenant, type TestDeployment, testDeployment } from '../deployment.fixture.js';

const id = (n: number): string => `0197e7a0-0c15-7000-8000-0000000000${n}`;
const [unitId, userId, personId, caseId] = [id(11), id(12), id(13), id(14)];
const received = '2026-03-02T09:00:00+01:00';

let deployment: TestDeployment;
beforeAll(async () => {
  deployment = await testDeployment(unitId, [userId]);
  const { database, environment } = deployment;
  const { act, close } = await composeCommands({
    ...{
      apiDatabaseUrl: database.urls.api,
      keysDatabaseUrl: database.urls.keys,
      now: () => '2026-03-02T08:00:00.000Z',
    },
    wrapping: loadMasterKey({ env: environment['ETAPP_MASTER_KEY'] }),
  });
  const actor = { userId, role: 'labourMarketCaseworker', partyKind: 'labourMarketAdministration' };
  const give = (name: string, of: string, body: object) => act({ tenant, actor, name, id: of, body, key: 'spec' });
  const person = { personId, idKind: 'unknown', givenName: 'Alva', familyName: 'Exempel', sex: 'female' };
  await give('RegisterPerson', personId, { ...person, municipalityCode: '1287' });
  await give('OpenCase', caseId, {
    ...{ caseId, personId, unitId, source: 'incomeSupportApplication', servedAs: 'incomeSupportApplicant' },
    ...{ receivedAt: received, legalBasis: 'SoL-2025:400' },
  });
  await close();
});
afterAll(() => deployment.close());

const period = ['--from', '2026-03-02', '--to', '2026-03-10'];

describe('etapp reminders simulate', () => {
  it('shows what would ring, as whom it reminds, and changes nothing', async () => {
    const before = await deployment.counts();
    const { exit, stdout } = await deployment.etapp(['--json', 'reminders', 'simulate', ...period, '--rule', 'R01']);
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ kind: 'ring', rule: 'first-contact-due', no: 'R01', dueOn: '2026-03-03', subjectId: caseId },
      ...{ ringAt: '2026-03-03T12:00:00.000Z', recipients: [{ role: 'unitLead', userId }] },
    });
    expect(await deployment.counts()).toEqual(before);
  });

  it('says it in words', async () => {
    const { stdout } = await deployment.etapp(['reminders', 'simulate', ...period, '--rule', 'first-contact-due']);
    expect(stdout).toBe(`2026-03-03 13:00  R01 first-contact-due  ${caseId}  (2026-03-03)  unitLead\n`);
  });

  it.each([
    ['a rule that is none', ['--rule', 'R99']],
    ['a day that is none', ['--from', 'today']],
    ['a period backwards', ['--from', '2026-03-10', '--to', '2026-03-02']],
  ])('ends with 2 on %s', async (_what, options) => {
    expect((await deployment.etapp(['reminders', 'simulate', ...options])).exit).toBe(2);
  });
});

describe('etapp reminders due', () => {
  it('ends with 0 where nothing is, and with 1 on what should have rung', async () => {
    expect(await deployment.etapp(['reminders', 'due'])).toMatchObject({ exit: 0, stdout: '' });
    const reminderId = `first-contact-due.${caseId}.${id(15)}.1`;
    await withClient(deployment.database.urls.reminders, (client) =>
      client.query(
        `INSERT INTO reminders.agenda (tenant, reminder_id, schedule_id, due_on, ring_at)
         VALUES ($1, $2, $3, '2026-02-27', '2026-02-27T12:00:00Z'), ($1, $2 || '9', $3, '2026-03-03', '2026-03-03T12:00:00Z')`,
        [tenant, reminderId, caseId],
      ),
    );
    const { exit, stdout } = await deployment.etapp(['--json', 'reminders', 'due']);
    expect(exit).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      ...{ kind: 'due', reminderId, rule: 'first-contact-due', subjectId: caseId },
      ringAt: '2026-02-27T12:00:00.000Z',
    });
  });
});
