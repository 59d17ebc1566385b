import { EndingEnvironment, SharingEnvironment } from './apart.js';
import { Environment, type Variables } from './config.js';
import { LogEnvironment } from './log.js';
import { OperationsEnvironment } from './operations.js';
import { OutgoingEnvironment } from './outgoing.js';
import { RingingEnvironment } from './ringing.js';

/** Variables that hold a secret, each of which may be named by a file instead, as orchestrators hand secrets out. */
export const secretVariables = [
  'ETAPP_API_DATABASE_URL',
  'ETAPP_PROJECTOR_DATABASE_URL',
  'ETAPP_KEYS_DATABASE_URL',
  'ETAPP_REMINDERS_DATABASE_URL',
  'ETAPP_MIGRATION_DATABASE_URL',
  'ETAPP_EVENT_STORE_URL',
  'ETAPP_SECRET',
  'ETAPP_SMTP_URL',
  'REDIS_URL',
] as const;

const settings = [
  ...[EndingEnvironment, SharingEnvironment, Environment, LogEnvironment, OperationsEnvironment],
  ...[OutgoingEnvironment, RingingEnvironment],
].flatMap(({ shape }) => Object.keys(shape));

/** What else of Etapp has variables, such as its command line, the standalone, its scripts of backup and its compose files. */
const ofOthers = [
  ...['ETAPP_MOVE_FROM_URL', 'ETAPP_MOVE_TO_URL', 'ETAPP_TENANT'],
  ...['ETAPP_DATA', 'ETAPP_DEMO', 'ETAPP_ISSUER_PORT'],
  ...['ETAPP_BACKUP_FOLDER', 'ETAPP_BACKUP_KEEP', 'ETAPP_RESTORE_GAP', 'ETAPP_RESTORE_UNTIL'],
  ...['ETAPP_DEMO_PASSWORD', 'ETAPP_HOST_NAME', 'ETAPP_IMAGE', 'ETAPP_LOGIN_HOST_NAME', 'ETAPP_SECRETS'],
];

const known: ReadonlySet<string> = new Set([
  ...[...settings, ...secretVariables, ...ofOthers].filter((name) => name.startsWith('ETAPP_')),
  ...secretVariables.map((name) => `${name}_FILE`),
]);

/** Letters that two names may differ by, besides underscores, for the one to be taken for a slip of the pen. */
const slip = 2;

/** Letters to put in, take out or replace on the way from one text to the other (Levenshtein). */
const distance = (from: string, to: string): number => {
  let row = Array.from({ length: to.length + 1 }, (_none, index) => index);
  for (const [place, letter] of [...from].entries()) {
    const next = [place + 1];
    for (const [index, other] of [...to].entries()) {
      const replaced = (row[index] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};

const bare = (name: string): string => name.replaceAll('_', '');

const nearest = (name: string): { readonly name: string; readonly away: number } | undefined =>
  [...known]
    .map((other) => ({ name: other, away: distance(bare(name), bare(other)) }))
    .toSorted((one, other) => one.away - other.away)[0];

/** The variables of Etapp's that nothing of it reads. */
export const unknownNames = (environment: Variables): readonly string[] =>
  Object.keys(environment).filter((name) => name.startsWith('ETAPP_') && !known.has(name));

/**
 * What is wrong with the names of an environment: those that are one of Etapp's but for a slip of the pen. It would not be
 * read, and its default stand in its place without a word. Others are none of Etapp's, such as those by which an orchestrator
 * tells of a service called so, or a test run of its own length.
 */
export const misspelt = (environment: Variables): readonly string[] =>
  unknownNames(environment).flatMap((name) => {
    const near = nearest(name);
    return near !== undefined && near.away <= slip ? [`${name}: not a setting; is it ${near.name}?`] : [];
  });
