import { EmployerSector } from '@etapp/domain';
import { type ColumnsOf, type Condition, LocalDate } from '@etapp/kernel';
import { z } from 'zod';

import type { AskingForPage } from '../asking.js';
import { type Page, pageOf } from '../paging.js';
import { employerDirectory, type EmployerDirectoryRow } from './employer-directory.js';

/** Which employers: of a sector; not spoken to since a day, or ever. Names are sealed, and so are no condition. */
export const EmployersInput = z.strictObject({
  sector: EmployerSector.optional(),
  lastContactBefore: LocalDate.optional(),
});
export type EmployersInput = z.output<typeof EmployersInput>;

type Where = Condition<ColumnsOf<typeof employerDirectory>>;

const notSince = (value: string): Where => ({
  kind: 'any',
  conditions: [
    { kind: 'isNull', column: 'lastContactOn' },
    { kind: 'lt', column: 'lastContactOn', value },
  ],
});

/** The employers, those longest without contact first. */
export const findEmployers = async (
  { rows, page }: Pick<AskingForPage, 'rows' | 'page'>,
  { sector, lastContactBefore }: EmployersInput,
): Promise<Page<EmployerDirectoryRow>> => {
  const conditions: readonly Where[] = [
    ...(sector === undefined ? [] : [{ kind: 'eq', column: 'sector', value: sector } as const]),
    ...(lastContactBefore === undefined ? [] : [notSince(lastContactBefore)]),
  ];
  const found = await rows.find(employerDirectory, { where: { kind: 'all', conditions } });
  const never = '';
  return pageOf(
    found.map(({ row }) => row),
    ({ lastContactOn = never, employerId }) => [lastContactOn, employerId],
    page,
  );
};
