export { Environment, InvalidConfiguration, readConfig, readProjectorConfig, type Config } from './config.js';
