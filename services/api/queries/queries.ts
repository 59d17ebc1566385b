import type { Query } from './define-query.js';
import { worklistQueries } from './resources/worklist.js';

/** Every question, by resource. Routes, documentation and past views are made from this list. */
export const queries: readonly Query[] = [...worklistQueries];
