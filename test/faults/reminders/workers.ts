import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Chance } from '../chance.fixture.js';

/** Where a worker may be killed. */
export const failpoints = [
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
  armed: boolean;
};

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const execArgv = [
  '--disable-warning=ExperimentalWarning',
  '--conditions=development',
  '--import',
  here('../../sources.mjs'),
];

/** Two workers at once, each started anew when it dies. `landed` counts the deaths that were confirmed, by place. */
export const workersOf = (settings: WorkerSettings, by: Chance) => {
  const landed: Record<Failpoint, number> = {
    ...{ claimed: 0, appending: 0, appended: 0, fired: 0, settled: 0 },
    ...{ 'rows-written': 0, 'checkpoint-written': 0, 'plan-committed': 0 },
  };
  const unexpected: string[] = [];
  const workers: Worker[] = [];
  let [begun, ending] = [0, false];

  const confirm = (worker: Worker, code: number | null, signal: string | null): void => {
    const place = existsSync(worker.deaths) ? readFileSync(worker.deaths, 'utf8').trim() : '';
    const failpoint = failpoints.find((known) => known === place);
    if (failpoint !== undefined && signal === 'SIGKILL') landed[failpoint] += 1;
    else unexpected.push(`${code} ${signal} ${place}`);
  };
  const begin = (): Worker => {
    begun += 1;
    const name = `campaign-${begun}`;
    const deaths = `${settings.folder}/${name}`;
    const child = fork(here('./worker-process.ts'), [JSON.stringify({ ...settings, name, deaths, seed: begun })], {
      execArgv,
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const worker: Worker = { child, deaths, armed: false, ready: once(child, 'message').catch(() => undefined) };
    child.once('exit', (code, signal) => {
      if (ending) return;
      confirm(worker, code, signal);
      workers.splice(workers.indexOf(worker), 1, begin());
    });
    return worker;
  };
  workers.push(begin(), begin());
  return {
    landed,
    unexpected,
    ready: async (): Promise<void> => void (await Promise.all(workers.map(({ ready }) => ready))),
    /** Lets one of them die where fewest died so far. */
    arm: async (): Promise<void> => {
      const worker = workers[by.below(2)];
      if (worker === undefined) return;
      await worker.ready;
      const fewest = Math.min(...failpoints.map((place) => landed[place]));
      const candidates = failpoints.filter((place) => landed[place] === fewest);
      const at = candidates[by.below(candidates.length)];
      if (worker.child.connected) worker.child.send({ at, after: 1 + by.below(3) });
    },
    stop: async (): Promise<void> => {
      ending = true;
      const gone = workers.map(({ child }) =>
        child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined,
      );
      for (const { child } of workers) child.disconnect();
      await Promise.all(gone);
    },
  };
};
