import { addBusinessDays } from '@etapp/calendar';
import {
  Code,
  command,
  type DataOf,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  impossible,
  Instant,
  LocalDate,
  reject,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { PartyKind } from '../values.js';
import { ReminderId, reminderIdOf, ReminderOccurrence, ReminderRuleId } from './reminder-id.js';

/** As what somebody is reminded: who has the case, who stands in, who promised something, who leads. */
export const RecipientRole = z.enum([
  'caseworker',
  'deputy',
  'unitLead',
  'owner',
  'coordinator',
  'convenor',
  'documentationResponsible',
]);
export type RecipientRole = z.output<typeof RecipientRole>;

/**
 * Somebody who is reminded, a user or a party that has none, and as what. Without a user it is for whoever comes to lead
 * the unit.
 */
export const Recipient = z.strictObject({
  userId: Id.optional(),
  unitId: Id.optional(),
  party: PartyKind.optional(),
  role: RecipientRole,
});
export type Recipient = z.output<typeof Recipient>;

/** A reminder that was given: which, whose day it was, when it rang, and whom it reached. */
export const GivenReminder = z.object({
  reminderId: ReminderId,
  ruleId: ReminderRuleId,
  subjectId: Id,
  occurrence: ReminderOccurrence,
  /** The ring's own day, also where it rang later. */
  dueOn: LocalDate,
  firedAt: Instant,
  recipients: z.array(Recipient).max(20),
  /** Who would have been reminded, had they not been away. */
  reroutedFromUserId: Id.optional(),
});
const ReminderFired = z.strictObject({
  ...GivenReminder.shape,
  /** The version of the case (or person) at which the reminder was still wanted. */
  subjectVersion: z.int().min(0),
});
const ReminderAcknowledged = z.strictObject({ reminderId: ReminderId });
const ReminderSnoozed = z.strictObject({ reminderId: ReminderId, ringsAgainOn: LocalDate, reasonCode: Code });

/** What the machine reminded of, and what people did about it. Ids only: nothing here is personal. */
export const ringEvents = defineEvents({
  ReminderFired: {
    version: 1,
    data: ReminderFired,
    occurred: 'firedAt',
    text: { sv: 'En påminnelse gavs', en: 'A reminder was given' },
  },
  ReminderAcknowledged: {
    version: 1,
    data: ReminderAcknowledged,
    text: { sv: 'Påminnelsen kvitterades', en: 'The reminder was acknowledged' },
  },
  ReminderSnoozed: {
    version: 1,
    data: ReminderSnoozed,
    text: { sv: 'Påminnelsen sköts upp', en: 'The reminder was snoozed' },
  },
});

const occurrence = `${exampleIds.entry}.1`;
const parts = { ruleId: 'first-contact-due', subjectId: exampleIds.case, occurrence };
const reminderId = reminderIdOf(parts);

/** What may be done about a ring; only the reminder worker fires one. */
export const ringCommands = defineCommands({
  FireReminder: command({
    body: ReminderFired,
    givenBy: 'service',
    policy: 'reminder.fire',
    rejects: ['reminder-not-due'],
    text: { sv: 'Ge en påminnelse', en: 'Give a reminder' },
    example: {
      body: {
        ...{ ...parts, reminderId, dueOn: '2026-03-02', firedAt: '2026-03-02T07:00:00+01:00', subjectVersion: 2 },
        recipients: [{ userId: exampleIds.caseworker, role: 'caseworker' }],
      },
    },
  }),
  AcknowledgeReminder: command({
    body: ReminderAcknowledged,
    policy: 'reminder.handle',
    text: { sv: 'Kvittera påminnelsen', en: 'Acknowledge the reminder' },
    example: { after: ['FireReminder'], body: { reminderId } },
  }),
  SnoozeReminder: command({
    body: ReminderSnoozed,
    policy: 'reminder.handle',
    rejects: ['snooze-too-long'],
    text: { sv: 'Skjut upp påminnelsen', en: 'Snooze the reminder' },
    example: {
      after: ['FireReminder'],
      body: { reminderId, ringsAgainOn: '2026-03-04', reasonCode: 'waitingForReply' },
    },
  }),
});

type Snooze = DataOf<(typeof ringEvents)['ReminderSnoozed']>;

/** A ring, whom it reminded, and what was done about it. */
type Ring = {
  readonly status: 'fired' | 'snoozed' | 'acknowledged';
  readonly recipients: readonly Recipient[];
  readonly reroutedFromUserId?: string | undefined;
  readonly snooze?: Snooze;
};

/** The rings of one case or person, by id. */
export type RingState = Readonly<Record<string, Ring>>;

/** How rings follow from their events. */
export const ringFold: FoldOf<RingState, typeof ringEvents> = {
  initial: {},
  on: {
    ReminderFired: (rings, event) => {
      const { reminderId: id, recipients, reroutedFromUserId } = event.data;
      if (rings[id] !== undefined) return impossible(event, 'the reminder was given before');
      return { ...rings, [id]: { status: 'fired', recipients, reroutedFromUserId } };
    },
    ReminderAcknowledged: (rings, event) => {
      const { reminderId: id } = event.data;
      const ring = rings[id] ?? impossible(event, 'the reminder was never given');
      return { ...rings, [id]: { ...ring, status: 'acknowledged' } };
    },
    ReminderSnoozed: (rings, event) => {
      const { reminderId: id } = event.data;
      const ring = rings[id] ?? impossible(event, 'the reminder was never given');
      return { ...rings, [id]: { ...ring, status: 'snoozed', snooze: event.data } };
    },
  },
};

/** Business days that a reminder may be put off. */
const snoozeLimit = 10;

/** The decisions about rings. */
export const ringDecisions: DecisionsOf<{ readonly rings: RingState }, typeof ringCommands, typeof ringEvents> = {
  FireReminder: ({ rings }, command, { today }) => {
    const { reminderId: id, dueOn } = command;
    // Once, whoever asks and with whatever: the id is the promise.
    if (rings[id] !== undefined) return [];
    if (today < dueOn) reject('reminder-not-due', { dueOn });
    return [{ type: 'ReminderFired', data: command }];
  },
  AcknowledgeReminder: ({ rings }, command) =>
    requireRing(rings, command.reminderId).status === 'acknowledged'
      ? []
      : [{ type: 'ReminderAcknowledged', data: command }],
  SnoozeReminder: ({ rings }, command, { today }) => {
    const { reminderId: id, ringsAgainOn, reasonCode } = command;
    const { status, snooze } = requireRing(rings, id);
    if (snooze?.ringsAgainOn === ringsAgainOn && snooze.reasonCode === reasonCode) return [];
    if (status !== 'fired') reject('wrong-state', { reminderId: id, state: status, allowed: ['fired'] });
    if (ringsAgainOn <= today) reject('period-reversed', { today, ringsAgainOn });
    const latestOn = addBusinessDays(today, snoozeLimit);
    if (ringsAgainOn > latestOn) reject('snooze-too-long', { ringsAgainOn, latestOn });
    return [{ type: 'ReminderSnoozed', data: command }];
  },
};

const requireRing = (rings: RingState, id: string): Ring =>
  rings[id] ?? reject('unknown-reference', { reminderId: id });
