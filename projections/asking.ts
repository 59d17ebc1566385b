import type { Instant, RowSource } from '@etapp/kernel';

import type { PageRequest } from './paging.js';
import type { Reader } from './reader.js';

/** When a reader last opened each case; a case that is missing was never opened. Kept per user, no part of the file. */
export type LastOpened = ReadonlyMap<string, Instant>;

/** What every question is asked with: rows at one moment, who asks, and the moment that "now" means. */
export type Asking = { readonly rows: RowSource; readonly reader: Reader; readonly now: Instant };

/** What a question about a list is asked with besides. */
export type AskingForPage = Asking & { readonly page: PageRequest };
