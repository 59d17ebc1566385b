import type { aggregates } from '@etapp/domain';

import type { FactQuestion } from './fact-question.js';

type States = { readonly [K in keyof typeof aggregates]: (typeof aggregates)[K]['initial'] };

/** How each kind of stream tells which unit has it; methods, so that each may name its own state. */
const units: Readonly<Record<string, { of(state: unknown): string | undefined }>> = {
  case: { of: ({ intake }: States['case']) => (intake.status === 'none' ? undefined : intake.unitId) },
  unit: { of: ({ settings }: States['unit']) => (settings.status === 'none' ? undefined : settings.unitId) },
  staff: { of: ({ directory }: States['staff']) => (directory.status === 'none' ? undefined : directory.unitIds[0]) },
};

/** The unit whose settings and people a command falls under: that of the stream, or the one that its body names. */
export const unitOf = ({
  stream,
  state,
  body,
}: Pick<FactQuestion, 'stream' | 'state' | 'body'>): string | undefined => {
  const named = body['unitId'];
  return units[stream.category]?.of(state) ?? (typeof named === 'string' ? named : undefined);
};

/** The units whose people a command falls under: all of a member of staff, else the one; undefined where there is none. */
export const unitsOf = (question: Pick<FactQuestion, 'stream' | 'state' | 'body'>): readonly string[] | undefined => {
  if (question.stream.category === 'staff') return staffUnits.of(question.state);
  const unitId = unitOf(question);
  return unitId === undefined ? undefined : [unitId];
};

const staffUnits: { of(state: unknown): readonly string[] | undefined } = {
  of: ({ directory }: States['staff']) => (directory.status === 'none' ? undefined : directory.unitIds),
};
