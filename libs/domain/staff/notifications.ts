import {
  command,
  type DataOf,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  personal,
  reject,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { saysTheSame } from '../repetition.js';
import { LocalTime } from '../settings.js';
import { requireEmployed, type StaffDirectoryState } from './directory.js';

/**
 * Where reminders are announced besides Etapp itself. Without `email` there is no e-mail; with `dailyAt` (a time in
 * Europe/Stockholm) there is one a day that counts the reminders, without it one for each, at once.
 */
const NotificationPreferencesChanged = z.strictObject({
  email: personal(z.email().max(254)).optional(),
  dailyAt: LocalTime.optional(),
});

/** How a member of staff wants to hear of reminders. The address is sealed with the member of staff's own key. */
export const staffNotificationEvents = defineEvents({
  NotificationPreferencesChanged: {
    version: 1,
    data: NotificationPreferencesChanged,
    text: { sv: 'Aviseringsval ändrades', en: 'Notification preferences were changed' },
  },
});

/** What may be chosen about notifications. */
export const staffNotificationCommands = defineCommands({
  ChangeNotificationPreferences: command({
    body: NotificationPreferencesChanged,
    policy: 'me.manage',
    rejects: ['not-your-own'],
    text: { sv: 'Ändra aviseringsval', en: 'Change notification preferences' },
    example: {
      after: ['RegisterStaff'],
      by: exampleIds.caseworker,
      body: { email: 'kim@example.se', dailyAt: '07:30' },
    },
  }),
});

type Preferences = DataOf<(typeof staffNotificationEvents)['NotificationPreferencesChanged']>;

/** What was chosen last; nothing yet if undefined, which means no e-mail. */
export type StaffNotificationState = Preferences | undefined;

const initial: StaffNotificationState = undefined;

/** How the choice follows from its events. */
export const staffNotificationFold: FoldOf<StaffNotificationState, typeof staffNotificationEvents> = {
  initial,
  on: { NotificationPreferencesChanged: (_before, { data }) => data },
};

type Slices = { readonly directory: StaffDirectoryState; readonly notifications: StaffNotificationState };

/** The decisions about notifications. Only the member of staff decides where their own reminders go. */
export const staffNotificationDecisions: DecisionsOf<
  Slices,
  typeof staffNotificationCommands,
  typeof staffNotificationEvents
> = {
  ChangeNotificationPreferences: ({ directory, notifications }, command, { actor }) => {
    const { userId } = requireEmployed(directory);
    if (actor.userId !== userId) reject('not-your-own', { userId });
    if (saysTheSame(notifications, command)) return [];
    return [{ type: 'NotificationPreferencesChanged', data: command }];
  },
};
