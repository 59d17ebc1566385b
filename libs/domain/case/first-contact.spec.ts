import { describe, expect, it } from '@jest/globals';
import { ImpossibleStep } from '@etapp/kernel';

import { exampleIds } from '../examples.js';
import { aCase } from './a-case.fixture.js';

const { contact: contactId } = exampleIds;
const booking = { contactId, startsAt: '2026-03-03T10:00:00+01:00', channel: 'visit' };
const held = {
  contactId,
  heldAt: '2026-03-03T10:00:00+01:00',
  channel: 'visit',
  attendees: ['participant', 'labourMarketAdministration'],
  purposeExplained: true,
};
const noShow = { contactId, missedAt: '2026-03-03T10:00:00+01:00', notifiedAbsence: true };
const afterwards = { at: '2026-03-03T11:00:00+01:00' };

describe('a case that waits for the first contact', () => {
  const open = aCase.after('OpenCase');

  it('gets a time', () => {
    open.when('BookFirstContact', booking).then({ type: 'FirstContactBooked', data: { contactId, channel: 'visit' } });
  });

  it('may have its contact at once, without a time', () => {
    open.when('RecordFirstContact', { ...held, ownAnswer: 'Jag vill söka jobb på lager.' }, afterwards).then({
      type: 'FirstContactHeld',
      occurredAt: '2026-03-03T09:00:00.000Z',
      data: { contactId, ownAnswer: { personal: 'Jag vill söka jobb på lager.' } },
    });
  });

  it('has no contact before the case came in', () => {
    const before = '2026-03-02T08:00:00+01:00';
    open.when('BookFirstContact', { ...booking, startsAt: before }).rejects('contact-before-received');
    open.when('RecordFirstContact', { ...held, heldAt: before }).rejects('contact-before-received');
  });

  it('has no contact to miss', () => {
    open.when('RecordNoShow', noShow, afterwards).rejects('first-contact-not-booked', { contactId });
  });

  it('replaces a time only if there was one', () => {
    open
      .when('BookFirstContact', { ...booking, replacesContactId: exampleIds.goal })
      .rejects('unknown-reference', { replacesContactId: exampleIds.goal });
  });
});

describe('a booked first contact', () => {
  const booked = aCase.after('BookFirstContact');

  it('is booked once', () => {
    booked.when('BookFirstContact', booking).nothing();
    booked
      .when('BookFirstContact', { ...booking, channel: 'phone' })
      .rejects('same-id-other-content', { fields: ['channel'] });
  });

  it('is moved to another time', () => {
    booked
      .when('BookFirstContact', { ...booking, contactId: exampleIds.goal, replacesContactId: contactId })
      .then({ type: 'FirstContactBooked', data: { replacesContactId: contactId } });
  });

  it('is missed once, and booked again in place of the missed one', () => {
    const missed = booked.and('RecordNoShow', noShow, afterwards);
    missed.when('RecordNoShow', noShow, afterwards).nothing();
    missed
      .when('BookFirstContact', { ...booking, contactId: exampleIds.goal, replacesContactId: contactId }, afterwards)
      .then({ type: 'FirstContactBooked' });
  });

  it('cannot be missed under another id', () => {
    booked
      .when('RecordNoShow', { ...noShow, contactId: exampleIds.goal }, afterwards)
      .rejects('first-contact-not-booked');
  });
});

describe('a first contact that was held', () => {
  const met = aCase.after('OpenCase').and('RecordFirstContact', held, afterwards);

  it('is recorded once', () => {
    met.when('RecordFirstContact', held, afterwards).nothing();
  });

  it('is the only one of its period', () => {
    const another = { contactId: exampleIds.goal };
    met.when('RecordFirstContact', { ...held, ...another }, afterwards).rejects('first-contact-already-held');
    met.when('BookFirstContact', { ...booking, ...another }, afterwards).rejects('first-contact-already-held');
  });

  it('comes anew when the case is reopened', () => {
    const again = { ...held, contactId: exampleIds.goal, heldAt: '2026-06-08T09:30:00+02:00' };
    aCase
      .after('ReopenCase')
      .when('RecordFirstContact', again, { at: '2026-06-08T10:00:00+02:00' })
      .then({ type: 'FirstContactHeld' });
  });
});

describe('a history that cannot have been', () => {
  const open = aCase.after('OpenCase');
  const met = aCase.after('RecordFirstContact');

  it.each([
    [
      'a track assessed before the contact',
      open.given({ type: 'TrackAssessed', data: { track: 'mainFlow', barriers: [] } }),
    ],
    [
      'a plan drafted before the contact',
      open.given({ type: 'PlanDrafted', data: { planId: exampleIds.plan, planType: 'directPlan' } }),
    ],
    ['a contact held twice', met.given({ type: 'FirstContactHeld', data: { ...held, contactId: exampleIds.goal } })],
    ['a time booked after the contact', met.given({ type: 'FirstContactBooked', data: booking })],
    ['a missed contact that nobody booked', open.given({ type: 'FirstContactMissed', data: noShow })],
  ])('is refused: %s', (_what, history) => {
    expect(() => history.state()).toThrow(ImpossibleStep);
  });
});
