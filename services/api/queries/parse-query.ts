import type { Caller } from '@etapp/access';
import { type Cursors, type CursorScope, deepestRow, Paging } from '@etapp/http';
import type { PageRequest, Place } from '@etapp/projections';
import type { z } from 'zod';

import { faultsOfIssues } from '../problems/faults.js';
import { ProblemError } from '../problems/problem-error.js';
import type { Query, Understood } from './define-query.js';

/** A question that was understood, and where its cursors are valid. */
export type ParsedQuery = Pick<Extract<Understood, { success: true }>, 'ask'> & {
  readonly page: PageRequest;
  readonly scope: CursorScope;
};

const isPlace = (place: readonly unknown[]): place is Place =>
  place.every((value) => value === null || typeof value === 'string' || typeof value === 'number');

const pageOf = ({ limit, page: number, cursor }: Paging, cursors: Cursors, scope: CursorScope): PageRequest => {
  if (cursor === undefined) {
    if (number * limit > deepestRow) throw new ProblemError('page-too-deep');
    return { limit, number };
  }
  const after = cursors.read(cursor, scope);
  if (after === undefined || !isPlace(after)) throw new ProblemError('invalid-cursor');
  return { limit, number, after };
};

/** Checks the parameters of a question. Throws `invalid-query` naming each fault, `invalid-cursor`, `page-too-deep`. */
export const parseQuery = (
  query: Query,
  parameters: Readonly<Record<string, unknown>>,
  { caller, cursors }: { readonly caller: Caller; readonly cursors: Cursors },
): ParsedQuery => {
  const inPaging = (name: string): boolean => query.kind === 'list' && name in Paging.shape;
  const select = (wanted: boolean) =>
    Object.fromEntries(Object.entries(parameters).filter(([name]) => inPaging(name) === wanted));
  const understood = query.understand(select(false));
  const paging = Paging.safeParse(select(true));
  const issues: z.core.$ZodIssue[] = [
    ...(understood.success ? [] : understood.issues),
    ...(paging.error?.issues ?? []),
  ];
  if (!understood.success || !paging.success)
    throw new ProblemError('invalid-query', { errors: faultsOfIssues(issues, parameters) });
  const scope = {
    tenant: caller.tenant,
    actor: caller.userId,
    question: JSON.stringify([query.name, understood.input]),
  };
  return { ask: understood.ask, page: pageOf(paging.data, cursors, scope), scope };
};
