import type { Running } from './running.js';

const tenMinutesMs = 600_000;

const restart = async ({ town: { database }, counts }: Running): Promise<void> => {
  await (counts.restarts % 2 === 0 ? database.kill() : database.stop());
  await database.start();
  counts.restarts += 1;
};

const flush = async ({ town, counts }: Running): Promise<void> => {
  if (town.redis === undefined) return;
  counts.flushedKeys += await town.redis.flush();
  counts.flushes += 1;
};

const stepBack = ({ town, counts }: Running): void => {
  town.set(new Date(Date.parse(town.now()) - tenMinutesMs).toISOString());
  counts.stepsBack += 1;
};

/** Whether the database was away, or the clock went back. */
const outage = async (running: Running, index: number): Promise<boolean> => {
  const { options, counts, every } = running;
  const restarts = counts.restarts < options.restarts && index % every(options.restarts) === 7;
  if (restarts) await restart(running);
  const goesBack = index % 40 === 11;
  if (goesBack) stepBack(running);
  return restarts || goesBack;
};

/** What goes wrong at a moment, if anything. Answers whether people can work meanwhile. */
export const disturb = async (running: Running, index: number): Promise<boolean> => {
  const { options, workers, every } = running;
  const { kills, flushes } = options;
  if (kills > 0 && index % every(kills * 1.5) === 0) await workers.arm();
  if (flushes > 0 && index % every(flushes) === 1) await flush(running);
  return !(await outage(running, index));
};
