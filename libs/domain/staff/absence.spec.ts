import { describe, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { defaultSettings } from '../settings.js';
import { aMemberOfStaff } from './a-member-of-staff.fixture.js';

const { absence: absenceId, caseworker, otherCaseworker: deputyUserId } = exampleIds;
const leave = { absenceId, fromOn: '2026-06-29', toOn: '2026-07-17', deputyUserId };
const week = { absenceId, fromOn: '2026-07-06', toOn: '2026-07-10' };
const back = { absenceId, returnedOn: '2026-07-20' };
const afterwards = { at: '2026-07-20T08:00:00+02:00' };

describe('a member of staff at work', () => {
  const employed = aMemberOfStaff.after('RegisterStaff');

  it('is away for long with a deputy', () => {
    employed.when('RecordAbsence', leave).then({ type: 'StaffAbsenceRecorded', data: leave });
    const { deputyUserId: _deputy, ...alone } = leave;
    employed.when('RecordAbsence', alone).rejects('deputy-required', { businessDays: 15, limit: 5 });
  });

  it('is away for five business days without one, not for six', () => {
    employed.when('RecordAbsence', week).then({ type: 'StaffAbsenceRecorded', data: week });
    employed.when('RecordAbsence', { ...week, toOn: '2026-07-13' }).rejects('deputy-required', { businessDays: 6 });
  });

  it('follows the limit that the unit has set', () => {
    const settings = { ...defaultSettings, 'absence.deputyAfterDays': 2 };
    employed.when('RecordAbsence', week, { facts: { settings } }).rejects('deputy-required', { limit: 2 });
  });

  it('has a deputy who is there, is known, and is somebody else', () => {
    employed
      .when('RecordAbsence', leave, { facts: { deputy: { known: true, absent: true } } })
      .rejects('deputy-absent', { deputyUserId });
    employed.when('RecordAbsence', { ...leave, deputyUserId: caseworker }).rejects('deputy-absent');
    employed
      .when('RecordAbsence', leave, { facts: { deputy: { known: false, absent: false } } })
      .rejects('unknown-reference', { deputyUserId });
  });

  it('has a deputy who may have the cases', () => {
    employed
      .when('RecordAbsence', leave, { facts: { staff: { authorised: false } } })
      .rejects('user-not-authorised', { userId: deputyUserId });
    employed
      .when('RecordAbsence', week, { facts: { staff: { authorised: false } } })
      .then({ type: 'StaffAbsenceRecorded' });
  });

  it('is not away backwards', () => {
    employed.when('RecordAbsence', { ...leave, toOn: '2026-06-28' }).rejects('period-reversed');
  });

  it('has no absence to return from', () => {
    employed.when('RecordReturn', back, afterwards).rejects('unknown-reference', { absenceId });
  });
});

describe('a member of staff who is away', () => {
  const away = aMemberOfStaff.after('RecordAbsence');

  it('states an absence once', () => {
    away.when('RecordAbsence', leave).nothing();
    away.when('RecordAbsence', { ...leave, toOn: '2026-07-24' }).rejects('same-id-other-content', { fields: ['toOn'] });
  });

  it('comes back once, not before leaving', () => {
    away.when('RecordReturn', back, afterwards).then({ type: 'StaffReturned', data: back });
    const returned = away.and('RecordReturn', back, afterwards);
    returned.when('RecordReturn', back, afterwards).nothing();
    returned.when('RecordReturn', { ...back, returnedOn: '2026-07-17' }, afterwards).rejects('wrong-state');
    away.when('RecordReturn', { ...back, returnedOn: '2026-06-28' }, afterwards).rejects('period-reversed');
  });
});

describe('somebody who left', () => {
  it('is not absent', () => {
    aMemberOfStaff.after('StaffLeft').when('RecordAbsence', leave).rejects('wrong-state', { state: 'left' });
  });
});
