import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import type { CommandStep } from '@etapp/api';

import type { Desk } from '../e2e/desk.fixture.js';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const loader = ['--conditions=development', '--import', here('../sources.mjs')];

/** An API in a process of its own, on the desk's database. */
export type ApiChild = {
  readonly url: string;
  /** From now on the process ends with the next command that gets there. Answers once it is so. */
  readonly arm: (step: CommandStep) => Promise<void>;
  /** Where the process said that it ends, and the signal it ended with; waits for its end. */
  readonly ended: Promise<{ readonly step: string | undefined; readonly signal: unknown }>;
  readonly kill: () => Promise<void>;
};

/** Starts an API; `settings` replace the desk's. */
export const startApiChild = async ({ service }: Desk, settings: object = {}): Promise<ApiChild> => {
  const argument = JSON.stringify({ ...service.settings, now: service.clock.now(), ...settings });
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    process.execPath,
    [...loader, here('./api-process.ts'), argument],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  const closed = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string | undefined> => {
    const { value, done } = await lines.next();
    return done === true ? undefined : value;
  };
  const url = await next();
  if (url === undefined) throw new Error('the process did not start');
  let armed: Promise<unknown> = Promise.resolve();
  const ended = closed.then(async ([, signal]: readonly unknown[]) => {
    await armed;
    return { step: await next(), signal };
  });
  return {
    url,
    ended,
    arm: async (step) => {
      child.stdin.write(`${step}\n`);
      armed = next();
      await armed;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
    },
  };
};
