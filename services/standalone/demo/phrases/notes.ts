import type { Step, Teller } from '../telling.js';

const notes = [
  ['contact', 'Ringde och stämde av läget. Har skickat ansökningar och väntar på svar.'],
  ['planning', 'Gick igenom veckans aktiviteter tillsammans. Planen håller.'],
  ['contact', 'Fick ett meddelande: intervju i nästa vecka.'],
  ['assessment', 'Klarar uppgifterna självständigt och frågar när något är oklart.'],
  ['contact', 'Träffades på enheten. Meritförteckningen är uppdaterad.'],
  ['planning', 'Bytte tid för nästa avstämning efter önskemål.'],
  ['contact', 'Har varit på studiebesök hos en arbetsgivare och vill gärna tillbaka.'],
  ['deviation', 'Kom inte till avtalad tid. Ringde upp samma dag, hade tagit fel på dag.'],
] as const;

/** One journal entry. */
export const noted = (t: Teller, day: number): Step[] => {
  const [category, text] = notes[(t.index * 3 + day) % notes.length] ?? notes[0];
  return [
    t.tell([day, '14:35'], 'AddJournalEntry', {
      entryId: t.id('entry', String(day)),
      category,
      aboutOn: t.on(day),
      text,
    }),
  ];
};

/** A call first thing in the morning of the day that a next step is due. */
export const reminded = (t: Teller, day: number): Step[] => [
  t.tell([day, '08:35'], 'AddJournalEntry', {
    entryId: t.id('entry', 'reminder'),
    category: 'contact',
    aboutOn: t.on(day),
    text: 'Ringde och påminde om dagens steg. Återkommer under dagen.',
  }),
];

const noteEvery = 9;

/** Journal entries at intervals, from a day until another. */
export const notedUntil = (t: Teller, from: number, until: number): Step[] => {
  const count = Math.max(0, Math.ceil((until - from) / noteEvery));
  return Array.from({ length: count }, (_, n) => from + n * noteEvery).flatMap((day) => noted(t, day));
};

/** A document in the archive is linked. */
export const linked = (t: Teller, day: number, kind: 'cv' | 'certificate' | 'agreement'): Step[] => [
  t.tell([day, '15:05'], 'LinkDocument', {
    documentId: t.id('document', kind),
    kind,
    title: { cv: 'Meritförteckning', certificate: 'Intyg', agreement: 'Överenskommelse' }[kind],
    externalRef: `arkiv/${t.index}-${kind}`,
  }),
];

/** An entry is corrected, another struck by two people, and the person objects to a third. */
export const setRight = (t: Teller, day: number): Step[] => [
  ...noted(t, day),
  t.tell([day + 1, '08:50'], 'CorrectJournalEntry', {
    entryId: t.id('entry', String(day)),
    correctionId: t.id('correction'),
    text: 'Träffades i reception C, inte på enheten.',
    reasonCode: 'wrongValue',
  }),
  t.tell([day + 1, '08:55'], 'AddJournalEntry', {
    entryId: t.id('entry', 'misplaced'),
    category: 'other',
    aboutOn: t.on(day + 1),
    text: 'Anteckning som hör till ett annat ärende.',
  }),
  t.tell([day + 1, '09:15'], 'StrikeJournalEntry', {
    entryId: t.id('entry', 'misplaced'),
    reasonCode: 'wrongCase',
    approvedBy: t.team.lead.userId,
  }),
  t.tell([day + 3, '11:20'], 'NoteObjection', {
    objectionId: t.id('objection'),
    entryId: t.id('entry', String(day)),
    text: 'Menar att mötet blev av på avtalad plats.',
  }),
];
