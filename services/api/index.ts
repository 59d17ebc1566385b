export { asyncApiDocument } from './asyncapi/document.js';
export { openApiDocument } from './openapi/document.js';
export type { CommandStep } from './commands/command-steps.js';
export { composeApi, type Api, type ApiSettings } from './compose.js';
export { composeCommands, type CommandComposition, type CommandSettings, type Inside } from './compose-commands.js';
export type { InsideCommand, InsideCommands } from './commands/act.js';
export { refreshLag } from './operations/lag.js';
export { version } from './version.js';
export { createMetrics, type Metrics } from './operations/metrics.js';
