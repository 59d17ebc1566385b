import { PartyKind } from '@etapp/domain';
import { Id, LocalDate } from '@etapp/kernel';
import { z } from 'zod';

import { CaseScope } from '../case-card/queries.js';
import { PersonInList } from '../person-card/person-in-list.js';
import { ConsentRegisterRow } from './consent-register.js';

/** Where a consent stands on a day; `expiring` is valid for ten more business days at most. */
export const ConsentState = z.enum([
  'requested',
  'valid',
  'expiring',
  'expired',
  'withdrawn',
  'superseded',
  'declined',
]);
export type ConsentState = z.output<typeof ConsentState>;

/**
 * Which consents, and where they stand `on` a day (today unless stated). `current` are those asked for, valid or
 * expiring.
 */
export const ConsentRegisterInput = z.strictObject({
  scope: CaseScope.default('mine'),
  state: z.enum([...ConsentState.options, 'current', 'all']).default('current'),
  on: LocalDate.optional(),
  party: PartyKind.optional(),
  kind: ConsentRegisterRow.shape.kind.optional(),
  expiresBefore: LocalDate.optional(),
  caseId: Id.optional(),
  unitId: Id.optional(),
});
export type ConsentRegisterInput = z.output<typeof ConsentRegisterInput>;

/** One consent. `expiringFrom` is the day ten business days before the last, absent where none was given. */
export const ConsentRegisterItem = ConsentRegisterRow.omit({ status: true }).extend({
  person: PersonInList,
  unitId: Id,
  caseworkerUserId: Id.optional(),
  state: ConsentState,
  expiringFrom: LocalDate.optional(),
});
export type ConsentRegisterItem = z.output<typeof ConsentRegisterItem>;
