import type { Text } from '@etapp/kernel';

import type { Language } from './language.js';
import { type Progress, startProgress } from './progress.js';

/** A place to write to. */
type Writer = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** How a run speaks. */
export type Manner = { readonly json: boolean; readonly quiet: boolean; readonly language: Language };

/** The result goes to stdout, everything else to stderr; with `json` both as one JSON object a line. */
export type Output = {
  readonly json: boolean;
  readonly language: Language;
  readonly say: (text: Text) => string;
  /** One object of the result, or the same in words. */
  readonly result: (value: object, words: readonly string[]) => void;
  readonly failure: (exit: number, message: string) => void;
  /** Something to look into, which does not end the command. */
  readonly warning: (message: string) => void;
  /** Shows how far long work is. `elapsed` is a monotonic clock in milliseconds. */
  readonly progress: (what: Text) => Progress;
};

/** What output is written to, and the monotonic clock (milliseconds) that paces progress. */
export type Streams = { readonly stdout: Writer; readonly stderr: Writer; readonly elapsed: () => number };

const silent: Progress = { update: () => undefined, end: () => undefined };

/** Makes the output of a run. */
export const output = ({ stdout, stderr, elapsed }: Streams, { json, quiet, language }: Manner): Output => {
  const say = (text: Text): string => text[language];
  return {
    ...{ json, language, say },
    result: (value, words) => {
      if (json) stdout.write(`${JSON.stringify(value)}\n`);
      else for (const line of words) stdout.write(`${line}\n`);
    },
    failure: (exit, message) => {
      stderr.write(json ? `${JSON.stringify({ kind: 'failure', exit, message })}\n` : `${message}\n`);
    },
    warning: (message) => {
      stderr.write(json ? `${JSON.stringify({ kind: 'warning', message })}\n` : `${message}\n`);
    },
    progress: (what) => (quiet ? silent : startProgress({ stream: stderr, json, what: say(what), elapsed })),
  };
};
