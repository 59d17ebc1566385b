import { z } from 'zod';

/** Query parameters of every list: `limit` 1 to 100 (default 20), `page` from 1, or `cursor` instead of `page`. */
export const Paging = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  cursor: z.string().min(1).max(1024).optional(),
});
export type Paging = z.output<typeof Paging>;

/** The deepest row that `page` reaches; beyond it a cursor is needed. */
export const deepestRow = 1000;
