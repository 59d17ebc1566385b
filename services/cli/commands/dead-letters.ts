import { type DeadLetter, listDeadLetters, retryDeadLetters } from '@etapp/reminder-service';

import { type ExitCode, exitCodes, stop } from '../exit-codes.js';
import { withOutgoing } from '../outgoing.js';
import type { Run } from '../run.js';

const tell = ({ output }: Run, letter: DeadLetter): void => {
  const { key, error = '-', attempts, firstAt = '-' } = letter;
  const said = output.say({ sv: `${attempts} försök sedan ${firstAt}`, en: `${attempts} attempts since ${firstAt}` });
  output.result({ kind: 'dead-letter', ...letter }, [`${key}  ${error}  ${said}`]);
};

/** `etapp dead-letters list`: what was given up, oldest first. Ends with 1 if there is anything. */
export const listDead = (run: Run): Promise<ExitCode> =>
  withOutgoing(run, async ({ parts, tenant }) => {
    const letters = await listDeadLetters(parts.pool, tenant);
    for (const letter of letters) tell(run, letter);
    return letters.length === 0 ? exitCodes.done : exitCodes.findings;
  });

/** What `dead-letters retry` accepts. */
export type RetryOptions = { readonly all?: boolean; readonly dryRun?: boolean };

/** `etapp dead-letters retry <key>…` or `--all`: sends them again, under the same keys. */
export const retryDead = (run: Run, keys: readonly string[], { all = false, dryRun = false }: RetryOptions) => {
  if (all === keys.length > 0) {
    stop('usage', { sv: 'Ange nycklar, eller --all.', en: 'Name keys, or --all.' });
  }
  return withOutgoing(run, async ({ parts: { pool, now }, tenant }) => {
    const dead = (await listDeadLetters(pool, tenant)).map(({ key }) => key);
    const meant = all ? dead : keys;
    const unknown = meant.filter((key) => !dead.includes(key));
    if (unknown.length > 0) {
      stop('notFound', {
        sv: `Inga uppgivna utskick: ${unknown.join(', ')}`,
        en: `Not dead letters: ${unknown.join(', ')}`,
      });
    }
    const retried = dryRun ? meant : await retryDeadLetters(pool, { tenant, keys: meant, now: now() });
    run.output.result({ kind: 'retry', dryRun, keys: retried }, retried);
    return exitCodes.done;
  });
};
