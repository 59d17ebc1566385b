import { BACKWARDS, END, type ReadPosition, START } from '@eventstore/db-client';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';

import type { NameFilter } from './stream-names.js';

/** Which events of the whole log: those in streams of such names, from a place on, at most so many. */
export type ReadOfNamed = {
  readonly filter: NameFilter;
  readonly fromPosition: ReadPosition;
  readonly maxCount: number;
  readonly direction?: typeof BACKWARDS;
};

/** Events that the node looks through in one go. */
const searchWindow = 4_096;

const placeOf = (position: ReadPosition): ReadReq.Options.AllOptions => {
  const all = new streamsPb.ReadReq.Options.AllOptions();
  if (position === START) return all.setStart(new sharedPb.Empty());
  if (position === END) return all.setEnd(new sharedPb.Empty());
  const place = new streamsPb.ReadReq.Options.Position();
  place.setCommitPosition(String(position.commit)).setPreparePosition(String(position.prepare));
  return all.setPosition(place);
};

const wanted = (filter: NameFilter): ReadReq.Options.FilterOptions => {
  const names = new streamsPb.ReadReq.Options.FilterOptions.Expression();
  if ('prefixes' in filter) names.setPrefixList(filter.prefixes);
  else names.setRegex(filter.regex);
  const options = new streamsPb.ReadReq.Options.FilterOptions();
  return options.setStreamIdentifier(names).setMax(searchWindow).setCheckpointintervalmultiplier(1);
};

/** The question in the node's words. A node can filter what it reads; its client asks only for subscriptions so. */
export const toReadRequest = ({ filter, fromPosition, maxCount, direction }: ReadOfNamed): ReadReq => {
  const { FORWARDS: forwards, BACKWARDS: backwards } = streamsPb.ReadReq.Options.ReadDirection;
  const options = new streamsPb.ReadReq.Options();
  const ids = new streamsPb.ReadReq.Options.UUIDOption();
  options.setUuidOption(ids.setString(new sharedPb.Empty())).setFilter(wanted(filter));
  options.setAll(placeOf(fromPosition)).setCount(String(maxCount));
  options.setReadDirection(direction === BACKWARDS ? backwards : forwards);
  return new streamsPb.ReadReq().setOptions(options);
};
