export { exitCodes, type ExitCode } from './exit-codes.js';
export { runProgram, type ProcessParts } from './program.js';
export { move, type Moved, type MoveParts } from './moving/move.js';
