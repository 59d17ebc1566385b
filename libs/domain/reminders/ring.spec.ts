import { describe, expect, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { aReminder } from './a-reminder.fixture.js';
import { partsOfReminderId, ReminderId, reminderIdOf } from './reminder-id.js';

const { case: caseId, entry, caseworker } = exampleIds;
const parts = { ruleId: 'first-contact-due', subjectId: caseId, occurrence: `${entry}.1` };
const reminderId = reminderIdOf(parts);
const ring = {
  ...{ ...parts, reminderId, dueOn: '2026-03-02', firedAt: '2026-03-02T07:00:00+01:00', subjectVersion: 2 },
  recipients: [{ userId: caseworker, role: 'caseworker' }],
};

describe('a reminder that was not given', () => {
  it('is given on its day, with those it reminds and the version at which it was wanted', () => {
    aReminder
      .given()
      .when('FireReminder', ring)
      .then({ type: 'ReminderFired', data: { ...ring, firedAt: '2026-03-02T06:00:00.000Z' } });
  });

  it('is not given before its day, and may be given later than it', () => {
    aReminder
      .given()
      .when('FireReminder', { ...ring, dueOn: '2026-03-03' })
      .rejects('reminder-not-due', { dueOn: '2026-03-03' });
    aReminder
      .given()
      .when('FireReminder', { ...ring, dueOn: '2026-02-27' })
      .then({ type: 'ReminderFired' });
  });

  it('is neither acknowledged nor snoozed', () => {
    aReminder.given().when('AcknowledgeReminder', { reminderId }).rejects('unknown-reference', { reminderId });
    aReminder
      .given()
      .when('SnoozeReminder', { reminderId, ringsAgainOn: '2026-03-04', reasonCode: 'busy' })
      .rejects('unknown-reference');
  });
});

describe('a reminder that was given', () => {
  const given = aReminder.after('FireReminder');
  const snooze = { reminderId, ringsAgainOn: '2026-03-16', reasonCode: 'busy' };

  it('is never given again, whatever is said of it', () => {
    given.when('FireReminder', ring).nothing();
    given.when('FireReminder', { ...ring, firedAt: '2026-03-02T08:30:00+01:00', recipients: [] }).nothing();
  });

  it('is acknowledged once', () => {
    given.when('AcknowledgeReminder', { reminderId }).then({ type: 'ReminderAcknowledged', data: { reminderId } });
    given.and('AcknowledgeReminder', { reminderId }).when('AcknowledgeReminder', { reminderId }).nothing();
  });

  it('is put off for ten business days at most, to a day that comes', () => {
    given.when('SnoozeReminder', snooze).then({ type: 'ReminderSnoozed', data: snooze });
    given
      .when('SnoozeReminder', { ...snooze, ringsAgainOn: '2026-03-17' })
      .rejects('snooze-too-long', { latestOn: '2026-03-16' });
    given.when('SnoozeReminder', { ...snooze, ringsAgainOn: '2026-03-02' }).rejects('period-reversed');
  });

  it('is put off once: the ring that comes of it can be put off in its turn', () => {
    const snoozed = given.and('SnoozeReminder', snooze);
    snoozed.when('SnoozeReminder', snooze).nothing();
    snoozed
      .when('SnoozeReminder', { ...snooze, ringsAgainOn: '2026-03-10' })
      .rejects('wrong-state', { state: 'snoozed', allowed: ['fired'] });
    snoozed.when('AcknowledgeReminder', { reminderId }).then({ type: 'ReminderAcknowledged' });
  });

  it('is not put off once it is acknowledged', () => {
    given
      .and('AcknowledgeReminder', { reminderId })
      .when('SnoozeReminder', snooze)
      .rejects('wrong-state', { state: 'acknowledged' });
  });
});

describe('the id of a reminder', () => {
  it('is rule, subject and occurrence, and can be taken apart', () => {
    expect(reminderId).toBe(`first-contact-due.${caseId}.${entry}.1`);
    expect(partsOfReminderId(reminderId)).toEqual(parts);
    expect(partsOfReminderId(`${reminderId}-2`)).toEqual({ ...parts, occurrence: `${entry}.1-2` });
  });

  it('is nothing else: no number from 0, no name of a person, no prose', () => {
    const others = [`${reminderId}-0`, `Kim Ek.${caseId}.${entry}.1`, `r.${caseId}.${entry}`, `r.${caseId}.${entry}.0`];
    expect(others.filter((other) => ReminderId.safeParse(other).success)).toEqual([]);
  });
});
