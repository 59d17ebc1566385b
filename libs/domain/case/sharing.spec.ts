import { describe, expect, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { defaultSettings } from '../settings.js';
import { aCase } from './a-case.fixture.js';
import { type Sharing, sharingRefusal } from './sharing.js';

const { consent: consentId, plan: planId, sharing: sharingId } = exampleIds;
const consent = {
  consentId,
  kind: 'sharing',
  parties: ['publicEmploymentService', 'incomeSupport'],
  purposes: ['jointPlanning', 'followUp'],
  categories: ['plan', 'attendance', 'minutes'],
  form: 'written',
  signedOn: '2026-05-04',
  lastValidOn: '2026-11-04',
};
const byConsent = { kind: 'consent', consentId } as const;
const information = {
  sharingId,
  toParty: 'publicEmploymentService',
  purpose: 'followUp',
  categories: ['attendance'],
  ground: byConsent,
  content: 'Närvaron i april',
};
const on4May = { at: '2026-05-04T10:00:00+02:00' };
const on8May = { at: '2026-05-08T10:00:00+02:00' };
const consented = aCase.after('ActivatePlan').and('GiveConsent', consent, on4May);
const withdrawn = consented.and('WithdrawConsent', { consentId, withdrawnOn: '2026-05-08', channel: 'phone' }, on8May);

describe('a meeting of the participant, the unit, the employment service and income support', () => {
  const meeting: Sharing = {
    ground: byConsent,
    parties: ['participant', 'labourMarketAdministration', 'publicEmploymentService', 'incomeSupport'],
    purpose: 'jointPlanning',
    categories: [],
    on: '2026-05-04',
    settings: defaultSettings,
    personAttends: true,
  };
  const refusal = (history: typeof consented, sharing: Partial<Sharing> = {}) =>
    sharingRefusal(history.state(), { ...meeting, ...sharing })?.code;

  it('is scheduled on a consent that covers both authorities and joint planning', () => {
    expect(refusal(consented)).toBeUndefined();
  });

  it('is not scheduled on a consent that is only asked for, was declined or is unknown', () => {
    const { form: _form, signedOn: _from, lastValidOn: _to, ...scope } = consent;
    const requested = aCase.after('OpenCase').and('RequestConsent', { ...scope, language: 'sv' });
    expect(refusal(requested)).toBe('consent-not-valid');
    expect(refusal(requested.and('DeclineConsent', { consentId, declinedOn: '2026-03-02' }))).toBe('consent-not-valid');
    expect(refusal(aCase.after('OpenCase'))).toBe('consent-not-valid');
  });

  it('names no consent that the case does not know, even where its parties need none', () => {
    const own = { parties: ['participant', 'labourMarketAdministration'] as const };
    expect(refusal(consented, own)).toBeUndefined();
    expect(refusal(aCase.after('OpenCase'), own)).toBe('consent-not-valid');
  });

  it('is not among the own authority, and needs no consent when the person is there', () => {
    expect(refusal(consented, { ground: { kind: 'sameAuthority' } })).toBe('no-sharing-ground');
    expect(refusal(consented, { ground: { kind: 'personPresent' } })).toBeUndefined();
    expect(refusal(consented, { ground: { kind: 'personPresent' }, personAttends: false })).toBe('person-not-present');
  });

  it('is not held on a consent that ran out or was withdrawn, and may be recorded late for a day when it held', () => {
    expect(refusal(consented, { on: '2026-11-05' })).toBe('consent-not-valid');
    expect(refusal(withdrawn, { on: '2026-05-08' })).toBe('consent-not-valid');
    expect(refusal(withdrawn, { on: '2026-05-07' })).toBeUndefined();
  });

  it('shares its minutes only when the consent names minutes', () => {
    const narrow = aCase.after('ActivatePlan').and('GiveConsent', { ...consent, categories: ['plan'] }, on4May);
    expect(refusal(narrow)).toBeUndefined();
    const minutes: Sharing = {
      ...meeting,
      parties: ['publicEmploymentService'],
      purpose: undefined,
      categories: ['minutes'],
    };
    expect(refusal(consented, minutes)).toBeUndefined();
    expect(sharingRefusal(narrow.state(), minutes)).toEqual({
      code: 'consent-scope-too-narrow',
      details: { consentId, missingParties: [], missingCategories: ['minutes'], missingPurposes: [] },
    });
  });

  it('is told everything that a narrow consent lacks', () => {
    const wide: Sharing = {
      ...meeting,
      parties: ['participant', 'healthCare', 'publicEmploymentService', 'provider', 'provider'],
      purpose: 'measureDecision',
      categories: ['health', 'plan'],
    };
    expect(sharingRefusal(consented.state(), wide)).toMatchObject({
      code: 'consent-scope-too-narrow',
      details: {
        missingParties: ['healthCare', 'provider'],
        missingCategories: ['health'],
        missingPurposes: ['measureDecision'],
      },
    });
  });

  it('asks for no ground between the person and the own parties', () => {
    const own = { ...defaultSettings, ownParties: ['labourMarketAdministration' as const, 'incomeSupport' as const] };
    const among: Partial<Sharing> = {
      ground: { kind: 'sameAuthority' },
      parties: ['participant', 'labourMarketAdministration', 'incomeSupport'],
    };
    expect(refusal(consented, { ...among, settings: own })).toBeUndefined();
    expect(refusal(consented, among)).toBe('no-sharing-ground');
  });
});

describe('information about the person', () => {
  it('is shared on a consent, and on record', () => {
    consented.when('ShareInformation', information, on8May).then({
      type: 'InformationShared',
      data: { toParty: 'publicEmploymentService', ground: byConsent, content: { personal: 'Närvaron i april' } },
    });
  });

  it('is not taken for the same when its text cannot be compared', () => {
    consented
      .and('ShareInformation', information, on8May)
      .when('ShareInformation', information, on8May)
      .rejects('same-id-other-content', { fields: ['content'] });
  });

  it('is not shared once the consent is withdrawn', () => {
    withdrawn.when('ShareInformation', information, on8May).rejects('consent-not-valid', { consentId });
  });

  it('may be registered today when it was shared while the consent held', () => {
    withdrawn
      .when('ShareInformation', information, { ...on8May, occurredAt: '2026-05-07T22:30:00.000Z' })
      .rejects('consent-not-valid', { on: '2026-05-08' });
    withdrawn
      .when('ShareInformation', information, { ...on8May, occurredAt: '2026-05-07T21:30:00.000Z' })
      .then({ type: 'InformationShared', occurredAt: '2026-05-07T21:30:00.000Z' });
  });

  it('is shared for the purposes, in the categories and with the parties that the person agreed to', () => {
    consented
      .when('ShareInformation', { ...information, purpose: 'referral' }, on8May)
      .rejects('consent-scope-too-narrow', { missingPurposes: ['referral'], missingCategories: [] });
    consented
      .when('ShareInformation', { ...information, categories: ['attendance', 'economy'] }, on8May)
      .rejects('consent-scope-too-narrow', { missingCategories: ['economy'] });
    consented
      .when('ShareInformation', { ...information, toParty: 'provider' }, on8May)
      .rejects('consent-scope-too-narrow', { missingParties: ['provider'] });
  });

  it('is shared by statute only where the municipality has configured it', () => {
    const byStatute = { ...information, ground: { kind: 'statute', code: 'SoL-11:11' } };
    consented.when('ShareInformation', byStatute, on8May).rejects('statute-not-configured', { code: 'SoL-11:11' });
    const settings = { ...defaultSettings, statuteCodes: ['SoL-11:11'] };
    consented
      .when('ShareInformation', byStatute, { ...on8May, facts: { settings } })
      .then({ type: 'InformationShared' });
  });

  it('is not shared because the person is there, which is a ground for meetings', () => {
    consented
      .when('ShareInformation', { ...information, ground: { kind: 'personPresent' } }, on8May)
      .rejects('no-sharing-ground', { ground: 'personPresent', parties: ['publicEmploymentService'] });
  });
});

describe('an active plan', () => {
  const share = {
    planId,
    revision: 1,
    toParty: 'publicEmploymentService',
    toOrganisation: 'Arbetsförmedlingen',
    categories: ['attendance'],
    ground: byConsent,
  };

  it('is shared on a consent that covers plans', () => {
    consented.when('SharePlan', share, on8May).then({ type: 'PlanShared', data: share });
  });

  it('is not shared on a consent to something else', () => {
    aCase
      .after('ActivatePlan')
      .and('GiveConsent', { ...consent, categories: ['attendance'] }, on4May)
      .when('SharePlan', share, on8May)
      .rejects('consent-scope-too-narrow', { missingCategories: ['plan'] });
  });

  it('is shared once a day with the same party', () => {
    const shared = consented.and('SharePlan', share, on4May);
    shared.when('SharePlan', share, on4May).nothing();
    shared.when('SharePlan', { ...share, toParty: 'incomeSupport' }, on4May).then({ type: 'PlanShared' });
    shared.when('SharePlan', share, on8May).then({ type: 'PlanShared' });
  });

  it('is shared in a revision that exists', () => {
    consented.when('SharePlan', { ...share, revision: 2 }, on8May).rejects('unknown-reference', { revision: 2 });
  });

  it('is not shared while it is a draft', () => {
    aCase
      .after('DraftPlan', 'GiveConsent')
      .when('SharePlan', share, { at: '2026-03-03T12:00:00+01:00' })
      .rejects('wrong-state', { state: 'draft', allowed: ['active'] });
  });

  it('goes to the person and to the own authority without further ground', () => {
    const sameAuthority = { ...share, ground: { kind: 'sameAuthority' } };
    consented.when('SharePlan', { ...sameAuthority, toParty: 'participant' }, on8May).then({ type: 'PlanShared' });
    consented.when('SharePlan', sameAuthority, on8May).rejects('no-sharing-ground');
  });
});
