export {
  Environment,
  InvalidConfiguration,
  readCommandConfig,
  readConfig,
  readProjectorConfig,
  type Config,
} from './config.js';
