import { type AllStreamResolvedEvent, EventStoreDBClient, type StreamingRead } from '@eventstore/db-client';
import { ReadStream } from '@eventstore/db-client/dist/streams/utils/ReadStream.js';
import { convertGrpcEvent } from '@eventstore/db-client/dist/utils/convertGrpcEvent.js';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';

import type { Connection } from './connection-string.js';
import { type ReadOfNamed, toReadRequest } from './read-named.js';
import { within } from './within.js';

/** For a channel whose node is still being looked for. */
const closeWithinMs = 1_000;
/** Three rounds of questions, not ten: whoever waits is told before a request's own deadline. */
const discovery = { maxDiscoverAttempts: 3, gossipTimeout: 2 };

/**
 * The client, with three differences. It never asks whether the node takes appends in a shared stream (`batchAppend`): that
 * stream belongs to no append, so its errors are everybody's, it has no deadline, and an answer that comes late to it
 * ends the process. It can read all events of some streams, which a node can, and this client can only subscribe to. And
 * it can be closed.
 */
export class LogClient extends EventStoreDBClient {
  protected override supports = async (): Promise<boolean> => false;

  /**
   * Events of the log as a whole, of streams with such names only: the node looks through the others by itself, and says
   * nothing meanwhile.
   */
  readNamed(read: ReadOfNamed): StreamingRead<AllStreamResolvedEvent> {
    const request = toReadRequest(read);
    const open = this.GRPCStreamCreator(StreamsClient, 'readNamed', (client) =>
      client.read(request, ...this.callArguments({ requiresLeader: true }, { deadline: Infinity })),
    );
    return new ReadStream(open, convertGrpcEvent, {});
  }

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
