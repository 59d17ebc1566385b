// A sender in a process of its own, to be killed: the argument is its settings as JSON. It says when it has sent
// something, and then hangs before writing that down.
import { readOutgoingConfig } from '@etapp/config';
import { z } from 'zod';

import { composeDelivery } from './compose-delivery.js';
import { runDelivery } from './run-delivery.js';

const variables = z.record(z.string(), z.string()).parse(JSON.parse(process.argv[2] ?? ''));
const { parts } = composeDelivery(readOutgoingConfig(variables), () => new Date().toISOString());
const sent = async (): Promise<void> => {
  process.stdout.write('sent\n');
  await new Promise(() => undefined);
};
await runDelivery(
  { ...parts, leaseMs: 500, sent },
  {
    ...{ signal: new AbortController().signal, pauseMs: 10 },
    onTrouble: (error) => console.error(error),
  },
);
