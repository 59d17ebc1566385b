import { describe, expect, it } from '@jest/globals';

import { aUnit } from './a-unit.fixture.js';
import { unavailableSupportForms } from './support-form-availability.js';

const stop = { supportForm: 'newStartJob', available: false, fromOn: '2026-03-09', reasonCode: 'fundingStop' };
const reopening = { supportForm: 'newStartJob', available: true, fromOn: '2026-05-04', reasonCode: 'reopened' };

describe('a unit with every support form', () => {
  const registered = aUnit.after('RegisterUnit');

  it('offers them all', () => {
    expect(unavailableSupportForms(registered.state(), '2026-03-09')).toEqual([]);
  });

  it('loses one at a funding stop', () => {
    registered.when('ChangeSupportFormAvailability', stop).then({
      type: 'SupportFormAvailabilityChanged',
      data: stop,
    });
  });
});

describe('a unit with a funding stop', () => {
  const stopped = aUnit.after('RegisterUnit').and('ChangeSupportFormAvailability', stop);

  it('cannot offer the form from that day on', () => {
    expect(unavailableSupportForms(stopped.state(), '2026-03-08')).toEqual([]);
    expect(unavailableSupportForms(stopped.state(), '2026-03-09')).toEqual(['newStartJob']);
  });

  it('hears of it once', () => {
    stopped.when('ChangeSupportFormAvailability', stop).nothing();
  });

  it('can offer the form again when the funding is back', () => {
    const reopened = stopped.and('ChangeSupportFormAvailability', reopening);
    expect(unavailableSupportForms(reopened.state(), '2026-05-03')).toEqual(['newStartJob']);
    expect(unavailableSupportForms(reopened.state(), '2026-05-04')).toEqual([]);
  });
});
