import type { Caller } from '@etapp/access';
import { parseIdentityNumber } from '@etapp/domain';
import type { EventStore } from '@etapp/event-store';
import { LocalDate } from '@etapp/kernel';
import { type BlindIndex, type Opener, toBirthDateInitials } from '@etapp/privacy';
import { readSnapshot } from '@etapp/projection-engine';
import { caseCard, casePage, findKnownCase, personCard, staffDirectory } from '@etapp/projections';
import type { Pool } from 'pg';
import { z } from 'zod';

import { checkRoute, requirePolicy } from '../commands/authorisation.js';
import { parseJsonBody } from '../json-body.js';
import { faultsOfIssues } from '../problems/faults.js';
import { ProblemError } from '../problems/problem-error.js';
import { openAnswer } from './open-answer.js';
import { readerOf } from './reader-of.js';

const Initial = z.string().trim().min(1).max(60);

/** Who is sought: an exact identity number, or a birth date with the initials of both names. Names cannot be browsed. */
export const PersonSearch = z.union([
  z.strictObject({ identityNumber: z.string().min(10).max(13) }),
  z.strictObject({ birthDate: LocalDate, givenName: Initial, familyName: Initial }),
]);

/** Somebody found: names, year of birth, and the open case that the reader may know of. */
const PersonFound = z.object({
  personId: z.uuid(),
  givenName: z.string().nullable(),
  familyName: z.string().nullable(),
  birthYear: z.int().optional(),
  protection: z.string(),
  openCaseId: z.uuid().optional(),
});
export const PersonsFound = z.object({ items: z.array(PersonFound) }).meta({ id: 'PersonsFound' });

/** What the search is made of. */
export type SearchParts = {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly opener: Opener;
  readonly index: BlindIndex;
  readonly now: () => string;
  readonly today: () => string;
};

const parse = (text: unknown): z.output<typeof PersonSearch> => {
  const sent = parseJsonBody(text);
  const parsed = PersonSearch.safeParse(sent);
  if (parsed.success) return parsed.data;
  throw new ProblemError('invalid-body', { errors: faultsOfIssues(parsed.error.issues, sent) });
};

const read = [personCard, caseCard, casePage, staffDirectory];

/** Finds persons by keyed index: exact, never by browsing; a person who may not be known is no hit. */
export const personSearch = (parts: SearchParts) => {
  const { pool, store, opener, index, now, today } = parts;

  const idsOf = async (tenant: string, sought: z.output<typeof PersonSearch>): Promise<readonly string[]> => {
    if ('birthDate' in sought) {
      const value = toBirthDateInitials(sought.birthDate, sought);
      return index.find({ tenant, kind: 'birthDateInitials', value });
    }
    const number = parseIdentityNumber(sought.identityNumber, today());
    if ('error' in number) {
      const detail = { sv: 'Det är inte ett personnummer eller samordningsnummer.', en: 'Not an identity number.' };
      throw new ProblemError('invalid-body', {
        errors: [{ pointer: '/identityNumber', code: 'wrong-format', detail }],
      });
    }
    return index.find({ tenant, kind: 'identityNumber', value: number.canonical });
  };

  return async (caller: Caller, body: unknown): Promise<unknown> => {
    checkRoute(requirePolicy('person.search'), caller);
    const { tenant } = caller;
    const ids = await idsOf(tenant, parse(body));
    const asking = { reader: readerOf(caller), now: now() };
    const items = await readSnapshot(pool, { tenant, projections: read, store, now }, async (rows) => {
      const found = await Promise.all(
        ids.map(async (personId) => {
          const card = await rows.get(personCard, personId);
          if (card === undefined) return [];
          const cases = await rows.find(caseCard, { where: { kind: 'eq', column: 'personId', value: personId } });
          const asked = await Promise.all(cases.map(({ key }) => findKnownCase({ ...asking, rows }, key)));
          const known = asked.flatMap((each) => each ?? []);
          if (card.isProtected && known.length === 0) return [];
          const open = known.find(({ caseStatus }) => caseStatus === 'open');
          const { givenName, familyName, birthYear, protection } = card;
          return [{ personId, givenName, familyName, birthYear, protection, openCaseId: open?.caseId }];
        }),
      );
      return found.flat();
    });
    return openAnswer(opener, tenant, { body: { items } });
  };
};

/** Searches persons. */
export type PersonSearcher = ReturnType<typeof personSearch>;
