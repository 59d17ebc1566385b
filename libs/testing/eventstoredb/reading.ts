import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';

import { filterOf } from './filters.js';
import { nameOf, refusals, toEventResp, toStreamNotFound } from './messages.js';
import type { LogRecord } from './node-log.js';
import type { NodeParts, ReadCall } from './node-parts.js';
import { subscribing, type Subscription } from './subscribing.js';

const { BACKWARDS } = streamsPb.ReadReq.Options.ReadDirection;

const fromStream = (options: ReadReq.Options, records: readonly LogRecord[]): readonly LogRecord[] => {
  const place = options.getStream();
  const from = place?.hasRevision() === true ? Number(place.getRevision()) : undefined;
  if (options.getReadDirection() !== BACKWARDS) return records.filter(({ revision }) => revision >= (from ?? 0));
  return records.filter(({ revision }) => from === undefined || revision <= from).toReversed();
};

/** Forwards with the event at the position, backwards without it, as a node does. */
const fromAll = (options: ReadReq.Options, records: readonly LogRecord[]): readonly LogRecord[] => {
  const place = options.getAll();
  const from = Number(place?.getPosition()?.getCommitPosition() ?? 0);
  if (options.getReadDirection() === BACKWARDS) {
    return records.filter(({ position }) => place?.hasEnd() === true || position < from).toReversed();
  }
  return place?.hasEnd() === true ? [] : records.filter(({ position }) => position >= from);
};

/** A node reads all from the places of events only; beyond the last of them it finds nothing. */
const isPlace = (options: ReadReq.Options, records: readonly LogRecord[]): boolean => {
  const from = Number(options.getAll()?.getPosition()?.getCommitPosition() ?? 0);
  const next = records.find(({ position }) => position >= from);
  return from === 0 || next === undefined || next.position === from;
};

const readOnce = ({ log, seen }: NodeParts, call: ReadCall, options: ReadReq.Options): void => {
  if (options.hasAll() && !isPlace(options, log.records)) return void call.emit('error', refusals.noPlace());
  const name = nameOf(options.getStream()?.getStreamIdentifier());
  const records = options.hasAll() ? log.records : log.given(name);
  if (records === undefined) {
    call.write(toStreamNotFound(name));
  } else {
    const chosen = options.hasAll() ? fromAll(options, records) : fromStream(options, records);
    for (const record of chosen.filter(filterOf(options)).slice(0, Number(options.getCount()))) {
      call.write(toEventResp(record));
      seen.eventsSent += 1;
    }
  }
  call.end();
};

const isBuried = ({ log }: NodeParts, options: ReadReq.Options): boolean =>
  !options.hasAll() && log.isBuried(nameOf(options.getStream()?.getStreamIdentifier()));

/** Reads a stream or the whole log, once or as a subscription, with the faults the node has. */
export const reading = (parts: NodeParts, subscriptions: Set<Subscription>) => {
  const subscribe = subscribing(parts, subscriptions);
  return async (call: ReadCall): Promise<void> => {
    await parts.attend(call);
    const refusal = parts.refusal(call, false);
    const options = call.request.getOptions();
    if (refusal !== undefined) call.emit('error', refusal);
    else if (options === undefined || parts.faults.silent) return;
    else if (options.hasSubscription()) subscribe(call, options);
    else if (isBuried(parts, options)) call.emit('error', refusals.buried());
    else readOnce(parts, call, options);
  };
};
