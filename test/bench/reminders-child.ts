// The reminder worker as it runs, in a process of its own, by a clock that is told.
import { readOutgoingConfig, readRingingConfig } from '@etapp/config';
import { composeReminders, type Reminders } from '@etapp/reminder-service';
import { z } from 'zod';

import { answerParent } from './child.js';
import { ownCpu } from './cpu.js';
import { toldClock } from './told-clock.js';

const clock = toldClock();
const troubles = new Map<string, number>();
let running: Reminders | undefined;

/** Starts the worker from its settings, as its own program does. */
const start = async (about: unknown): Promise<void> => {
  const settings = z.record(z.string(), z.string()).parse(about);
  running = await composeReminders({
    ringing: readRingingConfig(settings),
    outgoing: readOutgoingConfig(settings),
    ...{ name: 'bench', now: clock.now },
    onTrouble: (error) => {
      const told = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
      troubles.set(told, (troubles.get(told) ?? 0) + 1);
    },
  });
};

answerParent(
  {
    start,
    clock: async (aheadMs) => clock.set(z.number().parse(aheadMs)),
    health: async () => running?.health(),
    cpu: async () => ownCpu(),
    troubles: async () => [...troubles],
  },
  async () => running?.stop(),
);
