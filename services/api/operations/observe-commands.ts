import type { Executed } from '@etapp/command-engine';
import type { EventStore } from '@etapp/event-store';
import type { KeyObserver } from '@etapp/privacy';
import {
  type LogMetrics,
  observedStore,
  type OnClock,
  type PoolMetrics,
  tellAppends,
  type Tracing,
} from '@etapp/telemetry';

import type { CommandService } from '../commands/command-service.js';
import type { FactResolver } from '../facts/resolve-facts.js';
import { problemOf } from '../problems/problem-of.js';
import type { Metrics } from './metrics.js';

/** What sees a program's commands at work. */
export type CommandObserver = {
  readonly tracing: Tracing;
  readonly log: LogMetrics;
  readonly keys: KeyObserver;
  readonly pools: PoolMetrics;
  /** Hears how far the clocks differ. */
  readonly clock?: OnClock;
};

/** The same log, with its appends measured and traced. */
export const observeLog = (store: EventStore, observer: CommandObserver | undefined): EventStore => {
  if (observer === undefined) return store;
  const { log, tracing } = observer;
  const tell = tellAppends(tracing);
  log.watch(store);
  return observedStore(store, (seen) => {
    log.appended(seen);
    tell(seen);
  });
};

/** The same resolver, with its work and that of its claims in spans. */
export const traceFacts = (resolve: FactResolver, tracing: Tracing): FactResolver =>
  tracing.on
    ? async (...asked) => {
        const { claim, ...resolved } = await tracing.within({ name: 'facts' }, () => resolve(...asked));
        return claim === undefined ? resolved : { ...resolved, claim: () => tracing.within({ name: 'claim' }, claim) };
      }
    : resolve;

type Outcome = 'changed' | 'unchanged' | 'replayed' | 'refused' | 'failed';

const outcomeOf = ({ receipt, repeated }: Executed): Outcome => {
  if (repeated) return 'replayed';
  return receipt.changed ? 'changed' : 'unchanged';
};

/** The same service, with each command counted by name and outcome, and in a span. */
export const observeCommands = (
  service: CommandService,
  { metrics, tracing }: { readonly metrics: Metrics; readonly tracing: Tracing },
): CommandService => ({
  execute: async (route, incoming) => {
    const { name: command } = route;
    const span = tracing.open({ name: `command ${command}`, attributes: { 'etapp.command': command } });
    const count = (outcome: Outcome): void => {
      metrics.commands.inc({ command, outcome });
      span.set({ 'etapp.outcome': outcome });
    };
    try {
      const executed = await span.run(() => service.execute(route, incoming));
      count(outcomeOf(executed));
      return executed;
    } catch (thrown) {
      const { code, isFault } = problemOf(thrown);
      metrics.refusals.inc({ command, code });
      span.set({ 'etapp.code': code, ...(isFault ? { 'error.type': code } : {}) });
      count(isFault ? 'failed' : 'refused');
      throw thrown;
    } finally {
      span.end();
    }
  },
});
