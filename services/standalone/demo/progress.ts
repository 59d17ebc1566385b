import { SingleBar } from 'cli-progress';

/** How far something has got. */
export type Progress = { readonly step: () => void; readonly end: () => void };

const linesApartMs = 3_000;

/** A bar on a terminal. */
const bar = (what: string, total: number): Progress => {
  const shown = new SingleBar({
    format: `${what} [{bar}] {percentage} %`,
    clearOnComplete: true,
    hideCursor: true,
  });
  shown.start(total, 0);
  return { step: () => shown.increment(), end: () => shown.stop() };
};

/** A line every few seconds. `elapsed` is a monotonic clock in milliseconds. */
export const progressLines = (
  say: (line: string) => void,
  elapsed: () => number,
): ((what: string, total: number) => Progress) => {
  return (what, total) => {
    let [done, saidAt] = [0, elapsed()];
    say(`${what} …`);
    return {
      step: () => {
        done += 1;
        if (elapsed() - saidAt < linesApartMs) return;
        saidAt = elapsed();
        say(`${what}: ${Math.floor((100 * done) / total)} %`);
      },
      end: () => say(`${what}: ${done} / ${total}`),
    };
  };
};

/** A bar where somebody watches a terminal, lines elsewhere. */
export const showProgress = (say: (line: string) => void, isTerminal: boolean) =>
  isTerminal ? bar : progressLines(say, () => performance.now());
