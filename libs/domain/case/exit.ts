import { defineEvents, Id, Instant, LocalDate, text } from '@etapp/kernel';
import { z } from 'zod';

import { CaseSource, CorrectionReason, ExitDestination, Occupation, ServedAs, StudyForm } from '../values.js';

const CaseClosed = z.strictObject({
  closedOn: LocalDate,
  destination: ExitDestination,
  occupation: Occupation,
  hoursPerWeek: z.number().min(0).max(168).multipleOf(0.1).optional(),
  studyForm: StudyForm.optional(),
  studyAidEntitled: z.boolean().optional(),
  note: text().optional(),
  carriedOverMeasureIds: z.array(Id).max(100),
});
const CaseReopened = z.strictObject({
  periodNo: z.int().min(2),
  receivedAt: Instant,
  source: CaseSource,
  servedAs: ServedAs,
});
const CaseMarkedErroneous = z.strictObject({
  reasonCode: CorrectionReason,
  correctCaseId: Id.optional(),
  note: text().optional(),
});

/** A case is closed (avslut), opened again, or found to be entered in error. */
export const exitEvents = defineEvents({
  CaseClosed: {
    version: 1,
    data: CaseClosed,
    occurred: 'closedOn',
    text: { sv: 'Ärendet avslutades', en: 'The case was closed' },
  },
  CaseReopened: {
    version: 1,
    data: CaseReopened,
    occurred: 'receivedAt',
    text: { sv: 'Ärendet öppnades igen', en: 'The case was reopened' },
  },
  CaseMarkedErroneous: {
    version: 1,
    data: CaseMarkedErroneous,
    text: { sv: 'Ärendet markerades som felregistrerat', en: 'The case was marked as entered in error' },
  },
});
