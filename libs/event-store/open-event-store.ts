import { isConnectionString } from './eventstoredb/connection-string.js';
import { EventStoreDbStore } from './eventstoredb/eventstoredb-store.js';
import type { PassedOver } from './eventstoredb/foreign-events.js';
import type { Generations } from './generations.js';
import type { EventStore } from './port.js';
import { PostgresStore } from './postgres/postgres-store.js';
import type { AppendBatch } from './told-batches.js';

/** Which log a program opens. */
export type OpenOptions = {
  /**
   * Where the log is: `esdb://…` or `kurrentdb://…` for EventStoreDB, else a PostgreSQL URL of the role that the program
   * acts as.
   */
  readonly url: string;
  /** What the server shows of the connections. */
  readonly name: string;
  /** Hears of each batch of appends; of PostgreSQL only, where appends share one. */
  readonly onBatch?: ((batch: AppendBatch) => void) | undefined;
  /**
   * Hears once of each event that is passed over, since others wrote it to a stream of this log's; what it throws ends the
   * reading. Of EventStoreDB only: the tables of PostgreSQL take nothing else than events of the log.
   */
  readonly onForeign?: ((passed: PassedOver) => void) | undefined;
};

/** A log that its program must close. */
export type OpenEventStore = EventStore &
  Generations & {
    /** Takes no more appends, ends the subscriptions, waits for what is under way and closes the connections. */
    close(): Promise<void>;
  };

/** Opens the log that a URL names; it connects by itself. Throws InvalidConnectionString, which never quotes the URL. */
export const openEventStore = (options: OpenOptions): OpenEventStore =>
  isConnectionString(options.url) ? new EventStoreDbStore(options) : new PostgresStore(options);
