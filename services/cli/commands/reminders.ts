import { addDays, localDay, localInstant } from '@etapp/calendar';
import { readRingingConfig } from '@etapp/config';
import { type EventStore, openEventStore } from '@etapp/event-store';
import { LocalDate } from '@etapp/kernel';
import { composeEngine, simulate, type Simulated } from '@etapp/reminder-service';
import { namesOfRule } from '@etapp/reminders';

import type { Deployment } from '../deployment.js';
import { type ExitCode, exitCodes, stop } from '../exit-codes.js';
import { eventStoreOf } from '../open-log.js';
import { type Run, withDeployment } from '../run.js';
import { tenantIn } from '../tenant.js';

/** What `reminders simulate` accepts: local days, both included, and a rule by name or number. */
export type SimulateOptions = { readonly from?: string; readonly to?: string; readonly rule?: string };

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Stockholm',
  dateStyle: 'short',
  timeStyle: 'short',
});
const local = (instant: string): string => clock.format(new Date(instant));
const mostShown = 10_000;
const daysAhead = 30;

const urlOf = (deployment: Deployment): string => {
  const { ETAPP_REMINDERS_DATABASE_URL: url } = readRingingConfig(deployment.outgoing());
  return url;
};

/** `etapp reminders due`: what should have rung by now and has not, the oldest first. Ends with 1 if there is anything. */
export const showDue = (run: Run): Promise<ExitCode> =>
  withDeployment(run, async (deployment) => {
    const engine = composeEngine(urlOf(deployment), {
      ...{ now: run.now, onTrouble: () => undefined, eventStoreUrl: eventStoreOf(run) },
    });
    try {
      const due = await engine.agenda.due(run.now(), mostShown);
      for (const { reminderId, ringAt } of due) {
        const [rule = '', subjectId = ''] = reminderId.split('.');
        const line = `${local(ringAt)}  ${rule}  ${subjectId}`;
        run.output.result({ kind: 'due', reminderId, rule, subjectId, ringAt }, [line]);
      }
      return due.length === 0 ? exitCodes.done : exitCodes.findings;
    } finally {
      await engine.close();
    }
  });

const dayOf = (given: string | undefined, otherwise: string): string => {
  if (given === undefined) return otherwise;
  const day = LocalDate.safeParse(given);
  if (day.success) return day.data;
  return stop('usage', { sv: `${given} är ingen dag, som 2026-03-02.`, en: `${given} is no day, such as 2026-03-02.` });
};

const rulesOf = (asked: string | undefined): readonly string[] => {
  if (asked === undefined) return [];
  const names = namesOfRule(asked);
  if (names.length > 0) return names;
  return stop('usage', { sv: `Ingen regel heter ${asked}.`, en: `No rule is named ${asked}.` });
};

const tell = (run: Run, ring: Simulated): void => {
  const { ruleId: rule, no, subjectId, dueOn, ringAt, recipients } = ring;
  const roles = recipients.map(({ role }) => role);
  const line = `${local(ringAt)}  ${no} ${rule}  ${subjectId}  (${dueOn})  ${roles.join(', ')}`;
  const { ruleId: _rule, ...rest } = ring;
  run.output.result({ kind: 'ring', rule, ...rest }, [line]);
};

type Period = { readonly from: string; readonly to: string; readonly rules: readonly string[] };

const showRings = async (run: Run, store: EventStore, period: Period): Promise<ExitCode> => {
  const tenant = await tenantIn(store, run.shared.tenant);
  for (const ring of await simulate(store, { ...period, tenant })) tell(run, ring);
  return exitCodes.done;
};

/** `etapp reminders simulate`: what would ring in a period if nobody did anything. Nothing is fired. */
export const showSimulation = (run: Run, options: SimulateOptions): Promise<ExitCode> => {
  const from = dayOf(options.from, localDay(run.now()));
  const to = dayOf(options.to, addDays(from, daysAhead));
  if (to < from) stop('usage', { sv: '--to ligger före --from.', en: '--to is before --from.' });
  const period = {
    from: localInstant(from, '00:00'),
    to: localInstant(to, '23:59'),
    rules: rulesOf(options.rule),
  };
  return withDeployment(run, async (deployment) => {
    const store = openEventStore({ url: eventStoreOf(run) ?? urlOf(deployment), name: 'etapp-simulate' });
    try {
      return await showRings(run, store, period);
    } finally {
      await store.close();
    }
  });
};
