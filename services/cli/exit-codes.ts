import { types } from 'node:util';

import type { Text } from '@etapp/kernel';

/** What a command ends with. The numbers are published: scripts rely on them. */
export const exitCodes = {
  done: 0,
  findings: 1,
  usage: 2,
  refused: 3,
  notPermitted: 4,
  notFound: 5,
  conflict: 6,
  unavailable: 7,
  /** A defect of Etapp; not one of the outcomes that a script can act on. */
  defect: 70,
  interrupted: 130,
} as const;

/** How a command ended. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A command stops for a reason that its user can act on. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  constructor(
    readonly exit: ExitCode,
    readonly text: Text,
  ) {
    super(text.en);
  }
}

/** Ends the command. Throws {@link Stopped}, always. */
export const stop = (exit: keyof typeof exitCodes, text: Text): never => {
  throw new Stopped(exitCodes[exit], text);
};

/** Errors of the libraries, by name: they say what happened, only the number is ours. */
const byName: Readonly<Record<string, ExitCode>> = {
  InvalidConfiguration: exitCodes.refused,
  BadMasterKey: exitCodes.refused,
  UnsafeDatabase: exitCodes.refused,
  NotInstalled: exitCodes.refused,
  DefinitionChanged: exitCodes.refused,
  LogRestored: exitCodes.refused,
  OtherGeneration: exitCodes.refused,
  LogLeft: exitCodes.refused,
  InvalidConnectionString: exitCodes.refused,
  BrokenFile: exitCodes.findings,
  ForeignEvent: exitCodes.findings,
  StreamIncomplete: exitCodes.findings,
  WrongTenant: exitCodes.findings,
  OtherLog: exitCodes.conflict,
  OtherPlace: exitCodes.conflict,
  KeyMissing: exitCodes.refused,
  CannotOpen: exitCodes.refused,
  RebuildRunning: exitCodes.conflict,
  LeaseLost: exitCodes.conflict,
  VersionRace: exitCodes.conflict,
  WrongExpectedVersion: exitCodes.conflict,
  StaleVersion: exitCodes.conflict,
  LogRefused: exitCodes.notPermitted,
  StoreUnavailable: exitCodes.unavailable,
  OutcomeUnknown: exitCodes.unavailable,
  KeysUnavailable: exitCodes.unavailable,
  ServerStartFailed: exitCodes.unavailable,
};

/** SQLSTATE classes and codes, and the system's codes for a server that does not answer. */
const byCode: readonly (readonly [RegExp, ExitCode])[] = [
  [/^(28|42501)/, exitCodes.notPermitted],
  [/^(08|53|57P|3D000)/, exitCodes.unavailable],
  [/^E(CONNREFUSED|CONNRESET|HOSTUNREACH|NOTFOUND|TIMEDOUT|AI_AGAIN|PIPE)$/, exitCodes.unavailable],
  [/^EACCES$/, exitCodes.notPermitted],
  [/^ENOENT$/, exitCodes.notFound],
];

const codesIn = (error: Error): readonly string[] => {
  const inner: readonly unknown[] = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  return [...own, ...[...inner, error.cause].filter((each) => types.isNativeError(each)).flatMap(codesIn)];
};

/** The exit code for something thrown; a refusal to log in is told from an outage by what lies beneath. */
export const exitCodeOf = (thrown: unknown): ExitCode => {
  if (thrown instanceof Stopped) return thrown.exit;
  if (!types.isNativeError(thrown)) return exitCodes.defect;
  const codes = codesIn(thrown);
  const found = byCode.find(([pattern]) => codes.some((code) => pattern.test(code)))?.[1];
  return found ?? byName[thrown.name] ?? exitCodes.defect;
};
