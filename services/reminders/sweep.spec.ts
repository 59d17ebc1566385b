import { describe, expect, it } from '@jest/globals';
import { waitFor } from '@etapp/testing';

import { ringingFigures } from './ringing-figures.js';
import { type Due, runSweep, sweepOnce, type SweepParts } from './sweep.js';

const now = '2026-03-02T06:01:00.000Z';
const dueAt = (minute: number): Due => ({
  reminderId: `reminder-${String(minute).padStart(2, '0')}`,
  ringAt: `2026-03-02T06:00:${String(minute).padStart(2, '0')}.000Z`,
});
const going = (): AbortSignal => new AbortController().signal;

/** An agenda in memory: what is fired is no longer due. */
const agendaOf = (count: number) => {
  let due = Array.from({ length: count }, (_, index) => dueAt(index));
  const fired: string[] = [];
  return {
    fired,
    dueNow: async (limit: number, after?: Due) =>
      due.filter(({ reminderId }) => after === undefined || reminderId > after.reminderId).slice(0, limit),
    fire: async (id: string) => {
      due = due.filter(({ reminderId }) => reminderId !== id);
      fired.push(id);
    },
  };
};

const partsOf = (overrides: Partial<SweepParts>): SweepParts => ({
  ...agendaOf(0),
  now: () => now,
  figures: ringingFigures(),
  ...{ everySeconds: 30, concurrency: 4, pageSize: 5 },
  onTrouble: () => undefined,
  ...overrides,
});

describe('a sweep', () => {
  it('fires everything that is due, page by page, and counts it', async () => {
    const [agenda, figures] = [agendaOf(23), ringingFigures()];
    expect(await sweepOnce(partsOf({ ...agenda, figures }), going())).toBe(true);
    expect(agenda.fired).toHaveLength(23);
    expect(figures.read()).toMatchObject({ due: 23, lateSeconds: 60, swept: 23, lastSweepAt: now });
  });

  it('has nothing late where nothing is due', async () => {
    const figures = ringingFigures();
    figures.late(now, '2026-03-02T06:00:00.000Z');
    await sweepOnce(partsOf({ figures }), going());
    expect(figures.read()).toMatchObject({ due: 0, lateSeconds: 0, swept: 0, lastSweepAt: now });
  });

  it('gets past reminders that would not fire, names each, and comes back to them', async () => {
    const [agenda, troubled] = [agendaOf(12), new Set<string | undefined>()];
    const broken = ['reminder-00', 'reminder-01', 'reminder-02', 'reminder-03'];
    const fire = (id: string) => (broken.includes(id) ? Promise.reject(new Error(id)) : agenda.fire(id));
    const parts = partsOf({ ...agenda, fire, onTrouble: (_error, id) => troubled.add(id) });
    expect(await sweepOnce(parts, going())).toBe(true);
    expect(agenda.fired).toHaveLength(8);
    expect([...troubled].sort()).toEqual(broken);
    await sweepOnce({ ...parts, fire: agenda.fire }, going());
    expect(agenda.fired).toHaveLength(12);
  });

  it('ends early when nothing of a full page would fire, or nobody says what is due', async () => {
    const agenda = agendaOf(12);
    let tried = 0;
    const fire = () => {
      tried += 1;
      return Promise.reject(new Error('down'));
    };
    const figures = ringingFigures();
    expect(await sweepOnce(partsOf({ ...agenda, fire, figures }), going())).toBe(false);
    expect(tried).toBe(5);
    expect(await sweepOnce(partsOf({ dueNow: fire, figures }), going())).toBe(false);
    expect(figures.read().lastSweepAt).toBeUndefined();
  });

  it('gets to its end when the only one that is due would not fire', async () => {
    const figures = ringingFigures();
    const fire = () => Promise.reject(new Error('broken'));
    expect(await sweepOnce(partsOf({ ...agendaOf(1), fire, figures }), going())).toBe(true);
    expect(figures.read()).toMatchObject({ due: 1, swept: 0, lastSweepAt: now });
  });

  it('fires no more at once than it may', async () => {
    let [inHand, most] = [0, 0];
    const fire = async (): Promise<void> => {
      most = Math.max(most, (inHand += 1));
      await new Promise<void>((resolve) => setImmediate(resolve));
      inHand -= 1;
    };
    await sweepOnce(partsOf({ ...agendaOf(12), fire, pageSize: 20 }), going());
    expect(most).toBe(4);
  });

  it('fires nothing more once it shall end', async () => {
    const [agenda, ending] = [agendaOf(12), new AbortController()];
    const fire = async (id: string) => {
      await agenda.fire(id);
      ending.abort();
    };
    await sweepOnce(partsOf({ ...agenda, fire, concurrency: 1 }), ending.signal);
    expect(agenda.fired).toHaveLength(1);
  });

  it('comes again and again, also after an outage, until it shall end', async () => {
    const [agenda, ending] = [agendaOf(3), new AbortController()];
    let asked = 0;
    const dueNow: SweepParts['dueNow'] = (limit, after) => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error('down')) : agenda.dueNow(limit, after);
    };
    const running = runSweep(partsOf({ ...agenda, dueNow, everySeconds: 0.01 }), ending.signal);
    await waitFor(() => agenda.fired.length === 3 && asked > 4);
    ending.abort();
    await running;
  });
});
