import { describe, it } from '@jest/globals';

import { exampleIds } from '../examples.js';
import { aMemberOfStaff } from './a-member-of-staff.fixture.js';

const byMail = { email: 'kim@example.se', dailyAt: '07:30' };
const employed = aMemberOfStaff.after('RegisterStaff');

describe('a member of staff', () => {
  it('has reminders announced by e-mail, at an address that is closed to the rules', () => {
    employed.when('ChangeNotificationPreferences', byMail).then({
      type: 'NotificationPreferencesChanged',
      data: { email: { personal: 'kim@example.se' }, dailyAt: '07:30' },
    });
  });

  it('wants no e-mail any more, and says so once', () => {
    const without = employed.and('ChangeNotificationPreferences', byMail).and('ChangeNotificationPreferences', {});
    without.when('ChangeNotificationPreferences', {}).nothing();
  });

  it('decides that for nobody else', () => {
    employed
      .when('ChangeNotificationPreferences', byMail, { actor: { userId: exampleIds.unitLead } })
      .rejects('not-your-own', { userId: exampleIds.caseworker });
  });
});

describe('somebody who is not there', () => {
  it('has nothing announced', () => {
    aMemberOfStaff.given().when('ChangeNotificationPreferences', byMail).rejects('unknown-reference');
    aMemberOfStaff
      .after('StaffLeft')
      .when('ChangeNotificationPreferences', byMail)
      .rejects('wrong-state', { state: 'left' });
  });
});
