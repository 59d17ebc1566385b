// Proves that subscribers lose, double and reorder nothing, whatever writers do. How it is run: README.md.
import { parseArgs } from 'node:util';

import { throwAwayDatabase } from '../throw-away-database.js';
import { proveOrdering } from './ordering-proof.js';

const { values: options } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    writers: { type: 'string', default: '4' },
    readers: { type: 'string', default: '3' },
  },
});

const database = await throwAwayDatabase();
try {
  const [events, writers, readers] = [Number(options.events), Number(options.writers), Number(options.readers)];
  const begin = performance.now();
  const plan = { url: database.urlOf('projector'), events, writers, readers, slowTransactions: 100 };
  const verdict = await proveOrdering(plan);
  const seconds = Math.round((performance.now() - begin) / 1_000);
  process.stdout.write(`${JSON.stringify({ ...verdict, writers, seconds })}\n`);
  const { lost, doubled, outOfOrder, misplaced } = verdict;
  process.exitCode = lost + doubled + outOfOrder + misplaced === 0 ? 0 : 1;
} finally {
  await database.remove();
}
