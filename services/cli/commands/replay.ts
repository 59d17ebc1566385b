import { createPool } from '@etapp/database';
import { Id, Instant } from '@etapp/kernel';
import { keyRing, opener, postgresKeyStore } from '@etapp/privacy';

import type { Deployment } from '../deployment.js';
import { type ExitCode, exitCodes, stop } from '../exit-codes.js';
import { openOwnLog } from '../open-log.js';
import { leavesOf } from '../replay/flat.js';
import { type Step, stepsOf } from '../replay/steps.js';
import { storyOf } from '../replay/story.js';
import { type Run, withDeployment } from '../run.js';
import { tenantIn } from '../tenant.js';

/**
 * What `replay` accepts. `asOf`: only what was known at that instant. `open`: show personal values. `details`: also ids,
 * and what each event changed in the state that rules read.
 */
export type ReplayOptions = { readonly asOf?: string; readonly open?: boolean; readonly details?: boolean };

type Show = (data: unknown) => Promise<unknown>;

const keysMax = 2;
const limits = { max: keysMax, statementTimeoutMs: 5_000, lockTimeoutMs: 5_000 };

/** Opens personal values with the deployment's keys, for as long as the work lasts. */
const withOpened = async <T>(
  { commands }: Deployment,
  { tenant, now }: { readonly tenant: string; readonly now: () => string },
  work: (show: Show) => Promise<T>,
): Promise<T> => {
  const { keysDatabaseUrl, wrapping } = commands();
  const pool = createPool({ url: keysDatabaseUrl, name: 'etapp-replay-keys', ...limits });
  const open = opener(keyRing({ store: postgresKeyStore(pool), wrapping, now }));
  try {
    return await work((data) => open.openInside(tenant, data));
  } finally {
    await pool.end();
  }
};

type Telling = { readonly steps: readonly Step[]; readonly details: boolean };

const tell = async ({ output }: Run, { steps, details }: Telling, show: Show): Promise<void> => {
  const { say } = output;
  for (const step of steps) {
    const data = await show(step.data);
    const { text, data: _closed, ...rest } = step;
    const said = text === undefined ? null : say(text);
    output.result({ kind: 'step', ...rest, text: said, data: maskedIn(data) }, storyOf(step, data, { say, details }));
  }
};

/** Plain JSON in which a box that is still closed is a mask. */
const maskedIn = (data: unknown): object => Object.fromEntries(leavesOf(data).map(({ path, value }) => [path, value]));

const requireInstant = (text: string): string => {
  const parsed = Instant.safeParse(text);
  return parsed.success
    ? parsed.data
    : stop('usage', {
        sv: '--as-of är en tidpunkt, som 2026-03-02T09:00:00+01:00.',
        en: '--as-of is an instant, such as 2026-03-02T09:00:00+01:00.',
      });
};

const known = (steps: readonly Step[], asOf: string | undefined): readonly Step[] =>
  asOf === undefined ? steps : steps.filter(({ recordedAt }) => recordedAt <= asOf);

/** `etapp replay <case>`: a case event by event, in the order in which it became known. */
export const replay = (run: Run, caseId: string, options: ReplayOptions): Promise<ExitCode> => {
  const { asOf, open = false, details = false } = options;
  const id = Id.safeParse(caseId.replace(/^case-/, ''));
  if (!id.success)
    return stop('usage', { sv: 'Ett ärende anges med sitt id (UUID).', en: 'A case is named by its id (UUID).' });
  const until = asOf === undefined ? undefined : requireInstant(asOf);
  return withDeployment(run, async (deployment) => {
    const store = openOwnLog(run, deployment, 'etapp-replay');
    try {
      const tenant = await tenantIn(store, run.shared.tenant);
      const history = await store.readStream({ category: 'case', tenant, id: id.data });
      const steps = known(stepsOf(history), until);
      if (steps.length === 0)
        stop('notFound', {
          sv: 'Ärendet finns inte där, eller fanns inte då.',
          en: 'The case is not there, or was not then.',
        });
      const work = (show: Show) => tell(run, { steps, details }, show);
      await (open ? withOpened(deployment, { tenant, now: run.now }, work) : work(async (data) => data));
      return exitCodes.done;
    } finally {
      await store.close();
    }
  });
};
