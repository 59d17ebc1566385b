import type { StreamStates } from '@etapp/command-engine';
import type { StreamId } from '@etapp/kernel';
import type { BlindIndex } from '@etapp/privacy';

import type { Claims } from '../commands/claims.js';
import type { ForeignStreams } from './foreign-streams.js';

/** What a fact is resolved from: the command, and the stream it is for. */
export type FactQuestion = {
  readonly tenant: string;
  readonly stream: StreamId;
  readonly state: unknown;
  /** The version that the stream was folded to. */
  readonly version: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** The local day of the command. */
  readonly today: string;
};

/** A fact's value, and the streams it came from with the versions that were seen. */
export type Resolution = {
  readonly value: unknown;
  readonly versions?: Readonly<Record<string, number>>;
  /** Claims what the value tells of, and answers the value then; called only for a command that would be accepted. */
  readonly claim?: () => Promise<unknown>;
  /** What is left to do once the command has had its effect, such as letting go of what it gave up. */
  readonly afterwards?: () => Promise<void>;
};

/** Resolves one kind of fact. */
export type Resolver = (question: FactQuestion) => Promise<Resolution>;

/** What resolvers are made of. */
export type FactParts = {
  readonly states: StreamStates;
  readonly claims: Claims;
  readonly index: BlindIndex;
  /** The open cases of a person in a unit, as far as the read model knows. */
  readonly findOpenCases: (
    tenant: string,
    place: { readonly personId: string; readonly unitId: string },
  ) => Promise<readonly string[]>;
  readonly countOpenCases: (tenant: string, userId: string) => Promise<number>;
  readonly now: () => string;
  readonly today: (now: string) => string;
};

/** The same, with the foreign streams at hand. */
export type ResolverParts = FactParts & { readonly foreign: ForeignStreams };
