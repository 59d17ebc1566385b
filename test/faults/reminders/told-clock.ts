import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** A clock of several processes: a moment, when it was told (milliseconds of the machine), and how fast it runs. */
type Told = { readonly at: number; readonly toldAt: number; readonly pace: number };

const read = (file: string): Told => {
  const [at = 0, toldAt = 0, pace = 0] = readFileSync(file, 'utf8').split(' ').map(Number);
  return { at, toldAt, pace };
};
const nowOf = ({ at, toldAt, pace }: Told): number => at + (Date.now() - toldAt) * pace;

/** What a process reads its clock from: every process that reads the file has the same time (UTC, ISO). */
export const clockOf = (file: string) => (): string => new Date(nowOf(read(file))).toISOString();

/** Sets the clock to a moment (any offset), from which it runs so many times as fast as time does. */
export const setClock = (file: string, at: string, pace: number): void => {
  writeFileSync(`${file}.new`, `${Date.parse(at)} ${Date.now()} ${pace}`);
  renameSync(`${file}.new`, file);
};
