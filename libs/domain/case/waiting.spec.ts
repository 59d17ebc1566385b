import { describe, expect, it } from '@jest/globals';
import { ImpossibleStep } from '@etapp/kernel';

import { exampleIds } from '../examples.js';
import { aCase } from './a-case.fixture.js';

const { wait: waitId } = exampleIds;
const wait = { waitId, reasonCode: 'otherAuthorityDecision', waitUntilOn: '2026-04-01' };
const over = { waitId, reasonCode: 'over' };

describe('a case in work', () => {
  const open = aCase.after('OpenCase');

  it('waits until a day for a reason', () => {
    open.when('WaitUntil', wait).then({ type: 'WaitingStarted', data: wait });
  });

  it('waits 90 days at most, counted from the day it began', () => {
    open.when('WaitUntil', { ...wait, waitUntilOn: '2026-05-31' }).then({ type: 'WaitingStarted' });
    open.when('WaitUntil', { ...wait, waitUntilOn: '2026-06-01' }).rejects('wait-too-long', { latestOn: '2026-05-31' });
    open
      .when(
        'WaitUntil',
        { ...wait, waitUntilOn: '2026-06-01' },
        {
          at: '2026-03-10T09:00:00+01:00',
          occurredAt: '2026-03-03T08:00:00.000Z',
        },
      )
      .then({ type: 'WaitingStarted', occurredAt: '2026-03-03T08:00:00.000Z' });
  });

  it('does not wait for a day that has passed', () => {
    open.when('WaitUntil', { ...wait, waitUntilOn: '2026-03-01' }).rejects('period-reversed');
  });

  it('has no wait to end', () => {
    open.when('EndWait', over).rejects('unknown-reference', { waitId });
  });
});

describe('a case that waits', () => {
  const waits = aCase.after('WaitUntil');

  it('waits for one thing at a time', () => {
    waits.when('WaitUntil', wait).nothing();
    waits.when('WaitUntil', { ...wait, waitId: exampleIds.goal }).rejects('already-waiting', { waitId });
  });

  it('ends its wait once', () => {
    waits.when('EndWait', over).then({ type: 'WaitingEnded', data: over });
    waits.and('EndWait', over).when('EndWait', over).nothing();
    waits
      .and('EndWait', over)
      .when('EndWait', { ...over, reasonCode: 'earlier' })
      .rejects('wrong-state', { state: 'over' });
  });

  it('may wait again afterwards', () => {
    waits
      .and('EndWait', over)
      .when('WaitUntil', { ...wait, waitId: exampleIds.goal })
      .then({ type: 'WaitingStarted' });
  });

  it('waits no longer when it is closed', () => {
    aCase
      .after('WaitUntil', 'ReopenCase')
      .when('EndWait', over, { at: '2026-06-08T10:00:00+02:00' })
      .rejects('wrong-state', { state: 'caseClosed' });
  });

  it('cannot have begun or ended twice', () => {
    const another = { ...wait, waitId: exampleIds.goal };
    expect(() => waits.given({ type: 'WaitingStarted', data: another }).state()).toThrow(ImpossibleStep);
    const ended = waits.and('EndWait', over);
    expect(() => ended.given({ type: 'WaitingEnded', data: over }).state()).toThrow(ImpossibleStep);
  });
});
