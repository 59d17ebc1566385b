/** Facts about a refusal: ids, codes, dates and numbers, never personal. */
export type RejectionDetails = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** What may be refused for any command (domain conventions); need not be listed by each. */
export const commonRejections = [
  'case-not-open',
  'unknown-reference',
  'wrong-state',
  'same-id-other-content',
  'already-exists',
  'occurred-in-future',
  'occurred-before-case',
  'period-reversed',
  'person-erased',
  'second-person-needed',
] as const;

/** A broken rule: the only thing that rules throw on purpose. */
export class Rejection extends Error {
  override readonly name = 'Rejection';

  constructor(
    readonly code: string,
    readonly details: RejectionDetails = {},
  ) {
    super(code);
  }
}

/** Refuses a command with a code and the facts that explain it. Throws {@link Rejection}, always. */
export const reject = (code: string, details: RejectionDetails = {}): never => {
  throw new Rejection(code, details);
};

/** A history that cannot have happened, such as a plan revised before it was drafted: a defect, or a wrong correction. */
export class ImpossibleStep extends Error {
  override readonly name = 'ImpossibleStep';
}

/** Stops a fold at an event that does not fit the state. Throws {@link ImpossibleStep}, always. */
export const impossible = (event: { readonly type: string; readonly id: string }, why: string): never => {
  throw new ImpossibleStep(`${event.type} ${event.id}: ${why}`);
};
