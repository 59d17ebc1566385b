import { addBusinessDays, localDay } from '@etapp/calendar';
import { type ColumnsOf, type Condition, everyRow, type LocalDate } from '@etapp/kernel';

import type { AskingForPage } from '../asking.js';
import { casesFor } from '../case-card/queries.js';
import { type Page, pageOf } from '../paging.js';
import { amongKnown, withCases } from '../things-in-cases.js';
import type { ConsentRegisterInput, ConsentRegisterItem, ConsentState } from './answer.js';
import { consentRegister, type ConsentRegisterRow } from './consent-register.js';

type Where = Condition<ColumnsOf<typeof consentRegister>>;

const warnedBeforeBd = 10;

const expiringFrom = ({ lastValidOn }: ConsentRegisterRow): LocalDate | undefined =>
  lastValidOn === undefined ? undefined : addBusinessDays(lastValidOn, -warnedBeforeBd);

const withinTerms = (row: ConsentRegisterRow, on: LocalDate): ConsentState => {
  const { signedOn = on, lastValidOn = on } = row;
  if (on < signedOn) return 'requested';
  if (lastValidOn < on) return 'expired';
  return (expiringFrom(row) ?? lastValidOn) <= on ? 'expiring' : 'valid';
};

/** Where a consent stands on a day. On a day before it was signed it was only asked for. */
const consentStateOn = (row: ConsentRegisterRow, on: LocalDate): ConsentState => {
  const { status, endedOn = on } = row;
  if (status === 'requested' || status === 'declined') return status;
  return status !== 'given' && endedOn <= on ? status : withinTerms(row, on);
};

const isStatus = (value: string): Where => ({ kind: 'eq', column: 'status', value });

/** What the table can tell of the state on a day; the rest is told row by row. */
const narrowing: Readonly<Record<ConsentRegisterInput['state'], (on: LocalDate) => Where>> = {
  all: () => everyRow,
  current: (on) => ({ kind: 'any', conditions: [isStatus('requested'), lastsUntil(on)] }),
  valid: (on) => lastsUntil(on),
  expiring: (on) => lastsUntil(on),
  requested: (on) => ({ kind: 'any', conditions: [isStatus('requested'), lastsUntil(on)] }),
  expired: (on) => ({ kind: 'lt', column: 'lastValidOn', value: on }),
  withdrawn: () => isStatus('withdrawn'),
  superseded: () => isStatus('superseded'),
  declined: () => isStatus('declined'),
};

const lastsUntil = (on: LocalDate): Where => ({ kind: 'gte', column: 'lastValidOn', value: on });

const asked = ({ party, kind, expiresBefore, caseId }: ConsentRegisterInput): readonly Where[] => [
  ...(party === undefined ? [] : [{ kind: 'contains', column: 'parties', value: party } as const]),
  ...(kind === undefined ? [] : [{ kind: 'eq', column: 'kind', value: kind } as const]),
  ...(expiresBefore === undefined ? [] : [{ kind: 'lt', column: 'lastValidOn', value: expiresBefore } as const]),
  ...(caseId === undefined ? [] : [{ kind: 'eq', column: 'caseId', value: caseId } as const]),
];

const current: readonly ConsentState[] = ['requested', 'valid', 'expiring'];

const isWanted = (state: ConsentState, wanted: ConsentRegisterInput['state']): boolean =>
  wanted === 'all' || (wanted === 'current' ? current.includes(state) : state === wanted);

const toItem = (consent: ConsentRegisterRow, on: LocalDate) => {
  const { status: _status, ...shown } = consent;
  return { ...shown, state: consentStateOn(consent, on), expiringFrom: expiringFrom(consent) };
};

/** Who may share what with whom until when; those that expire first come first. */
export const findConsents = async (
  asking: AskingForPage,
  input: ConsentRegisterInput,
): Promise<Page<ConsentRegisterItem>> => {
  const { rows, now, page } = asking;
  const { scope, unitId, state, on = localDay(now) } = input;
  const cases = await casesFor(asking, { scope, unitId });
  const where: Where = { kind: 'all', conditions: [cases.ofCases, narrowing[state](on), ...asked(input)] };
  const found = (await rows.find(consentRegister, { where })).map(({ row }) => toItem(row, on));
  const listed = await amongKnown(
    cases,
    found.filter((consent) => isWanted(consent.state, state)),
  );
  return withCases(
    rows,
    pageOf(listed, ({ lastValidOn, consentId }) => [lastValidOn ?? null, consentId], page),
  );
};
