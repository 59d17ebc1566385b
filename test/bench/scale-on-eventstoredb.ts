import { randomUUID } from 'node:crypto';

import { binaryEvent, EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import { streamName } from '@etapp/kernel';

import { appendLike, type Bare, drawn, type Drawn, pageSize } from './scale-measures.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const readToEnd = async (events: AsyncIterable<unknown>): Promise<number> => {
  let count = 0;
  for await (const _event of events) count += 1;
  return count;
};

/** The node's own client with its own settings, and what it does with streams of a log by this namespace. */
export const bareClient = (url: string, namespace: string) => {
  const client = EventStoreDBClient.connectionString(url);
  const nameOf = (stream: Drawn['streams'][number]): string => `${namespace}${streamName(stream)}`;
  const operationsOn = (log: Drawn): Bare => {
    const append = () => {
      const {
        stream,
        events: [{ type, header, data }],
      } = appendLike(log);
      // The same bytes: what the store keeps in the metadata besides the header is some 200 characters.
      const event = binaryEvent({ id: randomUUID(), type, data: bytes(data), metadata: bytes(header) });
      // Beside the log, which would refuse it.
      return client.appendToStream(`bare-${nameOf(stream)}`, event, { expectedRevision: NO_STREAM });
    };
    const stream = () => readToEnd(client.readStream(nameOf(drawn(log.streams))));
    const page = () => {
      const place = BigInt(drawn(log.places));
      return readToEnd(client.readAll({ fromPosition: { commit: place, prepare: place }, maxCount: pageSize }));
    };
    return { append, stream, 'load and fold': stream, page };
  };
  return { operationsOn, close: () => client.dispose() };
};
