import type { Engine } from '@etapp/command-engine';
import type { Aggregate } from '@etapp/kernel';

import type { AppendSeen } from './observed-store.js';
import type { Cause } from './places.js';
import type { Tracing } from './tracing.js';

/** An aggregate whose decisions are spans. */
export const tracedAggregate = <A extends Aggregate>(tracing: Tracing, aggregate: A): A =>
  tracing.on
    ? { ...aggregate, decide: (...asked) => tracing.at({ name: 'decide' }, () => aggregate.decide(...asked)) }
    : aggregate;

/** An engine whose loading and sealing are spans; what it appends is seen by the store's observer. */
export const tracedEngine = (tracing: Tracing, engine: Engine): Engine => {
  if (!tracing.on) return engine;
  const { states, seal } = engine;
  return {
    ...engine,
    states: {
      load: (aggregate, stream) =>
        tracing.within({ name: 'load', attributes: { 'etapp.category': stream.category } }, () =>
          states.load(aggregate, stream),
        ),
    },
    seal: (events) =>
      tracing.within({ name: 'seal', attributes: { 'etapp.events': events.length } }, () => seal(events)),
  };
};

/** The cause in the envelope of an event; undefined where it holds none. */
export const causeIn = (header: string): Cause | undefined => {
  const value: unknown = JSON.parse(header);
  if (typeof value !== 'object' || value === null) return undefined;
  const correlationId: unknown = Reflect.get(value, 'correlationId');
  const causationId: unknown = Reflect.get(value, 'causationId');
  return typeof correlationId === 'string' && typeof causationId === 'string'
    ? { correlationId, causationId }
    : undefined;
};

/**
 * Tells of appends as spans, once they are over: only then is it known whether an event will be found in the log, and so
 * which of several tries has the span that whoever folds the event links to.
 */
export const tellAppends = (tracing: Tracing) => {
  return ({ append, outcome, startedAt }: AppendSeen): void => {
    if (!tracing.on) return;
    const cause = causeIn(append.events[0].header);
    const failed = outcome === 'appended' || outcome === 'repeated' ? {} : { 'error.type': outcome };
    tracing.tell({
      ...{ name: 'append', kind: 'client', startedAt },
      attributes: {
        ...{ 'etapp.category': append.stream.category, 'etapp.events': append.events.length },
        ...{ 'etapp.outcome': outcome, ...failed },
      },
      correlationId: cause?.correlationId,
      found: outcome === 'appended' ? cause : undefined,
    });
  };
};
