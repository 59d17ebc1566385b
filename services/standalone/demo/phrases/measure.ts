import type { Step, Teller } from '../telling.js';
import { type Meeting, meetingIdOf, type MeetingParty } from './meeting.js';

/** A promise: who made it, the days it was made and is due, and the word that tells it from others of the case. */
export type Measure = {
  readonly t: Teller;
  readonly word: string;
  readonly owner: MeetingParty;
  readonly agreed: number;
  readonly due: number;
};

const idOf = ({ t, word }: Measure): string => t.id('measure', word);

const promises = {
  participant: ['activity', 'Besöker två arbetsplatser och berättar hur det var'],
  labourMarketAdministration: ['contact', 'Ringer arbetsgivaren om handledning på plats'],
  publicEmploymentService: ['registration', 'Skriver in och bokar planeringssamtal'],
  incomeSupport: ['decision', 'Lämnar besked om busskort och arbetskläder'],
} as const;

/** What a promise comes from, or takes the place of. */
type Background = { readonly meeting?: Meeting; readonly insteadOf?: Measure };

/** The promise is made, at a meeting or without one. */
export const promised = (measure: Measure, { meeting, insteadOf }: Background = {}): Step[] => {
  const { t, owner, agreed, due } = measure;
  const [kind, description] = promises[owner];
  return [
    t.tell([agreed, `14:3${String(due % 10)}`], 'AgreeMeasure', {
      measureId: idOf(measure),
      ...(meeting === undefined ? {} : { meetingId: meetingIdOf(meeting) }),
      kind,
      ownerParty: owner,
      ...(owner === 'labourMarketAdministration' ? { ownerUserId: t.team.caseworker.userId } : {}),
      agreedOn: t.on(agreed),
      dueOn: t.on(due),
      description,
      conditionForReturn: false,
      ...(insteadOf === undefined ? {} : { supersedesMeasureId: idOf(insteadOf) }),
    }),
  ];
};

/** It is under way. */
export const begun = (measure: Measure, day: number): Step[] => [
  measure.t.tell([day, '09:05'], 'StartMeasure', { measureId: idOf(measure), startedOn: measure.t.on(day) }),
];

/** It is kept. */
export const kept = (measure: Measure, day: number): Step[] => [
  measure.t.tell([day, '11:25'], 'CompleteMeasure', {
    measureId: idOf(measure),
    completedOn: measure.t.on(day),
    evidence: 'Bekräftat per telefon.',
  }),
];

/** It gets more time. */
export const postponed = (measure: Measure, day: number, due: number): Step[] => [
  measure.t.tell([day, '09:55'], 'ChangeMeasureDueDate', {
    measureId: idOf(measure),
    toOn: measure.t.on(due),
    reasonCode: 'waitingOnOther',
    agreedWith: [measure.owner, 'participant'],
  }),
];

/** The unit takes it over. */
export const takenOver = (measure: Measure, day: number): Step[] => [
  measure.t.tell([day, '10:05'], 'ChangeMeasureOwner', {
    measureId: idOf(measure),
    toParty: 'labourMarketAdministration',
    toUserId: measure.t.team.caseworker.userId,
    acceptedOn: measure.t.on(day),
  }),
];

/** It is not needed any more. */
export const calledOff = (measure: Measure, day: number): Step[] => [
  measure.t.tell([day, '10:20'], 'CancelMeasure', {
    measureId: idOf(measure),
    byParty: measure.owner,
    reasonCode: 'notNeeded',
  }),
];
