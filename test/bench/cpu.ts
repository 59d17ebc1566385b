import { readFileSync } from 'node:fs';

const ticksPerSecond = 100;

/** Processor seconds that processes have used so far, on Linux; undefined elsewhere. */
export const cpuOf = (pids: readonly number[]): number | undefined => {
  try {
    const ticks = pids.map((pid) => {
      const [, ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ').map(Number) ?? [];
      return (fields[10] ?? 0) + (fields[11] ?? 0);
    });
    return ticks.reduce((sum, each) => sum + each, 0) / ticksPerSecond;
  } catch {
    return undefined;
  }
};

/** Processor seconds of this process since it began. */
export const ownCpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
};
