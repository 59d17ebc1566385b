export { Box, contentOf, type BoxContent, type BoxOrigin, type Mark } from './box.js';
export {
  eventDataFromJson,
  eventDataToJson,
  mapBoxes,
  ORIGIN,
  parseJson,
  rowFromJson,
  rowToJson,
  SEALED,
  type Json,
} from './box-json.js';
export { cloudEventOf, publishedType, type CloudEvent } from './cloud-event.js';
export {
  command,
  defineCommands,
  defineFact,
  type CommandCatalogue,
  type CommandContext,
  type CommandEntry,
  type CommandOf,
  type ContextOf,
  type Example,
  type Fact,
} from './command.js';
export {
  defineAggregate,
  type Aggregate,
  type DecidedEvent,
  type DecisionsOf,
  type FoldOf,
  type NamedCommand,
  type StateOf,
} from './decider.js';
export {
  defineEvents,
  upcast,
  type Actor,
  type DataOf,
  type EventCatalogue,
  type EventEntry,
  type EventMeta,
  type NewEvent,
  type Recorded,
  type RecordedEvent,
  type Text,
} from './event.js';
export {
  boxed,
  markOf,
  personal,
  personalName,
  plainSchemaOf,
  sensitive,
  sensitiveText,
  text,
  type PersonalSchema,
} from './personal.js';
export { parseChangedRow } from './changed-row.js';
export {
  parseRow,
  projectionsOver,
  totalProjectionOver,
  type Columns,
  type ColumnsOf,
  type ColumnType,
  type Projection,
  type RowOf,
} from './projection.js';
export { commonRejections, impossible, ImpossibleStep, reject, Rejection, type RejectionDetails } from './rejection.js';
export { parseStreamName, publicStreamName, streamName, type StreamId } from './stream.js';
export { Code, Hours, Id, Instant, LocalDate, Month, PublicName } from './time.js';
export { everyRow, type ColumnValue, type Condition, type Keyed, type RowQuery, type RowSource } from './row-query.js';
