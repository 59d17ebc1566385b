import type { Inside } from '@etapp/api';
import { derivedId } from '@etapp/command-engine';
import { aggregates } from '@etapp/domain';
import { type Actor, Rejection } from '@etapp/kernel';

import type { Fault, MappedRow } from './map-row.js';
import type { Part } from './mapping.js';

/** `ok`: it is there now. `exists`: it was there before. `invalid`: the row is wrong. `conflict`: it does not fit what is there. */
export type Verdict = 'ok' | 'exists' | 'invalid' | 'conflict';

/** What came of a row: ids, codes and field names only. */
export type RowVerdict = {
  readonly row: number;
  readonly verdict: Verdict;
  readonly caseId?: string;
  readonly personId?: string;
  readonly faults: readonly Fault[];
};

/** For whom rows are imported, from which system, and who answers for it. */
export type Importing = { readonly tenant: string; readonly source: string; readonly actor: Actor };

/** Refusals that say something about what is there already, not about the row. */
const conflicts: ReadonlySet<string> = new Set([
  ...['already-exists', 'same-id-other-content', 'open-case-exists', 'identity-number-taken', 'person-erased'],
  ...['wrong-state', 'case-not-open', 'key-of-another-person', 'key-twice'],
]);

const verdictOf = (faults: readonly Fault[]): Verdict =>
  faults.every(({ rule }) => conflicts.has(rule)) ? 'conflict' : 'invalid';

/** A verdict for a row that was not tried, or refused. */
export const refused = (row: number, faults: readonly Fault[]): RowVerdict => ({
  row,
  verdict: verdictOf(faults),
  faults,
});

/** A refusal, and the part of the row that it is about. */
class PartRefused extends Error {
  constructor(readonly fault: Fault) {
    super(fault.rule);
  }
}

const asFaultOf = async <T>(part: Part, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Rejection) throw new PartRefused({ field: part, rule: error.code });
    throw error;
  }
};

type Rowing = { readonly inside: Inside; readonly importing: Importing; readonly row: MappedRow };

const versionOf = async ({ inside, importing: { tenant } }: Rowing, personId: string): Promise<number> => {
  const stream = { category: aggregates.person.category, tenant, id: personId };
  return (await inside.states.load(aggregates.person, stream)).version;
};

/** The person with the row's number; a number that was claimed and never registered has no owner yet. */
const findByNumber = async (rowing: Rowing): Promise<string | undefined> => {
  const { inside, importing, row } = rowing;
  const value = row.identityNumber;
  if (value === undefined) return undefined;
  const [owner] = await inside.index.find({ tenant: importing.tenant, kind: 'identityNumber', value });
  return owner !== undefined && (await versionOf(rowing, owner)) > 0 ? owner : undefined;
};

type Done = { readonly id: string; readonly changed: boolean };

const registerPerson = async (rowing: Rowing): Promise<Done> => {
  const { inside, importing, row } = rowing;
  const { tenant, source, actor } = importing;
  const found = await findByNumber(rowing);
  if (found !== undefined) return { id: found, changed: false };
  // From the key, never from the number: an id is no secret, and a number could be guessed from its hash.
  const personId = derivedId('import', 'person', tenant, source, row.key);
  if ((await versionOf(rowing, personId)) > 0) return { id: personId, changed: false };
  const body = { ...row.person, personId };
  await inside.act({ tenant, actor, name: 'RegisterPerson', id: personId, body, key: `import ${source}` });
  return { id: personId, changed: true };
};

const stateOf = ({ inside, importing: { tenant } }: Rowing, caseId: string) =>
  inside.states.load(aggregates.case, { category: aggregates.case.category, tenant, id: caseId });

const openCase = async (rowing: Rowing, personId: string): Promise<Done> => {
  const { inside, importing, row } = rowing;
  const { tenant, source, actor } = importing;
  const caseId = derivedId('import', 'case', tenant, source, row.key);
  const { intake } = (await stateOf(rowing, caseId)).state;
  if (intake.status !== 'none') {
    if (intake.personId !== personId) throw new PartRefused({ field: 'key', rule: 'key-of-another-person' });
    return { id: caseId, changed: false };
  }
  const body = { ...row.case, caseId, personId };
  await inside.act({ tenant, actor, name: 'OpenCase', id: caseId, body, key: `import ${source}` });
  return { id: caseId, changed: true };
};

/** Assigns the caseworker of a case that never had one: what was decided in Etapp since is not undone by a repeat. */
const assignCaseworker = async (rowing: Rowing, caseId: string): Promise<boolean> => {
  const { inside, importing, row } = rowing;
  const { tenant, source, actor } = importing;
  const { responsibility, intake } = (await stateOf(rowing, caseId)).state;
  const untouched = Object.keys(responsibility.roles).length === 0 && intake.status === 'open';
  if (row.caseworker === undefined || !untouched) return false;
  const body = row.caseworker;
  await inside.act({ tenant, actor, name: 'AssignCaseworker', id: caseId, body, key: `import ${source}` });
  return true;
};

/**
 * Brings one row in: the person unless known by number or by an earlier run, the case, its caseworker. Doing it again
 * changes nothing. What the rules refuse is a verdict; outages are thrown.
 */
export const importRow = async (inside: Inside, importing: Importing, row: MappedRow): Promise<RowVerdict> => {
  const rowing = { inside, importing, row };
  try {
    const person = await asFaultOf('person', () => registerPerson(rowing));
    const opened = await asFaultOf('case', () => openCase(rowing, person.id));
    const assigned = await asFaultOf('caseworker', () => assignCaseworker(rowing, opened.id));
    const changed = person.changed || opened.changed || assigned;
    return { row: row.row, verdict: changed ? 'ok' : 'exists', caseId: opened.id, personId: person.id, faults: [] };
  } catch (error) {
    if (error instanceof PartRefused) return refused(row.row, [error.fault]);
    throw error;
  }
};
