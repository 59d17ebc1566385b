import {
  Code,
  command,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  impossible,
  Instant,
  reject,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { Channel, PartyKind } from '../values.js';
import type { exitEvents } from './exit.js';
import { type IntakeState, requireCase } from './intake.js';
import type { planEvents } from './plan.js';
import type { trackEvents } from './track.js';

const FirstContactBooked = z.strictObject({
  contactId: Id,
  startsAt: Instant,
  channel: Channel,
  interpreterLanguage: Code.optional(),
  place: text().optional(),
  replacesContactId: Id.optional(),
});
const FirstContactHeld = z.strictObject({
  contactId: Id,
  heldAt: Instant,
  channel: Channel,
  attendees: z.array(PartyKind).min(1).max(20),
  purposeExplained: z.boolean(),
  ownAnswer: text().optional(),
});
const FirstContactMissed = z.strictObject({ contactId: Id, missedAt: Instant, notifiedAbsence: z.boolean() });

/** The first contact (första kontakt). Source: Trelleborg, a labour-market caseworker meets the person at once. */
export const firstContactEvents = defineEvents({
  FirstContactBooked: {
    version: 1,
    data: FirstContactBooked,
    text: { sv: 'Första kontakten bokades', en: 'The first contact was booked' },
  },
  FirstContactHeld: {
    version: 1,
    data: FirstContactHeld,
    occurred: 'heldAt',
    text: { sv: 'Första kontakten hölls', en: 'The first contact was held' },
  },
  FirstContactMissed: {
    version: 1,
    data: FirstContactMissed,
    occurred: 'missedAt',
    text: { sv: 'Första kontakten uteblev', en: 'The first contact was missed' },
  },
});

/** What a caseworker may do about the first contact. */
export const firstContactCommands = defineCommands({
  BookFirstContact: command({
    body: FirstContactBooked,
    states: { event: 'FirstContactBooked', id: 'contactId' },
    policy: 'case.intake.manage',
    rejects: ['contact-before-received', 'first-contact-already-held'],
    text: { sv: 'Boka första kontakt', en: 'Book the first contact' },
    example: {
      after: ['OpenCase'],
      body: { contactId: exampleIds.contact, startsAt: '2026-03-03T10:00:00+01:00', channel: 'visit' },
    },
  }),
  RecordFirstContact: command({
    body: FirstContactHeld,
    states: { event: 'FirstContactHeld', id: 'contactId' },
    policy: 'case.intake.manage',
    rejects: ['contact-before-received', 'first-contact-already-held'],
    text: { sv: 'Registrera första kontakt', en: 'Record the first contact' },
    example: {
      after: ['OpenCase'],
      at: '2026-03-03T11:00:00+01:00',
      body: {
        contactId: exampleIds.contact,
        heldAt: '2026-03-03T10:00:00+01:00',
        channel: 'visit',
        attendees: ['participant', 'labourMarketAdministration'],
        purposeExplained: true,
        ownAnswer: 'Jag vill läsa klart och söka jobb på lager.',
      },
    },
  }),
  RecordNoShow: command({
    body: FirstContactMissed,
    states: { event: 'FirstContactMissed', id: 'contactId' },
    policy: 'case.intake.manage',
    rejects: ['first-contact-not-booked'],
    text: { sv: 'Registrera utebliven första kontakt', en: 'Record a missed first contact' },
    example: {
      after: ['BookFirstContact'],
      at: '2026-03-03T11:00:00+01:00',
      body: { contactId: exampleIds.contact, missedAt: '2026-03-03T10:00:00+01:00', notifiedAbsence: false },
    },
  }),
});

/** The first contact of the present period (a reopened case has a new one to come), and every contact booked so far. */
export type FirstContactState = { readonly contactIds: readonly string[] } & (
  { readonly status: 'none' } | { readonly status: 'booked'; readonly contactId: string } | { readonly status: 'held' }
);

type Folded = typeof firstContactEvents &
  Pick<typeof exitEvents, 'CaseReopened'> &
  Pick<typeof trackEvents, 'TrackAssessed'> &
  Pick<typeof planEvents, 'PlanDrafted'>;

type Step = { readonly type: string; readonly id: string };

/** Track and plan rest on the contact: a history in which it is missing cannot be. */
const restsOnContact = (state: FirstContactState, event: Step): FirstContactState =>
  state.status === 'held' ? state : impossible(event, 'the first contact was not held');

const beforeContact = (state: FirstContactState, event: Step): FirstContactState =>
  state.status === 'held' ? impossible(event, 'the first contact was held before') : state;

/** How the first contact follows from its events. */
export const firstContactFold: FoldOf<FirstContactState, Folded> = {
  initial: { status: 'none', contactIds: [] },
  on: {
    FirstContactBooked: (state, event) => {
      const { contactIds } = beforeContact(state, event);
      const { contactId } = event.data;
      return { status: 'booked', contactId, contactIds: [...contactIds, contactId] };
    },
    FirstContactHeld: (state, event) => ({ status: 'held', contactIds: beforeContact(state, event).contactIds }),
    FirstContactMissed: (state, event) =>
      isBooked(state, event.data.contactId)
        ? { status: 'none', contactIds: state.contactIds }
        : impossible(event, 'the contact was not booked'),
    CaseReopened: ({ contactIds }) => ({ status: 'none', contactIds }),
    TrackAssessed: restsOnContact,
    PlanDrafted: restsOnContact,
  },
};

type Slices = { readonly intake: IntakeState; readonly firstContact: FirstContactState };

/** The decisions about the first contact. */
export const firstContactDecisions: DecisionsOf<Slices, typeof firstContactCommands, typeof firstContactEvents> = {
  BookFirstContact: (state, command) => {
    requireContactToCome(state, command.startsAt);
    const { replacesContactId } = command;
    const known = replacesContactId === undefined || state.firstContact.contactIds.includes(replacesContactId);
    if (!known) reject('unknown-reference', { replacesContactId });
    return [{ type: 'FirstContactBooked', data: command }];
  },
  RecordFirstContact: (state, command) => {
    requireContactToCome(state, command.heldAt);
    return [{ type: 'FirstContactHeld', data: command }];
  },
  RecordNoShow: ({ firstContact }, command) => {
    const { contactId } = command;
    if (!isBooked(firstContact, contactId)) reject('first-contact-not-booked', { contactId });
    return [{ type: 'FirstContactMissed', data: command }];
  },
};

const isBooked = (state: FirstContactState, contactId: string): boolean =>
  state.status === 'booked' && state.contactId === contactId;

/** Rejects when the contact of this period was held already, or would lie before the case was received. */
const requireContactToCome = ({ intake, firstContact }: Slices, at: Instant): void => {
  const { receivedAt } = requireCase(intake);
  if (firstContact.status === 'held') reject('first-contact-already-held');
  if (at < receivedAt) reject('contact-before-received', { receivedAt });
};

/** Rejects with `first-contact-not-held` unless the contact of this period was held. */
export const requireContactHeld = ({ firstContact }: Pick<Slices, 'firstContact'>): void => {
  if (firstContact.status !== 'held') reject('first-contact-not-held');
};
