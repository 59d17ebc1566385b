import { LegalBasisCode, SupportForm, UnitKind, unitKindOf } from '@etapp/domain';
import { Code, Id, impossible, LocalDate, PublicName } from '@etapp/kernel';
import { z } from 'zod';

import { defineProjection } from '../define.js';

const SettingChange = z.object({
  key: Code,
  value: z.union([z.number(), z.boolean(), z.string(), z.array(z.string())]),
  fromOn: LocalDate,
  setBy: Id,
});
const Availability = z.object({ supportForm: SupportForm, available: z.boolean(), fromOn: LocalDate, setBy: Id });

/** A unit, every change of its settings and of the forms of support it can offer, in the order they were recorded. */
export const UnitDirectoryRow = z.object({
  unitId: Id,
  kind: UnitKind,
  name: PublicName,
  municipalityCode: Code,
  leadUserId: Id,
  legalBases: z.array(LegalBasisCode),
  changes: z.array(SettingChange),
  supportForms: z.array(Availability),
});
export type UnitDirectoryRow = z.output<typeof UnitDirectoryRow>;

const known = (row: UnitDirectoryRow | undefined, event: { readonly type: string; readonly id: string }) =>
  row ?? impossible(event, 'the unit was never registered');

/** Which units are there, what do they decide for themselves, and from when? */
export const unitDirectory = defineProjection({
  name: 'unit_directory',
  version: 2,
  row: UnitDirectoryRow,
  columns: { unitId: 'uuid', kind: 'text', municipalityCode: 'text', leadUserId: 'uuid' },
  key: {
    UnitRegistered: ({ data }) => data.unitId,
    UnitSettingsChanged: ({ stream }) => stream.id,
    SupportFormAvailabilityChanged: ({ stream }) => stream.id,
  },
  on: {
    UnitRegistered: (_row, { data, stream }) => ({
      ...{ ...data, kind: unitKindOf(stream), changes: [], supportForms: [] },
    }),
    UnitSettingsChanged: (row, event) => {
      const unit = known(row, event);
      const { changes, fromOn } = event.data;
      const added = changes.map((change) => ({ ...change, fromOn, setBy: event.id }));
      return { ...unit, changes: [...unit.changes, ...added] };
    },
    SupportFormAvailabilityChanged: (row, event) => {
      const unit = known(row, event);
      const { supportForm, available, fromOn } = event.data;
      return { ...unit, supportForms: [...unit.supportForms, { supportForm, available, fromOn, setBy: event.id }] };
    },
  },
});
