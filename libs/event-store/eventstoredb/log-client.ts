import { EventStoreDBClient } from '@eventstore/db-client';

import type { Connection } from './connection-string.js';
import { within } from './within.js';

/** For a channel whose node is still being looked for. */
const closeWithinMs = 1_000;
/** Three rounds of questions, not ten: whoever waits is told before a request's own deadline. */
const discovery = { maxDiscoverAttempts: 3, gossipTimeout: 2 };

/**
 * The client, with two differences. It never asks whether the node takes appends in a shared stream (`batchAppend`): that
 * stream belongs to no append, so its errors are everybody's, it has no deadline, and an answer that comes late to it
 * ends the process. And it can be closed.
 */
export class LogClient extends EventStoreDBClient {
  protected override supports = async (): Promise<boolean> => false;

  /** Breaks off what is under way and closes the connection. */
  async close(): Promise<void> {
    await this.dispose();
    const channel = await within(closeWithinMs, this.getChannel()).catch(() => undefined);
    channel?.close();
  }
}

/** Makes a client; it connects on use. `name` is what the node shows of the connection. */
export const clientFor = ({ endpoints, discover, ...connection }: Connection, name: string): LogClient => {
  const { tls, rootCertificate, credentials, timing } = connection;
  const settings = { ...discovery, ...definedIn(timing), connectionName: name, throwOnAppendFailure: true };
  const channel = tls ? { ...(rootCertificate === undefined ? {} : { rootCertificate }) } : { insecure: true };
  const [first, ...others] = endpoints;
  if (discover) return new LogClient({ ...settings, discover: first }, channel, credentials);
  if (others.length > 0) return new LogClient({ ...settings, endpoints: [...endpoints] }, channel, credentials);
  return new LogClient({ ...settings, endpoint: first }, channel, credentials);
};

const definedIn = (timing: Connection['timing']): Record<string, number> =>
  Object.fromEntries(Object.entries(timing).filter((entry): entry is [string, number] => entry[1] !== undefined));
