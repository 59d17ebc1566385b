import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

const Answer = z.object({ answer: z.unknown().optional() });

/** A program of this folder in a process of its own, that answers what it is asked. */
export type Child = {
  readonly ask: (question: string, about?: unknown) => Promise<unknown>;
  readonly stop: () => Promise<void>;
};

/**
 * Starts a program that calls `answerParent`. In a session of its own, the kernel shares out the processors between it and
 * others as it does between services; otherwise it shares with this process what one of them gets.
 */
export const startChild = (program: string, { ownSession = false } = {}): Child => {
  const options = { execArgv: process.execArgv, detached: ownSession };
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), options);
  const gone = new Promise<never>((_resolve, reject) =>
    child.once('exit', () => reject(new Error(`${program} ended`))),
  );
  gone.catch(() => undefined);
  return {
    ask: (question, about) => {
      const answered = new Promise<unknown>((resolve) =>
        child.once('message', (message) => resolve(Answer.parse(message).answer)),
      );
      child.send({ question, about });
      return Promise.race([answered, gone]);
    },
    stop: async () => {
      child.disconnect();
      await gone.catch(() => undefined);
    },
  };
};

const Question = z.object({ question: z.string(), about: z.unknown().optional() });

/** Answers the questions of the process that started this one, one at a time, and does the last thing when it lets go. */
export const answerParent = (
  answers: Readonly<Record<string, (about: unknown) => Promise<unknown>>>,
  last: () => Promise<void>,
): void => {
  process.on('message', (message) => {
    const { question, about } = Question.parse(message);
    const answer = answers[question];
    if (answer === undefined) throw new Error(`nobody answers ${question}`);
    void answer(about).then((given) => process.send?.({ answer: given }));
  });
  process.once('disconnect', () => void last().finally(() => process.exit(0)));
};
