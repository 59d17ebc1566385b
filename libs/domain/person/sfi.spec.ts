import { describe, it } from '@jest/globals';

import { aPerson } from './a-person.fixture.js';

const registered = aPerson.after('RegisterPerson');
const admission = { firstAdmittedOn: '2025-09-01', studyPath: 2, rightEndsOn: '2029-08-31' };
const extension = { rightEndsOn: '2030-08-31', reasonCode: 'parentalLeave' };
const b = { course: 'B', passedOn: '2025-12-19' };
const c = { course: 'C', passedOn: '2026-02-13' };

describe('a person without SFI', () => {
  it('is admitted for a time', () => {
    registered
      .when('RecordSfiAdmission', admission)
      .then({ type: 'SfiAdmissionRecorded', data: admission, occurredAt: '2025-08-31T22:00:00.000Z' });
    registered
      .when('RecordSfiAdmission', { ...admission, rightEndsOn: '2025-08-31' })
      .rejects('period-reversed', { rightEndsOn: '2025-08-31' });
  });

  it('may have passed a course elsewhere, but has no right to extend', () => {
    registered.when('RecordSfiCourse', b).then({ type: 'SfiCoursePassed', data: b });
    registered.when('ExtendSfiRight', extension).rejects('wrong-state', { state: 'notAdmitted' });
  });
});

describe('a person admitted to SFI', () => {
  const admitted = registered.and('RecordSfiAdmission', admission);

  it('is admitted for the first time once', () => {
    admitted.when('RecordSfiAdmission', admission).nothing();
    admitted.when('RecordSfiAdmission', { ...admission, firstAdmittedOn: '2025-09-02' }).rejects('wrong-state');
  });

  it('passes courses by letter and by day', () => {
    const passed = admitted.and('RecordSfiCourse', b);
    passed.when('RecordSfiCourse', c).then({ type: 'SfiCoursePassed', data: c });
    passed.when('RecordSfiCourse', { ...c, passedOn: '2025-12-18' }).rejects('course-out-of-order');
    passed
      .when('RecordSfiCourse', { ...c, course: 'A' })
      .rejects('course-out-of-order', { course: 'A', lastCourse: 'B', lastPassedOn: '2025-12-19' });
  });

  it('passes a course once', () => {
    const passed = admitted.and('RecordSfiCourse', b).and('RecordSfiCourse', c);
    passed.when('RecordSfiCourse', b).nothing();
    passed.when('RecordSfiCourse', { ...c, passedOn: '2026-02-20' }).rejects('course-out-of-order');
  });

  it('passes none before the admission', () => {
    admitted
      .when('RecordSfiCourse', { course: 'A', passedOn: '2025-08-29' })
      .rejects('course-out-of-order', { firstAdmittedOn: '2025-09-01' });
  });

  it('has the right extended to a later day, each time once', () => {
    admitted.when('ExtendSfiRight', extension).then({ type: 'SfiRightExtended', data: extension });
    const extended = admitted.and('ExtendSfiRight', extension);
    extended.when('ExtendSfiRight', extension).nothing();
    extended.when('ExtendSfiRight', { ...extension, reasonCode: 'illness' }).rejects('period-reversed');
    admitted.when('ExtendSfiRight', { ...extension, rightEndsOn: '2029-08-31' }).rejects('period-reversed');
  });
});
