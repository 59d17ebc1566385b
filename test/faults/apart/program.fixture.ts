import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { waitFor } from '@etapp/testing';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const loader = [
  '--conditions=development',
  '--import',
  here('../../sources.mjs'),
  '--import',
  here('./clock-shift.mjs'),
];

/** The programs of a deployment. */
export type ProgramName = 'api' | 'projector' | 'reminders';

/** One program in a process of its own. */
export type ProgramChild = {
  readonly pid: number;
  readonly send: (signal: NodeJS.Signals) => void;
  /** How it ended, and what it had said by then. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null; readonly said: string }>;
};

/** What a program is started with; `readyAt` is asked until it answers 200. */
export type ProgramStart = {
  readonly environment: Readonly<Record<string, string>>;
  readonly readyAt?: string | undefined;
};

const isReady = async (url: string): Promise<boolean> => {
  const response = await fetch(url);
  await response.arrayBuffer();
  return response.status === 200;
};

/** Starts a program by its own `main.ts`, with this environment and no other. */
export const startProgram = async (
  name: ProgramName,
  { environment, readyAt }: ProgramStart,
): Promise<ProgramChild> => {
  const main = here(`../../../services/${name}/main.ts`);
  const child = spawn(process.execPath, [...loader, main], {
    stdio: ['ignore', 'inherit', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', ...environment },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, signal: child.signalCode, said }));
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const ready = async (): Promise<boolean> => hasEnded() || readyAt === undefined || (await isReady(readyAt));
  await waitFor(ready, { timeoutMs: 120_000, intervalMs: 50 });
  if (hasEnded()) throw new Error(`${name} did not start: ${(await ended).said}`);
  return { pid: child.pid ?? 0, ended, send: (signal) => void child.kill(signal) };
};
