import type { Command } from 'commander';

import type { ExitCode } from './exit-codes.js';
import type { help } from './help.js';
import type { Run } from './run.js';

/** What the help says something by. */
export type HelpName = keyof typeof help;

/** A command's work. */
export type Work<O> = (run: Run, args: readonly string[], options: O) => Promise<ExitCode>;

/** Adds commands to the program itself. */
export type Adding = {
  readonly subcommand: <O>(usage: string, described: HelpName, work: Work<O>) => Command;
  readonly t: (name: HelpName) => string;
};

/** Adds commands to a group of commands, which is made. */
export type Grouping = Pick<Adding, 't'> & {
  readonly group: (name: string, described: HelpName) => Command;
  readonly add: <O>(group: Command, what: { usage: string; described: HelpName; work: Work<O> }) => Command;
};
