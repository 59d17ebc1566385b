import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { sendUnaryData, ServerReadableStream } from '@grpc/grpc-js';

import { expectedOf, nameOf, proposedOf, refusals, toAppendResp } from './messages.js';
import { maxAppendBytes, type Proposed } from './node-log.js';
import type { NodeParts } from './node-parts.js';

type AppendCall = ServerReadableStream<AppendReq, AppendResp>;

async function* messagesOf(call: AsyncIterable<unknown>): AsyncGenerator<AppendReq> {
  for await (const message of call) if (message instanceof streamsPb.AppendReq) yield message;
}

const received = async (call: AppendCall) => {
  let options: AppendReq.Options | undefined;
  const events: Proposed[] = [];
  for await (const message of messagesOf(call)) {
    const proposed = message.getProposedMessage();
    if (proposed === undefined) options = message.getOptions();
    else events.push(proposedOf(proposed));
  }
  return { options, events };
};

const bytesOf = (events: readonly Proposed[]): number =>
  events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);

/** Appends as a node does, with the faults it has. */
export const appending = (parts: NodeParts) => {
  let underWay = 0;
  const append = appendTo(parts);
  return async (call: AppendCall, answer: sendUnaryData<AppendResp>): Promise<void> => {
    underWay += 1;
    parts.seen.mostAppends = Math.max(parts.seen.mostAppends, underWay);
    const whole = await wholeOf(parts, call).finally(() => (underWay -= 1));
    if (whole !== undefined) append(call, answer, whole);
  };
};

/** All that the append consists of; nothing once its caller has gone: messages then end as if they had been the last. */
const wholeOf = async (parts: NodeParts, call: AppendCall): Promise<Received | undefined> => {
  const all = await received(call);
  if (call.cancelled) return undefined;
  await parts.attend(call);
  return call.cancelled ? undefined : all;
};

type Received = Awaited<ReturnType<typeof received>>;

const appendTo =
  (parts: NodeParts) =>
  (call: AppendCall, answer: sendUnaryData<AppendResp>, { options, events }: Received) => {
    const refusal = parts.refusal(call, true);
    if (refusal !== undefined) return answer(refusal);
    if (options === undefined || parts.faults.silent) return;
    if (bytesOf(events) > maxAppendBytes) return answer(refusals.tooLarge(maxAppendBytes));
    const expected = expectedOf(options);
    const verdict = parts.log.append(nameOf(options.getStreamIdentifier()), expected, events);
    if (parts.faults.swallowing > 0) {
      parts.faults.swallowing -= 1;
    } else if (parts.faults.losing > 0) {
      parts.faults.losing -= 1;
      answer(refusals.dropped());
    } else {
      answer(null, toAppendResp(expected, verdict));
    }
  };
