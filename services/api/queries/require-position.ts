import type { EventStore, Position } from '@etapp/event-store';

import { ProblemError } from '../problems/problem-error.js';

const notOurs = {
  code: 'wrong-format',
  detail: { sv: 'Det är ingen position i loggen.', en: 'This is no position of the log.' },
} as const;

/** Checks a position that a client sent back, under the name it was sent by. Throws `invalid-query` for one never given. */
export const requirePosition = (store: EventStore, name: string, position: Position): void => {
  const known = /^[\x21-\x7e]{1,64}$/.test(position) && store.compare(position, store.start) >= 0;
  if (!known) throw new ProblemError('invalid-query', { errors: [{ pointer: `/${name}`, ...notOurs }] });
};
