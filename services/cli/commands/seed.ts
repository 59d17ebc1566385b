import { type CommandComposition, composeCommands } from '@etapp/api';
import type { EventStore } from '@etapp/event-store';
import { readRingingConfig } from '@etapp/config';
import { composeEngine } from '@etapp/reminder-service';
import { demoRinging, demoTenant, prepareDatabase, seedDemo, systemClock } from '@etapp/standalone';

import type { Deployment } from '../deployment.js';
import { type ExitCode, exitCodes, Stopped, stop } from '../exit-codes.js';
import { eventStoreOf, openOwnLog } from '../open-log.js';
import type { Progress } from '../progress.js';
import { type Run, withDeployment } from '../run.js';

const refuse = (sv: string, en: string): never => stop('refused', { sv, en });

/** Made-up people must never stand beside real ones. */
const refuseOtherLogs = async (store: EventStore): Promise<boolean> => {
  const { events } = await store.readAll(store.start, {}, 1);
  const [first] = events;
  if (first !== undefined && first.stream.tenant !== demoTenant) {
    refuse('Loggen är inte en demo: här seedas inget.', 'The log is not a demo: nothing is seeded here.');
  }
  return first === undefined;
};

const refuseProduction = ({ environment }: Run, { kind }: Deployment): void => {
  const mode = environment['ETAPP_MODE'] ?? (kind === 'folder' ? 'development' : 'production');
  if (mode !== 'development') {
    refuse('Demon seedas bara med ETAPP_MODE=development.', 'The demo is seeded with ETAPP_MODE=development only.');
  }
};

/** Stops between two commands; what was told stays, and the next run tells the rest. */
const interruptible =
  (act: CommandComposition['act'], signal: AbortSignal): CommandComposition['act'] =>
  async (command) => {
    if (signal.aborted) throw new Stopped(exitCodes.interrupted, { sv: 'Avbrutet.', en: 'Interrupted.' });
    return act(command);
  };

const stepping = (progress: Progress, total: number) => {
  let done = 0;
  return {
    step: () => progress.update((done += 1), total),
    end: progress.end,
    done: () => done,
  };
};

const tell = async (run: Run, deployment: Deployment): Promise<number> => {
  const clock = systemClock();
  const eventStoreUrl = eventStoreOf(run);
  const { act, store, close } = await composeCommands({ ...deployment.commands(), eventStoreUrl, now: clock.now });
  const { ETAPP_REMINDERS_DATABASE_URL: url } = readRingingConfig(deployment.outgoing());
  const engine = composeEngine(url, { now: clock.now, onTrouble: () => undefined, eventStoreUrl });
  let told = 0;
  try {
    await seedDemo({
      ringing: demoRinging(engine, clock),
      api: { act: interruptible(act, run.signal), store },
      clock,
      progress: (total) => {
        const { step, end, done } = stepping(run.output.progress({ sv: 'Seedar', en: 'Seeding' }), total);
        return { step, end: () => void ((told = done()), end()) };
      },
    });
    return told;
  } finally {
    await engine.close();
    await close();
  }
};

/** `etapp seed`: tells the demo municipality's history into an empty deployment, or the rest of one that was cut short. */
export const seed = (run: Run, { dryRun = false }: { readonly dryRun?: boolean }): Promise<ExitCode> =>
  withDeployment(
    run,
    async (deployment) => {
      refuseProduction(run, deployment);
      const superuserUrl = deployment.superuserUrl();
      if (deployment.kind === 'folder' && superuserUrl !== undefined && !dryRun) await prepareDatabase(superuserUrl);
      const store = openOwnLog(run, deployment, 'etapp-seed');
      try {
        const empty = await refuseOtherLogs(store);
        const told = dryRun ? 0 : await tell(run, deployment);
        const words =
          told === 0 && !dryRun
            ? { sv: 'Historien är redan berättad.', en: 'The history was told already.' }
            : { sv: `${told} kommandon berättades.`, en: `${told} commands were told.` };
        run.output.result({ kind: 'seed', dryRun, tenant: demoTenant, empty, commands: told }, [run.output.say(words)]);
        return exitCodes.done;
      } finally {
        await store.close();
      }
    },
    { create: !dryRun },
  );
