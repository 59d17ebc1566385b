import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import type { Chance } from '../chance.js';

/** Where a worker may be killed. */
const failpoints = [
  ...(['claimed', 'appending', 'appended', 'fired', 'settled'] as const),
  ...(['rows-written', 'checkpoint-written', 'plan-committed'] as const),
] as const;
/** Where a worker may be killed. */
export type Failpoint = (typeof failpoints)[number];

/** What workers are started with. */
export type WorkerSettings = {
  readonly url: string;
  readonly redis?: string | undefined;
  readonly clock: string;
  readonly folder: string;
  readonly sweepSeconds: number;
  readonly lies: Readonly<Record<string, number>>;
};

type Worker = {
  readonly child: ChildProcess;
  readonly deaths: string;
  readonly ready: Promise<unknown>;
  inHand: number;
};

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const execArgv = [
  '--disable-warning=ExperimentalWarning',
  '--conditions=development',
  '--import',
  here('../../sources.mjs'),
];

const noDeaths = (): Record<Failpoint, number> => ({
  ...{ claimed: 0, appending: 0, appended: 0, fired: 0, settled: 0 },
  ...{ 'rows-written': 0, 'checkpoint-written': 0, 'plan-committed': 0 },
});

/** What a worker wrote down last, if it died of what it was told to. */
const placeOf = ({ deaths }: Worker, signal: string | null): Failpoint | undefined => {
  const place = existsSync(deaths) ? readFileSync(deaths, 'utf8').trim() : '';
  return signal === 'SIGKILL' ? failpoints.find((known) => known === place) : undefined;
};

const startWorker = (settings: WorkerSettings, number: number): Worker => {
  const name = `campaign-${number}`;
  const deaths = `${settings.folder}/${name}`;
  const argument = JSON.stringify({ ...settings, name, deaths, seed: number });
  const env = { ...process.env, NODE_OPTIONS: '' };
  const child = fork(here('./worker-process.ts'), [argument], { execArgv, env });
  return { child, deaths, ready: once(child, 'message').catch(() => undefined), inHand: 0 };
};

const letGo = async ({ child }: Worker): Promise<void> => {
  const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  if (child.connected) child.disconnect();
  await gone;
};

const Told = z.union([z.object({ slow: z.string() }), z.object({ inHand: z.number() })]);

const hearing = (worker: Worker, onSlow: (reminderId: string) => void) => (message: unknown) => {
  const told = Told.safeParse(message).data;
  if (told === undefined) return;
  if ('slow' in told) onSlow(told.slow);
  else worker.inHand = told.inHand;
};

/**
 * Two workers at once, each started anew when it dies. `landed` counts the deaths that were confirmed, by place. `onSlow`
 * hears of each ring that a worker has in hand and is slow to go on with.
 */
export const workersOf = (settings: WorkerSettings, by: Chance, onSlow: (reminderId: string) => void) => {
  const landed = noDeaths();
  const unexpected: string[] = [];
  const workers: Worker[] = [];
  let [begun, ending] = [0, false];

  const begin = (): Worker => {
    begun += 1;
    const worker = startWorker(settings, begun);
    worker.child.on('message', hearing(worker, onSlow));
    worker.child.once('exit', (code, signal) => {
      if (ending) return;
      const place = placeOf(worker, signal);
      if (place === undefined) unexpected.push(`${code} ${signal}`);
      else landed[place] += 1;
      workers.splice(workers.indexOf(worker), 1, begin());
    });
    return worker;
  };
  workers.push(begin(), begin());
  return {
    ...{ landed, unexpected },
    ready: async (): Promise<void> => void (await Promise.all(workers.map(({ ready }) => ready))),
    /** Whether none of them has a ring in hand. */
    idle: (): boolean => workers.every(({ inHand }) => inHand === 0),
    /** Lets one of them die where fewest died so far. */
    arm: async (): Promise<void> => {
      const worker = workers[by.below(2)];
      await worker?.ready;
      const fewest = Math.min(...failpoints.map((place) => landed[place]));
      const candidates = failpoints.filter((place) => landed[place] === fewest);
      const at = candidates[by.below(candidates.length)];
      if (worker?.child.connected === true) worker.child.send({ at, after: 1 + by.below(3) });
    },
    stop: async (): Promise<void> => {
      ending = true;
      await Promise.all(workers.map(letGo));
    },
  };
};

/** Workers that may be killed. */
export type Workers = ReturnType<typeof workersOf>;
