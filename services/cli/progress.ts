import cliProgress from 'cli-progress';

/** Shows how far work is. `total` may be unknown at first, and may grow. */
export type Progress = {
  readonly update: (done: number, total: number | undefined) => void;
  readonly end: () => void;
};

/** Where progress is shown, and how. */
export type ProgressPlace = {
  readonly stream: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly json: boolean;
  readonly what: string;
  /** A monotonic clock, milliseconds. */
  readonly elapsed: () => number;
};

const everyMs = 10_000;
const perSecond = (done: number, ms: number): number => (ms <= 0 ? 0 : Math.round((done * 1000) / ms));

const bar = ({ stream, what, elapsed }: ProgressPlace): Progress => {
  const options = {
    format: `${what} [{bar}] {percentage} % | {value}/{total} | {rate} | {eta_formatted}`,
    ...{ stream, hideCursor: true, clearOnComplete: true, etaBuffer: 100 },
  };
  const single = new cliProgress.SingleBar(options);
  const began = elapsed();
  single.start(0, 0);
  return {
    update: (done, total) => {
      if (total !== undefined) single.setTotal(total);
      single.update(done, { rate: `${perSecond(done, elapsed() - began)}/s` });
    },
    end: () => single.stop(),
  };
};

const secondsLeft = (done: number, total: number | undefined, rate: number): number | undefined =>
  total === undefined || rate === 0 ? undefined : Math.ceil((total - done) / rate);

const lines = ({ stream, json, what, elapsed }: ProgressPlace): Progress => {
  const began = elapsed();
  let last = began;
  return {
    update: (done, total) => {
      if (elapsed() - last < everyMs) return;
      last = elapsed();
      const rate = perSecond(done, last - began);
      const left = secondsLeft(done, total, rate);
      const said = { kind: 'progress', what, done, total, perSecond: rate, secondsLeft: left };
      const words = `${what}: ${done}/${total ?? '?'}, ${rate}/s${left === undefined ? '' : `, ${left} s`}`;
      stream.write(`${json ? JSON.stringify(said) : words}\n`);
    },
    end: () => undefined,
  };
};

/** A bar on a terminal; elsewhere, and with `json`, a line every ten seconds. */
export const startProgress = (place: ProgressPlace): Progress =>
  place.stream.isTTY === true && !place.json ? bar(place) : lines(place);
