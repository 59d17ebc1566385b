import type { Append, Appended } from './port.js';

/** Appends that went out together: how many, with how many events, and how long it took to know what became of them. */
export type AppendBatch = { readonly appends: number; readonly events: number; readonly seconds: number };

type Writer = { readonly write: (appends: readonly Append[]) => Promise<readonly (Appended | Error)[]> };

/** Writes batches and tells of each once it is over. */
export const toldBatches = (writer: Writer, onBatch: ((batch: AppendBatch) => void) | undefined): Writer => ({
  write: async (appends) => {
    const startedAt = performance.now();
    const outcomes = await writer.write(appends);
    const events = appends.reduce((sum, append) => sum + append.events.length, 0);
    onBatch?.({ appends: appends.length, events, seconds: (performance.now() - startedAt) / 1_000 });
    return outcomes;
  },
});
