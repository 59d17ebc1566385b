export { caseAggregate, caseCommands, caseEvents } from './case/case.js';
export { exampleIds } from './examples.js';
export { defaultSettings, UnitSettings } from './settings.js';
export * from './values.js';
export {
  isOfficialTestNumber,
  officialTestNumber,
  parseIdentityNumber,
  type IdentityNumber,
  type IdentityNumberError,
} from './person/identity-number.js';
