export { composeApi, type Api, type ApiSettings } from './compose.js';
export type { InsideCommand, InsideCommands } from './commands/act.js';
