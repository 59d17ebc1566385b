import { describe, expect, it } from '@jest/globals';
import { localDay } from '@etapp/calendar';
import { caseAggregate, caseCommands, exampleActor, exampleFacts } from '@etapp/domain';
import { parseRow } from '@etapp/kernel';
import { specificationOf } from '@etapp/testing';

import { foldHistory } from './a-history.fixture.js';
import { casePage } from './case-page/case-page.js';
import { worklist } from './worklist/worklist.js';

const aCase = specificationOf(caseAggregate, {
  now: '2026-03-02T09:00:00+01:00',
  today: localDay,
  actor: exampleActor,
  facts: exampleFacts,
});

describe.each(Object.keys(caseCommands))('the history that the example of %s makes', (name) => {
  const { events } = aCase.after(name);
  const last = events.at(-1)?.version;

  it('has a row on the worklist that is true for its last event', () => {
    const row = foldHistory(worklist, events).get('spec');

    expect(row?.caseVersion).toBe(last);
    expect(() => parseRow(worklist, row)).not.toThrow();
  });

  it('has a page that is true for its last event', () => {
    const row = foldHistory(casePage, events).get('spec');

    expect(row?.version).toBe(last);
    expect(() => parseRow(casePage, row)).not.toThrow();
  });
});
