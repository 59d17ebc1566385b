import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';

import { filterOf } from './filters.js';
import { refusals, toCaughtUp, toCheckpoint, toConfirmation, toEventResp } from './messages.js';
import type { LogRecord } from './node-log.js';
import type { NodeParts, ReadCall } from './node-parts.js';

const defaultSearchWindow = 32;

/** After the position, as a node takes it; before every event from the start. */
const placeOf = (options: ReadReq.Options, records: readonly LogRecord[]): number => {
  const all = options.getAll();
  if (all?.hasEnd() === true) return records.length;
  if (all?.hasPosition() !== true) return 0;
  const from = Number(all.getPosition()?.getCommitPosition());
  const place = records.findIndex(({ position }) => position > from);
  return place < 0 ? records.length : place;
};

/**
 * Sends the log from a place on: the events that pass the filter, and checkpoints for what was looked through without
 * them, each so many events.
 */
const sending = ({ log, faults }: NodeParts, call: ReadCall, options: ReadReq.Options) => {
  const filtered = options.getFilter();
  const passes = filterOf(options);
  const interval = (filtered?.getMax() || defaultSearchWindow) * (filtered?.getCheckpointintervalmultiplier() ?? 0);
  let place = Math.max(0, placeOf(options, log.records) - faults.repeating);
  let considered = 0;
  return (): void => {
    for (const record of log.records.slice(place)) {
      if (passes(record)) call.write(toEventResp(record));
      considered += 1;
      if (interval > 0 && considered % interval === 0) call.write(toCheckpoint(record.position));
    }
    place = log.records.length;
  };
};

/** An open subscription: it can be left without news, dropped, or ended as if all were well. */
export type Subscription = { stall(): void; drop(): void; end(): void };

/** Serves a subscription until its reader goes or the node drops it. */
export const subscribing =
  (parts: NodeParts, open: Set<Subscription>) =>
  (call: ReadCall, options: ReadReq.Options): void => {
    const send = sending(parts, call, options);
    call.write(toConfirmation());
    send();
    if (!parts.faults.reticent) call.write(toCaughtUp());
    const stall = parts.log.onAppended(send);
    const forget = (): void => {
      stall();
      open.delete(subscription);
    };
    const subscription: Subscription = {
      stall,
      drop: () => {
        forget();
        call.emit('error', refusals.dropped());
      },
      end: () => {
        forget();
        call.end();
      },
    };
    open.add(subscription);
    call.on('cancelled', forget);
  };
