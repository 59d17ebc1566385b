import {
  Code,
  command,
  type DataOf,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  impossible,
  LocalDate,
  reject,
} from '@etapp/kernel';
import { z } from 'zod';

import { saysTheSame } from '../repetition.js';

const SfiAdmissionRecorded = z.strictObject({
  firstAdmittedOn: LocalDate,
  studyPath: z.literal([1, 2, 3]),
  rightEndsOn: LocalDate,
});
const SfiCoursePassed = z.strictObject({ course: z.enum(['A', 'B', 'C', 'D']), passedOn: LocalDate });
const SfiRightExtended = z.strictObject({ rightEndsOn: LocalDate, reasonCode: Code });

/** Swedish for immigrants (sfi): the right to study it, and the courses passed. */
export const sfiEvents = defineEvents({
  SfiAdmissionRecorded: {
    version: 1,
    data: SfiAdmissionRecorded,
    occurred: 'firstAdmittedOn',
    text: { sv: 'Antagning till sfi registrerades', en: 'Admission to SFI was recorded' },
  },
  SfiCoursePassed: {
    version: 1,
    data: SfiCoursePassed,
    occurred: 'passedOn',
    text: { sv: 'En sfi-kurs klarades', en: 'An SFI course was passed' },
  },
  SfiRightExtended: {
    version: 1,
    data: SfiRightExtended,
    text: { sv: 'Rätten till sfi förlängdes', en: 'The right to SFI was extended' },
  },
});

/** What may be stated about a person's SFI. */
export const sfiCommands = defineCommands({
  RecordSfiAdmission: command({
    body: SfiAdmissionRecorded,
    policy: 'person.manage',
    text: { sv: 'Registrera antagning till sfi', en: 'Record admission to SFI' },
    example: {
      after: ['RegisterPerson'],
      body: { firstAdmittedOn: '2025-09-01', studyPath: 2, rightEndsOn: '2029-08-31' },
    },
  }),
  RecordSfiCourse: command({
    body: SfiCoursePassed,
    policy: 'person.manage',
    rejects: ['course-out-of-order'],
    text: { sv: 'Registrera klarad sfi-kurs', en: 'Record a passed SFI course' },
    example: { after: ['RecordSfiAdmission'], body: { course: 'B', passedOn: '2026-02-13' } },
  }),
  ExtendSfiRight: command({
    body: SfiRightExtended,
    policy: 'person.manage',
    text: { sv: 'Förläng rätten till sfi', en: 'Extend the right to SFI' },
    example: {
      after: ['RecordSfiAdmission'],
      body: { rightEndsOn: '2030-08-31', reasonCode: 'parentalLeave' },
    },
  }),
});

type Data<K extends keyof typeof sfiEvents> = DataOf<(typeof sfiEvents)[K]>;

/** The admission as it was recorded, the newest extension, and the courses in the order they were passed. */
export type SfiState = {
  readonly admission?: Data<'SfiAdmissionRecorded'>;
  readonly extension?: Data<'SfiRightExtended'>;
  readonly passed: readonly Data<'SfiCoursePassed'>[];
};

/** How a person's SFI follows from its events. */
export const sfiFold: FoldOf<SfiState, typeof sfiEvents> = {
  initial: { passed: [] },
  on: {
    SfiAdmissionRecorded: (state, event) =>
      state.admission === undefined
        ? { ...state, admission: event.data }
        : impossible(event, 'the person was admitted before'),
    SfiCoursePassed: (state, { data }) => ({ ...state, passed: [...state.passed, data] }),
    SfiRightExtended: (state, event) =>
      state.admission === undefined
        ? impossible(event, 'the person was never admitted')
        : { ...state, extension: event.data },
  },
};

/** The decisions about a person's SFI. */
export const sfiDecisions: DecisionsOf<{ readonly sfi: SfiState }, typeof sfiCommands, typeof sfiEvents> = {
  RecordSfiAdmission: ({ sfi: { admission } }, command) => {
    if (saysTheSame(admission, command)) return [];
    if (admission !== undefined) reject('wrong-state', { state: 'admitted', allowed: ['notAdmitted'] });
    const { firstAdmittedOn, rightEndsOn } = command;
    if (rightEndsOn < firstAdmittedOn) reject('period-reversed', { firstAdmittedOn, rightEndsOn });
    return [{ type: 'SfiAdmissionRecorded', data: command }];
  },
  RecordSfiCourse: ({ sfi }, command) => {
    if (sfi.passed.some((course) => saysTheSame(course, command))) return [];
    requireNextCourse(sfi, command);
    return [{ type: 'SfiCoursePassed', data: command }];
  },
  ExtendSfiRight: ({ sfi: { admission, extension } }, command) => {
    if (saysTheSame(extension, command)) return [];
    if (admission === undefined) return reject('wrong-state', { state: 'notAdmitted', allowed: ['admitted'] });
    const { rightEndsOn: endsOn } = extension ?? admission;
    const { rightEndsOn } = command;
    if (rightEndsOn <= endsOn) reject('period-reversed', { endsOn, rightEndsOn });
    return [{ type: 'SfiRightExtended', data: command }];
  },
};

/**
 * A course comes after those passed, by letter and by day, and not before the admission. A person placed higher skips
 * courses, and one who moved in may have passed some without an admission here.
 */
const requireNextCourse = ({ admission, passed }: SfiState, { course, passedOn }: Data<'SfiCoursePassed'>): void => {
  const last = passed.at(-1);
  if (last !== undefined && (course <= last.course || passedOn < last.passedOn)) {
    reject('course-out-of-order', { course, passedOn, lastCourse: last.course, lastPassedOn: last.passedOn });
  }
  const { firstAdmittedOn = passedOn } = admission ?? {};
  if (passedOn < firstAdmittedOn) reject('course-out-of-order', { course, passedOn, firstAdmittedOn });
};
