import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';

import type { LogRecord } from './node-log.js';

type Filter = (record: LogRecord) => boolean;

/** What a reader of the whole log wants: everything, or events of some streams, or of some types. */
export const filterOf = (options: ReadReq.Options): Filter => {
  const filter = options.getFilter();
  const onStream = filter?.getStreamIdentifier();
  const expression = onStream ?? filter?.getEventType();
  if (expression === undefined) return () => true;
  const pattern = expression.getRegex() === '' ? undefined : new RegExp(expression.getRegex(), 'u');
  const prefixes = expression.getPrefixList();
  return ({ stream, type }) => {
    const text = onStream === undefined ? type : stream;
    return pattern?.test(text) ?? prefixes.some((prefix) => text.startsWith(prefix));
  };
};
