import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** A file of JSON lines is not what was written: `line` counts from 1. */
export class BrokenFile extends Error {
  override readonly name = 'BrokenFile';
  constructor(
    readonly file: string,
    readonly line: number,
  ) {
    super(`${file}: line ${line} is not what was written there`);
  }
}

const lineFeed = 0x0a;
const ending = /,"sum":"([0-9a-f]{64})"\}$/;

const sumOf = (previous: string, body: string): string =>
  createHash('sha256').update(`${previous}\n${body}`, 'utf8').digest('hex');

/**
 * A line of a chained file: the value as JSON with `sum` as its last field, SHA-256 (64 hex digits) over the line
 * before's sum ('' for the first), a line feed, and the JSON without it. Storage format. A line that was changed, moved,
 * added or taken away breaks the chain; a tail that was cut at a line does not.
 */
export const chainedLine = (previous: string, value: object): { readonly text: string; readonly sum: string } => {
  const body = JSON.stringify(value);
  const sum = sumOf(previous, body);
  return { text: `${body.slice(0, -1)},"sum":"${sum}"}\n`, sum };
};

/** A whole line that fits: its value, its sum, its number from 1, and the bytes from the start to its end. */
export type ChainedLine = {
  readonly value: unknown;
  readonly sum: string;
  readonly line: number;
  readonly bytes: number;
};

const bodyOf = (text: string, previous: string): { body: string; sum: string } | undefined => {
  const [tail, sum] = ending.exec(text) ?? [];
  if (tail === undefined || sum === undefined) return undefined;
  const body = `${text.slice(0, -tail.length)}}`;
  return sumOf(previous, body) === sum ? { body, sum } : undefined;
};

/** Lines of a file, with the bytes up to the end of each; what follows the last line feed was never finished. */
async function* linesOf(file: string): AsyncGenerator<{ readonly text: string; readonly bytes: number }> {
  let rest: Buffer = Buffer.alloc(0);
  let bytes = 0;
  const chunks: AsyncIterable<Buffer> = createReadStream(file, { highWaterMark: 1 << 20 });
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk]);
    for (let cut = rest.indexOf(lineFeed); cut >= 0; cut = rest.indexOf(lineFeed)) {
      bytes += cut + 1;
      yield { text: rest.toString('utf8', 0, cut), bytes };
      rest = rest.subarray(cut + 1);
    }
  }
}

/** Reads a chained file from its start. A line that a crash left unfinished is left out. Throws BrokenFile. */
export async function* readChained(file: string): AsyncGenerator<ChainedLine> {
  let sum = '';
  let line = 0;
  for await (const { text, bytes } of linesOf(file)) {
    line += 1;
    const found = bodyOf(text, sum);
    if (found === undefined) throw new BrokenFile(file, line);
    ({ sum } = found);
    const value: unknown = JSON.parse(found.body);
    yield { value, sum, line, bytes };
  }
}
