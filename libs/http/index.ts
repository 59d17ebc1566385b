export { cursors, type Cursors, type CursorScope } from './cursor.js';
export { etagOf, parseIfMatch } from './etag.js';
export { isIdempotencyKey } from './idempotency-key.js';
export { deepestRow, Paging } from './paging.js';
export {
  languageOf,
  problemDocument,
  type Fault,
  type Occurrence,
  type ProblemEntry,
  type ProblemText,
} from './problem.js';
export {
  IdentityUnavailable,
  NotAuthenticated,
  tokenVerifier,
  type Issuer,
  type Principal,
  type TokenVerifier,
} from './tokens.js';
export { traceIdOf, traceParentOf, type TraceParent } from './trace-parent.js';
