export { Environment, InvalidConfiguration, readConfig, type Config } from './config.js';
