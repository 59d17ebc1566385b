import { personCard } from './person-card/person-card.js';
import { staffDirectory } from './staff-directory/staff-directory.js';
import { unitDirectory } from './unit-directory/unit-directory.js';
import { worklist } from './worklist/worklist.js';

export type { Asking, AskingForPage, LastOpened } from './asking.js';
export { comparePlaces, pageOf, type Page, type PageRequest, type Place } from './paging.js';
export { mayKnow, type Handled, type Reader } from './reader.js';

export { personCard, PersonCardRow } from './person-card/person-card.js';
export { PersonInList } from './person-card/person-in-list.js';
export { findPersonCards, findProtectedPersons } from './person-card/queries.js';

export { staffDirectory, StaffDirectoryRow } from './staff-directory/staff-directory.js';
export { absenceOn, findStaff, findStaffDeputies } from './staff-directory/queries.js';

export { unitDirectory, UnitDirectoryRow } from './unit-directory/unit-directory.js';
export { findSettings, findUnits, settingsInForce, unavailableSupportForms } from './unit-directory/queries.js';

export { WorklistCounts, WorklistInput, WorklistItem } from './worklist/answer.js';
export { WorklistFilter } from './worklist/filters.js';
export { countWorklist, findWorklist, type AskingForWorklist } from './worklist/queries.js';
export { worklist } from './worklist/worklist.js';

/** Every read model. */
export const projections = [personCard, staffDirectory, unitDirectory, worklist];
