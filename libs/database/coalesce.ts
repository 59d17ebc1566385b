import { DatabaseError } from 'pg';

/** How questions are put together. */
type CoalesceOptions = {
  /** Questions in one statement at most. */
  readonly most: number;
  /** Statements under way at most; further questions wait and go out together. */
  readonly atOnce: number;
};

type Waiting<Q, A> = {
  readonly question: Q;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
};

type Ask<Q, A> = (questions: readonly Q[]) => Promise<readonly A[]>;

const settle = <Q, A>(asked: readonly Waiting<Q, A>[], answers: readonly A[]): void => {
  if (answers.length !== asked.length) throw new Error(`${answers.length} answers to ${asked.length} questions`);
  answers.forEach((answer, index) => asked[index]?.resolve(answer));
};

const askAlone = async <Q, A>(ask: Ask<Q, A>, one: Waiting<Q, A>): Promise<void> => {
  try {
    settle([one], await ask([one.question]));
  } catch (error) {
    one.reject(error);
  }
};

/** A server that cannot serve now, whoever asks what: connection, resources, objects in use, operator, system. */
const forAll = /^(08|53|55|57|58)/;

/** Whether the server refused a statement for what it holds, or for what else was under way. */
const isRefused = (error: unknown): boolean => {
  if (error instanceof DatabaseError) return !forAll.test(error.code ?? '');
  return error instanceof Error && error.cause !== undefined && isRefused(error.cause);
};

/**
 * Makes one statement of the questions that come at the same time: `ask` answers several, in their order. A question is
 * never put into a statement that went out before it came. If the server refuses a statement of several, each is asked by
 * itself in turn, so that none fails for what another holds; of any other failure, such as an outage, all are told.
 */
export const coalesced = <Q, A>(ask: Ask<Q, A>, { most, atOnce }: CoalesceOptions): ((question: Q) => Promise<A>) => {
  const waiting: Waiting<Q, A>[] = [];
  let [underWay, isDue] = [0, false];

  const send = async (): Promise<void> => {
    isDue = false;
    const asked = waiting.splice(0, most);
    if (asked.length === 0) return;
    underWay += 1;
    try {
      settle(asked, await ask(asked.map(({ question }) => question)));
    } catch (error) {
      if (asked.length > 1 && isRefused(error)) for (const one of asked) await askAlone(ask, one);
      else for (const { reject } of asked) reject(error);
    } finally {
      underWay -= 1;
      makeDue();
    }
  };
  const makeDue = (): void => {
    if (isDue || underWay >= atOnce || waiting.length === 0) return;
    isDue = true;
    // What this turn of the event loop still brings goes along.
    setImmediate(() => void send());
  };
  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      makeDue();
    });
};
