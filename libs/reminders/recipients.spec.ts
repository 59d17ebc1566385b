import { describe, expect, it } from '@jest/globals';

import { id, k1, k2, unit, unitLead } from './a-log.fixture.js';
import { caseworker, unitLead as lead } from './addressees.js';
import type { Addressee } from './define-reminders.js';
import { directoryOf, type Handling, type Member, recipientsOf } from './recipients.js';

const units = [{ unitId: unit, leadUserId: unitLead }];
const member = (userId: string, overrides: Partial<Member> = {}): Member => ({
  ...{ userId, partyKind: 'labourMarketAdministration', unitIds: [unit], roles: ['labourMarketCaseworker'] },
  ...{ absences: [], ...overrides },
});
const away = (deputyUserId?: string) => ({ absences: [{ fromOn: '2026-06-29', toOn: '2026-07-17', deputyUserId }] });
const handled: Handling = { unitId: unit, caseworkerUserId: k1 };
const deputised: Handling = { ...handled, deputy: { userId: id(3), fromOn: '2026-07-01', toOn: '2026-07-10' } };

const reached = (
  ...[to, handling, members, on = '2026-07-06']: readonly [Addressee, Handling, readonly Member[], string?]
) =>
  recipientsOf([to], [handling], {
    on,
    directory: directoryOf(members, units),
    ownParties: ['labourMarketAdministration'],
  });

describe('what is for the caseworker', () => {
  it('reaches them while they are at work, deputy or not', () => {
    expect(reached(caseworker, deputised, [member(k1)])).toEqual({ recipients: [{ userId: k1, role: 'caseworker' }] });
    expect(reached(caseworker, handled, [])).toEqual({ recipients: [{ userId: k1, role: 'caseworker' }] });
  });

  it('reaches the deputy of the case while they are away, else the one whom the absence names, else the lead', () => {
    const byRole = (userId: string, role: string) => ({ recipients: [{ userId, role }], reroutedFromUserId: k1 });
    const absent = member(k1, away(k2));
    expect(reached(caseworker, deputised, [absent])).toEqual(byRole(id(3), 'deputy'));
    expect(reached(caseworker, { ...deputised }, [absent], '2026-07-13')).toEqual(byRole(k2, 'deputy'));
    expect(reached(caseworker, handled, [absent, member(k2, away())])).toEqual(byRole(unitLead, 'unitLead'));
    expect(reached(caseworker, handled, [member(k1, { leftOn: '2026-07-01' })])).toEqual(byRole(unitLead, 'unitLead'));
  });

  it('reaches them again from the day of their return', () => {
    const back = member(k1, {
      absences: [{ fromOn: '2026-06-29', toOn: '2026-07-17', deputyUserId: k2, returnedOn: '2026-07-06' }],
    });
    expect(reached(caseworker, handled, [back])).toEqual({ recipients: [{ userId: k1, role: 'caseworker' }] });
    expect(reached(caseworker, handled, [back], '2026-07-05')).toMatchObject({ reroutedFromUserId: k1 });
  });

  it('reaches the lead of a case that nobody has', () => {
    expect(reached(caseworker, { unitId: unit }, [])).toEqual({
      recipients: [{ userId: unitLead, role: 'unitLead' }],
    });
  });
});

describe('what is for the lead', () => {
  it('reaches whom their absence names', () => {
    expect(reached(lead, handled, [member(unitLead, away(k2))])).toEqual({
      recipients: [{ userId: k2, role: 'unitLead' }],
      reroutedFromUserId: unitLead,
    });
  });

  const colleague = member(k2, { roles: ['unitLead'] });
  it('reaches everybody else who leads the unit while they are away without a deputy, and nobody else', () => {
    const instead = { recipients: [{ userId: k2, role: 'unitLead' }], reroutedFromUserId: unitLead };
    expect(reached(lead, handled, [member(unitLead, away()), member(k1), colleague])).toEqual(instead);
    expect(reached(lead, handled, [member(unitLead, { leftOn: '2026-07-01' }), colleague])).toEqual(instead);
  });

  it('waits in their inbox while they are away and nobody else leads', () => {
    expect(reached(lead, handled, [member(unitLead, away()), member(k1)])).toEqual({
      recipients: [{ userId: unitLead, role: 'unitLead' }],
    });
  });
});

describe('what is for the lead of a unit that nobody leads', () => {
  const nobody = { unitId: id(9) };
  const of = (userId: string, overrides: Partial<Member> = {}) => member(userId, { unitIds: [id(9)], ...overrides });
  const whoever = { role: 'unitLead', unitId: id(9) };

  it('reaches its coordinators, else its caseworkers, and whoever comes to lead it', () => {
    const coordinator = of(id(6), { roles: ['coordinator'] });
    const known = [of(k1), coordinator, of(id(7), { leftOn: '2026-07-01' })];
    expect(reached(lead, nobody, known)).toEqual({ recipients: [whoever, { userId: id(6), role: 'coordinator' }] });
    expect(reached(caseworker, nobody, [of(k1), of(k2, away())])).toEqual({
      recipients: [whoever, { userId: k1, role: 'caseworker' }],
    });
  });

  it('reaches nobody of another unit or authority', () => {
    const others = [member(k1), of(id(4), { partyKind: 'publicEmploymentService' })];
    expect(reached(lead, nobody, others)).toEqual({ recipients: [whoever] });
  });

  it('says of a lead who has left that it was for them', () => {
    expect(reached(lead, handled, [member(unitLead, { leftOn: '2026-07-01' }), member(k1)])).toEqual({
      recipients: [
        { role: 'unitLead', unitId: unit },
        { userId: k1, role: 'caseworker' },
      ],
      reroutedFromUserId: unitLead,
    });
  });
});

describe('what is for a party', () => {
  const pes: Addressee = { kind: 'party', party: 'publicEmploymentService', role: 'owner' };
  const adviser = member(id(4), { partyKind: 'publicEmploymentService', roles: ['pesAdviser'] });

  it('reaches its users in the unit, the caseworker where it has none', () => {
    expect(reached(pes, handled, [adviser, member(k1)])).toEqual({
      recipients: [{ userId: id(4), party: 'publicEmploymentService', role: 'owner' }],
    });
    expect(reached(pes, handled, [member(k1)])).toEqual({ recipients: [{ userId: k1, role: 'caseworker' }] });
  });

  it('reaches the user that was named, or whom their absence names', () => {
    expect(reached({ ...pes, userId: id(5) }, handled, [adviser])).toMatchObject({ recipients: [{ userId: id(5) }] });
    expect(reached({ ...pes, userId: id(5) }, handled, [member(id(5), away(id(4))), adviser])).toEqual({
      recipients: [{ userId: id(4), role: 'deputy' }],
      reroutedFromUserId: id(5),
    });
  });

  it('reaches its coordinators in the unit, and nobody where it has none', () => {
    const coordinator = member(id(6), { partyKind: 'publicEmploymentService', roles: ['coordinator'] });
    const to: Addressee = { kind: 'coordinator', party: 'publicEmploymentService' };
    expect(reached(to, handled, [adviser, coordinator])).toEqual({
      recipients: [{ userId: id(6), party: 'publicEmploymentService', role: 'coordinator' }],
    });
    expect(reached(to, handled, [adviser])).toEqual({ recipients: [] });
  });
});

describe('a ring for several', () => {
  it('reaches each once', () => {
    const both = recipientsOf([caseworker, lead, caseworker], [handled, { ...handled, caseworkerUserId: unitLead }], {
      ...{ on: '2026-07-06', ownParties: [], directory: directoryOf([], units) },
    });
    expect(both.recipients.map(({ userId }) => userId)).toEqual([k1, unitLead]);
  });
});
