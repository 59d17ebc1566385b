import {
  assigned,
  booked,
  met,
  missed,
  opened,
  openedOnly,
  reachable,
  registered,
  testNumberOf,
} from '../phrases/intake.js';
import { noted } from '../phrases/notes.js';
import { activated, assessed, drafted, planned } from '../phrases/plan.js';
import { caseIdOf, type Story } from '../telling.js';

/** In the first-contact queue: nobody is responsible yet. */
export const justOpened: Story = (t) => [...registered(t), ...openedOnly(t)];

/** Somebody is responsible, and no time is booked. */
export const notBooked: Story = (t) => [...registered(t), ...openedOnly(t), ...assigned(t), ...reachable(t)];

/** The first contact is booked for the next business day. */
export const awaitingContact: Story = (t) => opened(t);

/** Met, with a draft of a plan that waits for the person's agreement. */
export const awaitingPlan: Story = (t) => [
  ...opened(t),
  ...met(t),
  ...assessed(t, 1),
  ...drafted(t, 1, t.pick('work', 'study')),
];

/** The person comes neither the first time nor the second. */
export const missesContacts: Story = (t) => [
  ...opened(t),
  ...missed(t, 1, 'first'),
  ...booked(t, 2, 'second'),
  ...missed(t, 3, 'second'),
  ...noted(t, 4),
];

/** The third time the person comes. */
export const comesTheThirdTime: Story = (t) => [
  ...missesContacts(t),
  ...booked(t, 5, 'third'),
  ...met(t, 6, 'third'),
  ...assessed(t, 6),
  ...drafted(t, 6, 'work'),
  ...activated(t, 6),
];

/** Another municipality's business. */
export const rejected: Story = (t) => [
  ...registered(t),
  ...openedOnly(t),
  t.tell([1, '09:30', t.team.lead], 'RejectCase', {
    reasonCode: 'notResident',
    referredTo: 'otherMunicipality',
    note: 'Är folkbokförd i en annan kommun och har fått kontaktuppgifter dit.',
  }),
];

/** Opened on the wrong person; the right person's case is the one before. */
export const erroneous: Story = (t) => [
  ...registered(t),
  ...openedOnly(t),
  ...assigned(t),
  t.tell([1, '08:50'], 'MarkCaseErroneous', {
    reasonCode: 'wrongPerson',
    correctCaseId: caseIdOf(t.index - 1),
    note: 'Förväxling av två personer med samma efternamn.',
  }),
];

/** Registered under a reserve number, since the personal number was not known until a week later. */
export const numberComesLater: Story = (t) => [
  ...opened(t, { idKind: 'reserve', idNumber: `R-${t.index}`, idIssuer: 'sundvalla' }),
  ...met(t),
  ...planned(t, 1),
  t.tell([5, '13:30'], 'ChangeIdentifier', { ...testNumberOf(t), reasonCode: 'error' }),
];
