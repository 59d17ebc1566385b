export {
  Environment,
  InvalidConfiguration,
  readCommandConfig,
  readConfig,
  readProjectorConfig,
  type Config,
} from './config.js';
export { OperationsEnvironment, readOperationsConfig, type OperationsConfig } from './operations.js';
export { OutgoingEnvironment, readOutgoingConfig, type OutgoingConfig } from './outgoing.js';
export { RingingEnvironment, readRingingConfig, type RingingConfig } from './ringing.js';
