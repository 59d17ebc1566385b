import { describe, expect, it } from '@jest/globals';

import { aHistory, foldHistory, recordedBy, rowsAfter, type Step } from '../a-history.fixture.js';
import { caseCard } from '../case-card/case-card.js';
import { assessTrack, caseworker, holdContact, id, openCase, otherCaseworker, unit } from '../cases.fixture.js';
import { personCard } from '../person-card/person-card.js';
import { staffDirectory } from '../staff-directory/staff-directory.js';
import { TrackShareInput } from './answer.js';
import { countTracks, findTracks } from './queries.js';
import { trackShare } from './track-share.js';

const received = '2026-09-07T09:00:00+02:00';
const numbered = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => (index + 1) * 100);
const assessed = (n: number, track: string): readonly Step[] => [
  ...openCase(id(n), id(n + 1), received),
  holdContact(id(n), id(n + 2), received),
  assessTrack(id(n), track, received),
];
const change = (n: number): Step => [
  ...(['case', id(n), 'ChangeTrack'] as const),
  { from: 'mainFlow', to: 'specialSupport', reasonCode: 'needsMoreSupport' },
  '2026-09-14T10:00:00+02:00',
];
const close = (n: number): Step => [
  ...(['case', id(n), 'CloseCase'] as const),
  { closedOn: '2026-09-15', destination: 'moved', occupation: 'unknown', carriedOverMeasureIds: [] },
  '2026-09-15T10:00:00+02:00',
];
const forty = numbered(40).flatMap((n) => assessed(n, n > 3400 ? 'specialSupport' : 'mainFlow'));
const events = aHistory(...forty, change(100), change(200));
const everything = TrackShareInput.parse({});
const asking = (log = events, userId: string = caseworker) => ({
  rows: rowsAfter([trackShare, caseCard, personCard, staffDirectory], log),
  reader: { userId, unitIds: [unit], seesProtected: false },
  now: '2026-09-15T09:00:00.000Z',
  page: { limit: 20, number: 1 },
});

describe('the track of a case', () => {
  it('is none at first, then the one assessed, then the one it was changed to, since that day', () => {
    const rowAfter = (...steps: readonly Step[]) => foldHistory(trackShare, aHistory(...steps)).get(id(100));
    expect(rowAfter(...openCase(id(100), id(101), received))?.track).toBeUndefined();
    const main = assessed(100, 'mainFlow');
    expect(rowAfter(...main)).toMatchObject({ track: 'mainFlow', since: '2026-09-07T07:00:00.000Z' });
    expect(rowAfter(...main, change(100))).toMatchObject({
      track: 'specialSupport',
      since: '2026-09-14T08:00:00.000Z',
    });
  });
});

describe('the 85/15 board', () => {
  it('has 34 of 40 in the main flow, and after two changes 32', async () => {
    const before = await countTracks(asking(recordedBy(events, '2026-09-14T09:00:00+02:00')), everything);
    expect(before.total).toMatchObject({
      mainFlow: 34,
      specialSupport: 6,
      mainFlowPercent: 85,
      specialSupportPercent: 15,
    });
    const after = await countTracks(asking(), everything);
    expect(after.total).toMatchObject({
      mainFlow: 32,
      specialSupport: 8,
      mainFlowPercent: 80,
      specialSupportPercent: 20,
    });
  });

  it('divides by unit and by caseworker', async () => {
    const counted = await countTracks(asking(), everything);
    expect(counted.byUnit).toMatchObject([{ unitId: unit, mainFlow: 32 }]);
    expect(counted.byCaseworker).toMatchObject([{ caseworkerUserId: caseworker, specialSupport: 8 }]);
    const others = await countTracks(asking(), TrackShareInput.parse({ caseworkerId: otherCaseworker }));
    expect(others).toMatchObject({ total: { mainFlow: 0 }, byCaseworker: [] });
    expect(others.total.mainFlowPercent).toBeUndefined();
  });

  it('leaves out closed cases, and counts apart those not assessed', async () => {
    const log = aHistory(...assessed(100, 'mainFlow'), close(100), ...openCase(id(200), id(201), received));
    const { total } = await countTracks(asking(log), everything);
    expect(total).toMatchObject({ mainFlow: 0, specialSupport: 0, notAssessed: 1 });
  });

  it('shows which cases they are', async () => {
    const special = await findTracks(asking(), TrackShareInput.parse({ track: 'specialSupport' }));
    expect(special.items).toHaveLength(8);
    expect(special.items.at(-1)).toMatchObject({ caseId: id(200), person: { personId: id(201) } });
    expect((await findTracks(asking(), TrackShareInput.parse({ track: 'none' }))).items).toEqual([]);
  });

  it("shows nobody else's cases as mine", async () => {
    const mine = TrackShareInput.parse({ scope: 'mine' });
    expect((await countTracks(asking(events, otherCaseworker), mine)).total.mainFlow).toBe(0);
    expect((await countTracks(asking(), mine)).total.mainFlow).toBe(32);
  });
});
