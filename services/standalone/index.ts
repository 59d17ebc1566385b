export { openDataFolder, type DataFolder } from './data-folder.js';
export { prepareDatabase, type RoleUrls } from './prepare-database.js';
