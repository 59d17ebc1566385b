import { describe, expect, it } from '@jest/globals';
import { LogLeft, OutcomeUnknown, StoreUnavailable } from '@etapp/event-store';
import { waitFor } from '@etapp/testing';

import { ringingFigures } from './ringing-figures.js';
import { type Due, sweeper, sweepOnce, type SweepParts } from './sweep.js';

const now = '2026-03-02T06:01:00.000Z';
const dueAt = (minute: number): Due => ({
  reminderId: `reminder-${String(minute).padStart(2, '0')}`,
  ringAt: `2026-03-02T06:00:${String(minute).padStart(2, '0')}.000Z`,
});
const going = () => ({ signal: new AbortController().signal, by: 'sweep' as const });

/** An agenda in memory: what is fired is no longer due. */
const agendaOf = (count: number) => {
  let due = Array.from({ length: count }, (_, index) => dueAt(index));
  const fired: string[] = [];
  return {
    fired,
    add: (...more: readonly Due[]) => {
      due = [...due, ...more];
    },
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

  it('gets past a whole page that would not fire to what comes behind it', async () => {
    const agenda = agendaOf(12);
    const fire = (id: string) => (id < 'reminder-05' ? Promise.reject(new Error(id)) : agenda.fire(id));
    expect(await sweepOnce(partsOf({ ...agenda, fire }), going())).toBe(true);
    expect(agenda.fired).toHaveLength(7);
  });

  it.each([new StoreUnavailable('down'), new OutcomeUnknown('lost'), new LogLeft('moved')])(
    'ends early when the log takes nothing of a page (%s)',
    async (outage) => {
      let tried = 0;
      const fire = () => {
        tried += 1;
        return Promise.reject(outage);
      };
      const figures = ringingFigures();
      expect(await sweepOnce(partsOf({ ...agendaOf(12), fire, figures }), going())).toBe(false);
      expect(tried).toBe(5);
      expect(figures.read().lastSweepAt).toBeUndefined();
    },
  );

  it('ends early when nobody says what is due', async () => {
    const figures = ringingFigures();
    const dueNow = () => Promise.reject(new Error('down'));
    expect(await sweepOnce(partsOf({ dueNow, figures }), going())).toBe(false);
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
    await sweepOnce(partsOf({ ...agenda, fire, concurrency: 1 }), { ...going(), signal: ending.signal });
    expect(agenda.fired).toHaveLength(1);
  });

  it('comes again and again, also after an outage, until it shall end', async () => {
    const [agenda, ending] = [agendaOf(3), new AbortController()];
    let asked = 0;
    const dueNow: SweepParts['dueNow'] = (limit, after) => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error('down')) : agenda.dueNow(limit, after);
    };
    const running = sweeper(partsOf({ ...agenda, dueNow, everySeconds: 0.01 })).run(ending.signal);
    await waitFor(() => agenda.fired.length === 3 && asked > 4);
    ending.abort();
    await running;
  });

  it('begins a page where it is told to, so that two that sweep at the same time meet late', async () => {
    const agenda = agendaOf(4);
    await sweepOnce(partsOf({ ...agenda, concurrency: 1, beginAt: (length) => length - 1 }), going());
    expect(agenda.fired).toEqual(['reminder-03', 'reminder-00', 'reminder-01', 'reminder-02']);
  });
});

/** A sweeper that would not look again by itself, and the hand that ends it. */
const rarely = (overrides: Partial<SweepParts>) => {
  const [ending, figures] = [new AbortController(), ringingFigures()];
  const sweeps = sweeper(partsOf({ ...overrides, figures, everySeconds: 3_600 }));
  const running = sweeps.run(ending.signal);
  const end = async (): Promise<void> => {
    ending.abort();
    await running;
  };
  return { ...sweeps, figures, end };
};

describe('a bell', () => {
  it('wakes the sweep, which counts what it gave as rung for', async () => {
    const agenda = agendaOf(0);
    const { wake, figures, end } = rarely(agenda);
    await waitFor(() => figures.read().lastSweepAt !== undefined);
    agenda.add(dueAt(1), dueAt(2));
    await wake();
    expect(figures.read()).toMatchObject({ rung: 2, swept: 0 });
    await end();
  });

  it('that rings during a sweep lets one more follow, however often it rang', async () => {
    const agenda = agendaOf(1);
    const releases: (() => void)[] = [];
    let asked = 0;
    const dueNow: SweepParts['dueNow'] = (limit, after) => {
      asked += 1;
      return agenda.dueNow(limit, after);
    };
    const fire = async (id: string): Promise<void> => {
      await new Promise<void>((release) => releases.push(release));
      await agenda.fire(id);
    };
    const { wake, end } = rarely({ dueNow, fire });
    await waitFor(() => releases.length === 1);
    const woken = Promise.all([wake(), wake(), wake()]);
    releases[0]?.();
    await woken;
    expect(asked).toBe(2);
    await end();
  });

  it('that rings when the worker ends is answered all the same', async () => {
    const { wake, end } = rarely({});
    const [woken] = [wake(), end()];
    await woken;
    await wake();
  });
});
