import { addDays, localDay, localInstant } from '@etapp/calendar';
import type { ReminderEngine } from '@etapp/reminder-service';

import type { SettableClock } from '../clock.js';

/** Lets the demo's reminders ring while it is told, so that its history holds them on their days. */
export type DemoRinging = {
  /** Gives what rings up to a moment (UTC), each at its time. The clock is left where the last one rang. */
  readonly ringUntil: (at: string) => Promise<void>;
};

/** The times at which reminders ring in the demo, whose units keep the defaults. */
const times = ['07:00', '13:00'] as const;
const atOnce = 1_000;

const nextRinging = (after: string): string => {
  const day = localDay(after);
  const candidates = [day, addDays(day, 1)].flatMap((on) => times.map((time) => localInstant(on, time)));
  return candidates.find((at) => at > after) ?? after;
};

/** Rings by an engine under the clock of the telling. Plans only where a time to ring lies between two moments. */
export const demoRinging = (
  { planner, agenda, fire }: Pick<ReminderEngine, 'planner' | 'agenda' | 'fire'>,
  clock: Pick<SettableClock, 'setTo'>,
): DemoRinging => {
  let next = '';
  return {
    ringUntil: async (until) => {
      if (until < next) return;
      next = nextRinging(until);
      for (;;) {
        await planner.catchUp();
        const [first] = await agenda.due(until, 1);
        if (first === undefined) return;
        clock.setTo(first.ringAt);
        const together = await agenda.due(first.ringAt, atOnce);
        await Promise.all(together.map(({ reminderId }) => fire(reminderId)));
      }
    },
  };
};
