import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import type { StreamIdentifier } from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendReq, AppendResp, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';

import type { Expected, LogRecord, Proposed, Verdict } from './node-log.js';

const ticksPerMs = 10_000n;

/** A stream's name as the wire has it. */
export const nameOf = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

const toIdentifier = (name: string): StreamIdentifier => {
  const identifier = new sharedPb.StreamIdentifier();
  identifier.setStreamName(Uint8Array.from(Buffer.from(name, 'utf8')));
  return identifier;
};

/** What an append expects of its stream. */
export const expectedOf = (options: AppendReq.Options): Expected => {
  if (options.hasNoStream()) return 'no stream';
  if (options.hasStreamExists()) return 'stream exists';
  return options.hasRevision() ? Number(options.getRevision()) : 'any';
};

/** A proposed event. */
export const proposedOf = (message: AppendReq.ProposedMessage): Proposed => ({
  id: message.getId()?.getString() ?? '',
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  metadata: message.getCustomMetadata_asU8(),
  data: message.getData_asU8(),
});

/** The answer to an append. */
export const toAppendResp = (expected: Expected, verdict: Verdict): AppendResp => {
  const answer = new streamsPb.AppendResp();
  if ('current' in verdict) {
    const wrong = new streamsPb.AppendResp.WrongExpectedVersion();
    if (verdict.current < 0) wrong.setCurrentNoStream(new sharedPb.Empty());
    else wrong.setCurrentRevision(String(verdict.current));
    if (typeof expected === 'number') wrong.setExpectedRevision(String(expected));
    else wrong.setExpectedNoStream(new sharedPb.Empty());
    answer.setWrongExpectedVersion(wrong);
    return answer;
  }
  const position = new streamsPb.AppendResp.Position();
  position.setCommitPosition(String(verdict.position));
  position.setPreparePosition(String(verdict.position));
  const success = new streamsPb.AppendResp.Success();
  success.setCurrentRevision(String(verdict.revision));
  success.setPosition(position);
  answer.setSuccess(success);
  return answer;
};

/** An event as a reader gets it. */
export const toEventResp = (record: LogRecord): ReadResp => {
  const id = new sharedPb.UUID();
  id.setString(record.id);
  const event = new streamsPb.ReadResp.ReadEvent.RecordedEvent();
  event.setId(id);
  event.setStreamIdentifier(toIdentifier(record.stream));
  event.setStreamRevision(String(record.revision));
  event.setCommitPosition(String(record.position));
  event.setPreparePosition(String(record.position));
  event.getMetadataMap().set('type', record.type);
  event.getMetadataMap().set('content-type', record.contentType);
  event.getMetadataMap().set('created', String(BigInt(record.createdMs) * ticksPerMs));
  event.setCustomMetadata(record.metadata);
  event.setData(record.data);
  const read = new streamsPb.ReadResp.ReadEvent();
  read.setEvent(event);
  read.setCommitPosition(String(record.position));
  const answer = new streamsPb.ReadResp();
  answer.setEvent(read);
  return answer;
};

/** Tells a reader that there is no such stream. */
export const toStreamNotFound = (name: string): ReadResp => {
  const missing = new streamsPb.ReadResp.StreamNotFound();
  missing.setStreamIdentifier(toIdentifier(name));
  const answer = new streamsPb.ReadResp();
  answer.setStreamNotFound(missing);
  return answer;
};

/** Tells a subscriber that its subscription stands. */
export const toConfirmation = (): ReadResp => {
  const confirmation = new streamsPb.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(crypto.randomUUID());
  const answer = new streamsPb.ReadResp();
  answer.setConfirmation(confirmation);
  return answer;
};

/** Tells a subscriber how far the log was looked through for it. */
export const toCheckpoint = (position: number): ReadResp => {
  const checkpoint = new streamsPb.ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(position));
  checkpoint.setPreparePosition(String(position));
  const answer = new streamsPb.ReadResp();
  answer.setCheckpoint(checkpoint);
  return answer;
};

/** Tells a subscriber that it is live. */
export const toCaughtUp = (): ReadResp => {
  const answer = new streamsPb.ReadResp();
  answer.setCaughtUp(new streamsPb.ReadResp.CaughtUp());
  return answer;
};

const toServiceError = (code: status, details: string, values: Readonly<Record<string, string>> = {}): ServiceError => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(values)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata });
};

/** The refusals of a node, in its own words. */
export const refusals = {
  notReady: () => toServiceError(status.UNAVAILABLE, 'Server Is Not Ready'),
  denied: (fault: 'right' | 'password') =>
    fault === 'right'
      ? toServiceError(status.PERMISSION_DENIED, 'Access Denied')
      : toServiceError(status.UNAUTHENTICATED, 'Unauthenticated'),
  buried: () => toServiceError(status.FAILED_PRECONDITION, 'Event stream is deleted.'),
  dropped: () => toServiceError(status.UNAVAILABLE, 'Connection dropped'),
  /** A read of all from a place at which no event begins. */
  noPlace: () => toServiceError(status.UNKNOWN, 'Unexpected ReadAllResult: Error'),
  tooLarge: (most: number) =>
    toServiceError(status.INVALID_ARGUMENT, `Maximum Append Size of ${most} Exceeded.`, {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(most),
    }),
  notLeader: ({ host, port }: { readonly host: string; readonly port: number }) =>
    toServiceError(status.NOT_FOUND, 'Leader info available', {
      exception: 'not-leader',
      'leader-endpoint-host': host,
      'leader-endpoint-port': String(port),
    }),
};
