import { describe, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { anEmployer } from './an-employer.fixture.js';

const contact = {
  contactLogId: exampleIds.contactLog,
  kind: 'booked',
  contactedOn: '2026-03-02',
  result: 'needStated',
};

describe('a registered employer', () => {
  const registered = anEmployer.after('RegisterEmployer');

  it('is contacted', () => {
    registered.when('RecordEmployerContact', contact).then({ type: 'EmployerContacted', data: contact });
    registered.and('RecordEmployerContact', contact).when('RecordEmployerContact', contact).nothing();
    registered
      .when('RecordEmployerContact', { ...contact, contactedOn: '2026-03-03' })
      .rejects('occurred-in-future', { field: 'contactedOn' });
  });

  it('is flagged once for each reason', () => {
    const flagged = registered.and('FlagEmployer', { reasonCode: 'unpaidWages' });
    flagged.when('FlagEmployer', { reasonCode: 'unpaidWages' }).nothing();
    flagged.when('FlagEmployer', { reasonCode: 'workEnvironment' }).then({ type: 'EmployerFlagged' });
    const flaggedTwice = flagged.and('FlagEmployer', { reasonCode: 'workEnvironment' });
    flaggedTwice.when('FlagEmployer', { reasonCode: 'unpaidWages' }).nothing();
  });

  it('loses all its flags at once', () => {
    const flagged = registered
      .and('FlagEmployer', { reasonCode: 'unpaidWages' })
      .and('FlagEmployer', { reasonCode: 'workEnvironment' });
    flagged.when('UnflagEmployer', {}).then({ type: 'EmployerUnflagged' });
    flagged.and('UnflagEmployer', {}).when('UnflagEmployer', {}).nothing();
    flagged
      .and('UnflagEmployer', {})
      .when('FlagEmployer', { reasonCode: 'unpaidWages' })
      .then({ type: 'EmployerFlagged' });
  });
});
