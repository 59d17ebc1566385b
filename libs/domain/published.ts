import { type EventCatalogue, publishedType } from '@etapp/kernel';

/** Facts that tell of protection itself. They never leave the house, not even about somebody who is protected no more. */
export const withheldTypes: ReadonlySet<string> = new Set(['ProtectedIdentityRecorded', 'ProtectedIdentityLifted']);

type Published = { readonly category: string; readonly events: EventCatalogue };

/** The stored name of each published type, such as `PlanRevised` of `se.etapp.case.plan-revised.v2`. */
export const storedNamesByType = (aggregates: readonly Published[]): ReadonlyMap<string, string> =>
  new Map(
    aggregates.flatMap(({ category, events }) =>
      Object.entries(events)
        .filter(([name]) => !withheldTypes.has(name))
        .map(([name, { version }]) => [publishedType(category, name, version), name] as const),
    ),
  );
