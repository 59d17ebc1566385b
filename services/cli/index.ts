export { exitCodes, type ExitCode } from './exit-codes.js';
export { runProgram, type ProcessParts } from './program.js';
