import { describe, expect, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { defaultSettings } from '../settings.js';
import { aCase } from './a-case.fixture.js';
import { validConsent } from './consent.js';

const { consent: consentId, entry: newerId } = exampleIds;
const scope = {
  consentId,
  kind: 'sharing',
  parties: ['publicEmploymentService'],
  purposes: ['jointPlanning'],
  categories: ['plan', 'minutes'],
};
const request = { ...scope, language: 'so' };
const consent = { ...scope, form: 'written', signedOn: '2026-03-02', lastValidOn: '2026-09-02' };
const later = { at: '2026-04-15T09:00:00+02:00' };

describe('an open case without consent', () => {
  const open = aCase.after('OpenCase');

  it('asks for consent in the language of the person', () => {
    open.when('RequestConsent', request).then({ type: 'ConsentRequested', data: request });
  });

  it('takes a consent at once when the person signs at the first visit', () => {
    open
      .when('GiveConsent', { ...consent, documentRef: 'D-2026-17' })
      .then({ type: 'ConsentGiven', occurredAt: '2026-03-01T23:00:00.000Z', data: { ...consent, documentRef: {} } });
  });

  it('never asks for or takes a consent to everything: parties, purposes and categories are named', () => {
    const blanket = { ...scope, parties: [], categories: [] };
    open
      .when('RequestConsent', { ...blanket, language: 'sv' })
      .rejects('blanket-consent', { empty: ['parties', 'categories'] });
    open.when('GiveConsent', { ...consent, purposes: [] }).rejects('blanket-consent', { empty: ['purposes'] });
  });

  it('names the intervention when the consent is for the national register', () => {
    const registry = { ...scope, kind: 'registry', purposes: ['registry'] };
    const given = { ...consent, ...registry };
    open.when('RequestConsent', { ...registry, language: 'sv' }).rejects('registry-consent-needs-intervention');
    open.when('GiveConsent', given).rejects('registry-consent-needs-intervention');
    open.when('GiveConsent', { ...given, interventionId: exampleIds.activity }).then({ type: 'ConsentGiven' });
  });

  it('takes a consent for twelve months at most, unless the municipality says otherwise', () => {
    open.when('GiveConsent', { ...consent, lastValidOn: '2027-03-02' }).then({ type: 'ConsentGiven' });
    open
      .when('GiveConsent', { ...consent, lastValidOn: '2027-03-03' })
      .rejects('consent-too-long', { latest: '2027-03-02', maxMonths: 12 });
  });

  it('counts six months from the last of August to the last of February', () => {
    const settings = { ...defaultSettings, 'consent.maxMonths': 6 };
    const signed = { ...consent, signedOn: '2026-08-31', lastValidOn: '2027-02-28' };
    const onTheDay = { at: '2026-08-31T10:00:00+02:00', facts: { settings } };
    open.when('GiveConsent', signed, onTheDay).then({ type: 'ConsentGiven' });
    open
      .when('GiveConsent', { ...signed, lastValidOn: '2027-03-01' }, onTheDay)
      .rejects('consent-too-long', { latest: '2027-02-28' });
  });

  it('takes no consent that ends before it is signed, or that is signed tomorrow', () => {
    open.when('GiveConsent', { ...consent, lastValidOn: '2026-03-01' }).rejects('period-reversed');
    open.when('GiveConsent', { ...consent, signedOn: '2026-03-03' }).rejects('occurred-in-future');
  });

  it('has nothing to decline, to withdraw or to replace', () => {
    open.when('DeclineConsent', { consentId, declinedOn: '2026-03-02' }).rejects('unknown-reference', { consentId });
    open
      .when('WithdrawConsent', { consentId, withdrawnOn: '2026-03-02', channel: 'phone' })
      .rejects('unknown-reference', { consentId });
    open
      .when('GiveConsent', { ...consent, supersedesConsentId: newerId })
      .rejects('unknown-reference', { consentId: newerId });
  });
});

describe('a consent that was asked for', () => {
  const requested = aCase.after('OpenCase').and('RequestConsent', request);
  const declined = { consentId, declinedOn: '2026-03-03' };

  it('is asked for once', () => {
    requested.when('RequestConsent', request).nothing();
    requested
      .when('RequestConsent', { ...request, language: 'sv' })
      .rejects('same-id-other-content', { fields: ['language'] });
  });

  it('is given, perhaps to fewer than were asked for', () => {
    requested
      .when('GiveConsent', { ...consent, categories: ['plan'] })
      .then({ type: 'ConsentGiven', data: { categories: ['plan'] } });
  });

  it('is declined, once', () => {
    requested.when('DeclineConsent', declined, later).then({ type: 'ConsentDeclined', data: declined });
    requested.and('DeclineConsent', declined, later).when('DeclineConsent', declined, later).nothing();
  });

  it('is declined rather than withdrawn while there is no answer', () => {
    requested
      .when('WithdrawConsent', { consentId, withdrawnOn: '2026-03-03', channel: 'visit' }, later)
      .rejects('wrong-state', { state: 'requested', allowed: ['given'] });
  });

  it('is asked for anew after a no, and not turned into a yes', () => {
    requested
      .and('DeclineConsent', declined, later)
      .when('GiveConsent', { ...consent, signedOn: '2026-04-15' }, later)
      .rejects('wrong-state', { state: 'declined', allowed: ['requested'] });
  });
});

describe('a consent that was given', () => {
  const given = aCase.after('OpenCase').and('GiveConsent', consent);
  const withdrawal = { consentId, withdrawnOn: '2026-04-14', channel: 'phone' };
  const newer = { ...consent, consentId: newerId, signedOn: '2026-04-15', lastValidOn: '2027-04-15' };

  it('is given once', () => {
    given.when('GiveConsent', consent).nothing();
    given.when('GiveConsent', { ...consent, form: 'oral' }).rejects('same-id-other-content', { fields: ['form'] });
    given.when('RequestConsent', request).rejects('wrong-state', { state: 'given' });
    given.when('DeclineConsent', { consentId, declinedOn: '2026-03-02' }).rejects('wrong-state', { state: 'given' });
  });

  it('holds from the day it is signed to its last day', () => {
    const { consent: known } = given.state();
    const days = ['2026-03-01', '2026-03-02', '2026-09-02', '2026-09-03'];
    expect(days.map((day) => validConsent(known, consentId, day) !== undefined)).toEqual([false, true, true, false]);
  });

  it('is withdrawn, and holds up to the day before', () => {
    given.when('WithdrawConsent', withdrawal, later).then({
      type: 'ConsentWithdrawn',
      occurredAt: '2026-04-13T22:00:00.000Z',
      data: withdrawal,
    });
    const { consent: known } = given.and('WithdrawConsent', withdrawal, later).state();
    expect(validConsent(known, consentId, '2026-04-13')).toMatchObject({ categories: ['plan', 'minutes'] });
    expect(validConsent(known, consentId, '2026-04-14')).toBeUndefined();
  });

  it('is withdrawn once', () => {
    const withdrawn = given.and('WithdrawConsent', withdrawal, later);
    withdrawn.when('WithdrawConsent', withdrawal, later).nothing();
    withdrawn
      .when('WithdrawConsent', { ...withdrawal, channel: 'letter' }, later)
      .rejects('wrong-state', { state: 'withdrawn', allowed: ['given'] });
  });

  it('cannot be withdrawn before it was signed', () => {
    given
      .when('WithdrawConsent', { ...withdrawal, withdrawnOn: '2026-03-01' }, later)
      .rejects('period-reversed', { signedOn: '2026-03-02', withdrawnOn: '2026-03-01' });
  });

  it('is replaced by a newer one from the day that one is signed', () => {
    const replaced = given.and('GiveConsent', { ...newer, supersedesConsentId: consentId }, later);
    const { consent: known } = replaced.state();
    expect(validConsent(known, consentId, '2026-04-14')).toBeDefined();
    expect(validConsent(known, consentId, '2026-04-15')).toBeUndefined();
    expect(validConsent(known, newerId, '2026-04-15')).toBeDefined();
    replaced
      .when('WithdrawConsent', { ...withdrawal, consentId }, later)
      .rejects('wrong-state', { state: 'superseded' });
    replaced.when('WithdrawConsent', { ...withdrawal, withdrawnOn: '2026-04-15', consentId: newerId }, later).then({
      type: 'ConsentWithdrawn',
      data: { consentId: newerId },
    });
  });

  it('can be withdrawn when the case is closed, while no new one is taken', () => {
    const closed = given.given({
      type: 'CaseClosed',
      data: { closedOn: '2026-04-01', destination: 'work', occupation: 'work', carriedOverMeasureIds: [] },
    });
    closed.when('WithdrawConsent', withdrawal, later).then({ type: 'ConsentWithdrawn' });
    closed.when('GiveConsent', newer, later).rejects('case-not-open');
  });
});
