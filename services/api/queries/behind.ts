import type { EventStore, Position } from '@etapp/event-store';

/** How old the oldest event is that a position has not seen, in milliseconds; 0 where nothing of the tenant is unseen. */
export const behindMs = async (
  { store, now }: { readonly store: EventStore; readonly now: () => string },
  tenant: string,
  position: Position,
): Promise<number> => {
  if (store.compare(position, await store.head()) >= 0) return 0;
  const { events } = await store.readAll(position, { tenant }, 1);
  const [unseen] = events;
  return unseen === undefined ? 0 : Math.max(0, Date.parse(now()) - Date.parse(unseen.recordedAt));
};
