import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { PostgresStore } from '@etapp/event-store';

/** What is written and read at once. */
export type OrderingPlan = {
  readonly url: string;
  /** Events in all, besides those of the slow transactions. */
  readonly events: number;
  readonly writers: number;
  readonly readers: number;
  /** Per writer. */
  readonly slowTransactions: number;
};

/** What the subscribers saw of what was acknowledged; all but the first two are 0 for a sound log. */
export type OrderingVerdict = {
  readonly acknowledged: number;
  readonly readers: number;
  readonly lost: number;
  readonly doubled: number;
  readonly outOfOrder: number;
  /** Seen at another position than the one acknowledged, or never acknowledged. */
  readonly misplaced: number;
};

type Seen = { readonly position: number; readonly id: string };

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Runs one writer process and collects what it was told is stored. */
async function write(plan: OrderingPlan, events: number): Promise<Seen[]> {
  const { url, slowTransactions } = plan;
  const argument = JSON.stringify({ url, events, slowTransactions });
  const loader = ['--conditions=development', '--import', here('../sources.mjs')];
  const child = spawn(process.execPath, [...loader, here('./ordering-writer.ts'), argument], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const ended = once(child, 'close');
  const acknowledged: Seen[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const [position = '', id = ''] = line.split(' ');
    acknowledged.push({ position: Number(position), id });
  }
  await ended;
  if (child.exitCode !== 0) throw new Error(`a writer ended with ${child.exitCode ?? 'a signal'}`);
  return acknowledged;
}

/** Follows the log in batches of an odd small size until it is told the end and has reached it. */
async function read(store: PostgresStore, batchSize: number, end: Promise<number>): Promise<Seen[]> {
  const [ending, seen]: [AbortController, Seen[]] = [new AbortController(), []];
  let last = Infinity;
  let reached = 0;
  const endAt = end.then((position) => {
    last = position;
    if (reached >= last) ending.abort();
  });
  for await (const page of store.subscribe(store.start, {}, { signal: ending.signal, batchSize })) {
    for (const { position, id } of page.events) seen.push({ position: Number(position), id });
    reached = Number(page.upTo);
    if (reached >= last) ending.abort();
  }
  await endAt;
  return seen;
}

const judge = (acknowledged: ReadonlyMap<string, number>, seen: readonly Seen[]) => {
  const ids = new Set(seen.map(({ id }) => id));
  return {
    lost: [...acknowledged.keys()].filter((id) => !ids.has(id)).length,
    doubled: seen.length - ids.size,
    outOfOrder: seen.filter(({ position }, index) => position <= (seen[index - 1]?.position ?? 0)).length,
    misplaced: seen.filter(({ id, position }) => acknowledged.get(id) !== position).length,
  };
};

/** Writes from several processes at once, with slow and rolled-back transactions, while subscribers read; compares. */
export async function proveOrdering(plan: OrderingPlan): Promise<OrderingVerdict> {
  const store = new PostgresStore({ url: plan.url, name: 'ordering reader', readers: plan.readers });
  try {
    const share = Math.ceil(plan.events / plan.writers);
    const writing = Promise.all(Array.from({ length: plan.writers }, () => write(plan, share)));
    const end = writing.then(async () => Number(await store.head()));
    const reading = Array.from({ length: plan.readers }, (_, index) => read(store, 7 + 90 * index, end));
    const [written, ...seen] = await Promise.all([writing, ...reading]);
    const acknowledged = new Map(written.flat().map(({ id, position }) => [id, position]));
    const verdicts = seen.map((events) => judge(acknowledged, events));
    const sum = (key: keyof (typeof verdicts)[number]) => verdicts.reduce((total, verdict) => total + verdict[key], 0);
    const found = {
      lost: sum('lost'),
      doubled: sum('doubled'),
      outOfOrder: sum('outOfOrder'),
      misplaced: sum('misplaced'),
    };
    return { acknowledged: acknowledged.size, readers: plan.readers, ...found };
  } finally {
    await store.close();
  }
}
