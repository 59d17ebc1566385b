import { InvalidConfiguration, type Variables } from './config.js';
import { unknownNames } from './known-names.js';
import { withSecretFiles } from './secret-files.js';

/** A program that has started. */
export type Running = {
  /** Ends it: what is in hand is finished, what was held is given back. */
  readonly stop: () => Promise<void>;
  /** Rejects when it cannot go on by itself: it ends then, with 1. */
  readonly finished?: Promise<void>;
};

/** What a program begins with. */
export type Program = {
  /** What it is called where it speaks, such as `etapp-api`. */
  readonly name: string;
  /** Reads the environment and starts. */
  readonly start: (environment: Variables) => Promise<Running>;
  /** Milliseconds after which a program that does not end is ended. Default: 30,000. */
  readonly stopWithinMs?: number;
};

type Signal = 'SIGTERM' | 'SIGINT';

/** The process of a program; Node's own unless a test brings another. */
export type ProgramProcess = {
  readonly environment: Variables;
  readonly onSignal: (signal: Signal, listener: () => void) => void;
  readonly say: (line: string) => void;
  readonly exit: (code: number) => void;
};

/** With what a program ends. The numbers are published: supervisors rely on them. */
export const programExits = { done: 0, failed: 1, refused: 3, SIGINT: 130, SIGTERM: 143 } as const;

const defaultStopWithinMs = 30_000;
const signals = ['SIGTERM', 'SIGINT'] as const;

const ownProcess: ProgramProcess = {
  environment: process.env,
  onSignal: (signal, listener) => void process.on(signal, listener),
  say: (line) => void process.stderr.write(`${line}\n`),
  exit: (code) => process.exit(code),
};

/** What somebody has to repair before another start can succeed; by name, since the libraries that throw it are many. */
const refusals = new Set([
  'BadMasterKey',
  'BadSigningKey',
  'BadToken',
  'DefinitionChanged',
  'InvalidConnectionString',
  'LogRestored',
  'NotInstalled',
  'OtherGeneration',
  'UnsafeDatabase',
]);

/** What to say of a failed start: every fault of the environment, never a value. */
const linesOf = (name: string, error: unknown): readonly string[] => {
  if (error instanceof InvalidConfiguration) {
    return [`${name}: the environment is not right:`, ...error.faults.map((fault) => `  ${fault}`)];
  }
  return [`${name}: ${error instanceof Error ? error.message : 'it did not start'}`];
};

const codeOf = (error: unknown): number => {
  if (error instanceof InvalidConfiguration) return programExits.refused;
  return error instanceof Error && refusals.has(error.name) ? programExits.refused : programExits.failed;
};

type Ending = { readonly running: Running; readonly program: Program; readonly at: ProgramProcess };

const end = async ({ running, program, at }: Ending): Promise<void> => {
  const { name, stopWithinMs = defaultStopWithinMs } = program;
  const late = setTimeout(() => {
    at.say(`${name}: it did not end within ${stopWithinMs / 1_000} s`);
    at.exit(programExits.failed);
  }, stopWithinMs).unref();
  try {
    await running.stop();
    at.exit(programExits.done);
  } catch (error) {
    at.say(`${name}: ${error instanceof Error ? error.name : 'failed'} while it ended`);
    at.exit(programExits.failed);
  } finally {
    clearTimeout(late);
  }
};

/**
 * Runs a program in its process. What keeps it from starting is said in one message, and it ends with 3 where somebody
 * has to repair something (environment, keys, migrations), else with 1. SIGTERM and SIGINT end it in good order, with 0;
 * a second signal at once, and one that comes before it has started.
 */
export const runProgram = async (program: Program, at: ProgramProcess = ownProcess): Promise<void> => {
  let running: Running | undefined;
  let asked = false;
  const endBy = (signal: Signal) => (): void => {
    if (asked || running === undefined) return at.exit(asked ? programExits[signal] : programExits.done);
    asked = true;
    void end({ running, program, at });
  };
  for (const signal of signals) at.onSignal(signal, endBy(signal));
  try {
    const environment = withSecretFiles(at.environment);
    for (const name of unknownNames(environment)) at.say(`${program.name}: nothing reads ${name}`);
    running = await program.start(environment);
    await running.finished;
  } catch (error) {
    for (const line of linesOf(program.name, error)) at.say(line);
    at.exit(codeOf(error));
  }
};
