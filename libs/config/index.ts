export {
  Environment,
  InvalidConfiguration,
  Port,
  readCommandConfig,
  readConfig,
  readProjectorConfig,
  type Config,
} from './config.js';
export { EndingEnvironment, SharingEnvironment } from './apart.js';
export { LogEnvironment, readLogConfig, type LogConfig } from './log.js';
export { OperationsEnvironment, readOperationsConfig, type OperationsConfig } from './operations.js';
export { OutgoingEnvironment, readOutgoingConfig, type OutgoingConfig } from './outgoing.js';
export { programEnvironments, readApiProgram, readProjectorProgram, readRemindersProgram } from './programs.js';
export { programExits, runProgram, type Program, type ProgramProcess, type Running } from './run-program.js';
export { RingingEnvironment, readRingingConfig, type RingingConfig } from './ringing.js';
export { withSecretFiles } from './secret-files.js';
export { TracingEnvironment, readTracingConfig, type TracingConfig } from './tracing.js';
