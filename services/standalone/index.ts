export { systemClock, type SettableClock } from './clock.js';
export { openDataFolder, type DataFolder } from './data-folder.js';
export { demoTenant, demoUsers } from './demo/people.js';
export { demoRinging, type DemoRinging } from './demo/ringing.js';
export { seedDemo, type SeedParts } from './demo/seed.js';
export { prepareDatabase, type RoleUrls } from './prepare-database.js';
