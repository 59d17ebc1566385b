import { describe, it } from '@jest/globals';

import { aPerson } from './a-person.fixture.js';

const registered = aPerson.after('RegisterPerson');
const protectedAs = (level: string) =>
  registered.and('RecordProtection', { level, source: 'populationRegister', effectiveOn: '2026-03-02' });
const withAddress = { address: 'Exempelgatan 1, 231 00 Trelleborg' };

describe('a registered person', () => {
  it('gets an address and a way they like to be reached', () => {
    registered.when('ChangeContactDetails', { ...withAddress, preferredChannel: 'letter' }).then({
      type: 'ContactDetailsChanged',
      data: { address: { personal: withAddress.address }, preferredChannel: 'letter' },
    });
  });

  it('states the same preference once, while personal details cannot be compared', () => {
    const preference = { preferredChannel: 'phone' };
    registered.and('ChangeContactDetails', preference).when('ChangeContactDetails', preference).nothing();
    registered
      .and('ChangeContactDetails', withAddress)
      .when('ChangeContactDetails', withAddress)
      .then({ type: 'ContactDetailsChanged' });
  });

  it('has a language, and needs an interpreter or does not', () => {
    const arabic = { language: 'ar', interpreterNeeded: true };
    registered.when('RecordLanguage', arabic).then({ type: 'LanguageNeedRecorded', data: arabic });
    registered.and('RecordLanguage', arabic).when('RecordLanguage', arabic).nothing();
    registered
      .and('RecordLanguage', arabic)
      .when('RecordLanguage', { ...arabic, interpreterNeeded: false })
      .then({ type: 'LanguageNeedRecorded', data: { interpreterNeeded: false } });
  });
});

describe('a person with protected population registration', () => {
  const hidden = protectedAs('protectedPopulationRegistration');

  it('has no address here, but a phone number', () => {
    hidden
      .when('ChangeContactDetails', withAddress)
      .rejects('address-not-allowed', { level: 'protectedPopulationRegistration' });
    hidden.when('ChangeContactDetails', { phone: '070-174 06 05' }).then({ type: 'ContactDetailsChanged' });
  });
});

describe('a person with a confidentiality marking', () => {
  it('keeps an address for those with the case', () => {
    protectedAs('confidentialityMarking')
      .when('ChangeContactDetails', withAddress)
      .then({ type: 'ContactDetailsChanged' });
  });
});
