import { binaryEvent, StreamNotFoundError, WrongExpectedVersionError } from '@eventstore/db-client';

import { Generation, generationsName } from '../generations.js';
import { WrongExpectedVersion } from '../port.js';
import { toReadFailure } from './failures.js';
import type { LogClient } from './log-client.js';
import { toExpectedRevision } from './positions.js';
import type { Namespace } from './stream-names.js';
import { eachWithin, within } from './within.js';

/** Where the records are kept. */
export type GenerationParts = {
  readonly client: LogClient;
  readonly namespace: Namespace;
  readonly deadlineMs: number;
};

/** No name that `streamName` makes: no event of the log. Storage format. */
const streamOf = ({ namespace }: GenerationParts): string => `${namespace}etapp-generations`;

/** Where the log came from, oldest first. Throws StoreUnavailable. */
export const readGenerations = async (parts: GenerationParts): Promise<readonly Generation[]> => {
  const found: Generation[] = [];
  const call = () => parts.client.readStream(streamOf(parts), { requiresLeader: true });
  try {
    for await (const { event } of eachWithin(parts.deadlineMs, call))
      if (event?.data instanceof Uint8Array)
        found.push(Generation.parse(JSON.parse(Buffer.from(event.data).toString('utf8'))));
  } catch (error) {
    if (!(error instanceof StreamNotFoundError)) throw toReadFailure(error);
  }
  return found;
};

/** Adds a record after so many others. Throws WrongExpectedVersion when there are more or fewer, and StoreUnavailable. */
export const writeGeneration = async (parts: GenerationParts, generation: Generation, known: number): Promise<void> => {
  const { client, deadlineMs } = parts;
  const data = new TextEncoder().encode(JSON.stringify(Generation.parse(generation)));
  const options = { expectedRevision: toExpectedRevision(known), requiresLeader: true, deadline: deadlineMs };
  const event = binaryEvent({ type: 'LogMoved', data });
  try {
    await within(deadlineMs, client.appendToStream(streamOf(parts), event, options));
  } catch (error) {
    if (!(error instanceof WrongExpectedVersionError)) throw toReadFailure(error);
    throw new WrongExpectedVersion(generationsName, known, (await readGenerations(parts)).length);
  }
};
