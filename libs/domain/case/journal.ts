import {
  command,
  type DecisionsOf,
  defineCommands,
  defineEvents,
  type FoldOf,
  Id,
  impossible,
  LocalDate,
  personal,
  reject,
  sensitiveText,
  text,
} from '@etapp/kernel';
import { z } from 'zod';

import { exampleIds } from '../examples.js';
import { secondPerson } from '../facts.js';
import { ApprovedBy, requireSecondPerson } from '../four-eyes.js';
import { CorrectionReason } from '../values.js';

const JournalEntryAdded = z.strictObject({
  entryId: Id,
  category: z.enum(['contact', 'assessment', 'planning', 'decisionBasis', 'deviation', 'other']),
  aboutOn: LocalDate,
  text: sensitiveText(),
});
const JournalEntryCorrected = z.strictObject({
  entryId: Id,
  correctionId: Id,
  text: sensitiveText(),
  reasonCode: CorrectionReason,
});
const JournalEntryStruck = z.strictObject({
  entryId: Id,
  reasonCode: z.enum(['wrongPerson', 'wrongCase', 'duplicate']),
  movedToCaseId: Id.optional(),
  approvedBy: ApprovedBy,
});
const JournalObjectionNoted = z.strictObject({ objectionId: Id, entryId: Id.optional(), text: sensitiveText() });
/** SHA-256 of the document, 64 hex digits. */
const ContentHash = z.string().regex(/^[0-9a-f]{64}$/, { error: 'a SHA-256 sum, 64 hex digits' });
const DocumentLinked = z.strictObject({
  documentId: Id,
  kind: z.enum(['application', 'certificate', 'cv', 'agreement', 'minutes', 'other']),
  title: text(),
  externalRef: personal(z.string().min(1).max(500)),
  contentHash: ContentHash.optional(),
});

/** The journal (journalanteckningar): what was written stays; a struck entry is shown to auditors only. */
export const journalEvents = defineEvents({
  JournalEntryAdded: {
    version: 1,
    data: JournalEntryAdded,
    text: { sv: 'En journalanteckning skrevs', en: 'A journal entry was written' },
  },
  JournalEntryCorrected: {
    version: 1,
    data: JournalEntryCorrected,
    text: { sv: 'En journalanteckning rättades', en: 'A journal entry was corrected' },
  },
  JournalEntryStruck: {
    version: 1,
    data: JournalEntryStruck,
    text: { sv: 'En journalanteckning makulerades', en: 'A journal entry was struck' },
  },
  JournalObjectionNoted: {
    version: 1,
    data: JournalObjectionNoted,
    text: { sv: 'En invändning antecknades', en: 'An objection was noted' },
  },
  DocumentLinked: {
    version: 1,
    data: DocumentLinked,
    text: { sv: 'En handling länkades', en: 'A document was linked' },
  },
});

const { entry: entryId } = exampleIds;

/** What may be written in the journal, also when the case is closed. */
export const journalCommands = defineCommands({
  AddJournalEntry: command({
    body: JournalEntryAdded,
    states: { event: 'JournalEntryAdded', id: 'entryId' },
    policy: 'case.journal.write',
    text: { sv: 'Skriv journalanteckning', en: 'Write a journal entry' },
    example: {
      after: ['OpenCase'],
      body: { entryId, category: 'contact', aboutOn: '2026-03-02', text: 'Ringde om tid för första kontakten.' },
    },
  }),
  CorrectJournalEntry: command({
    body: JournalEntryCorrected.partial({ reasonCode: true }),
    states: { event: 'JournalEntryCorrected', id: 'correctionId' },
    policy: 'case.journal.write',
    rejects: ['reason-missing', 'entry-struck'],
    text: { sv: 'Rätta journalanteckning', en: 'Correct a journal entry' },
    example: {
      after: ['AddJournalEntry'],
      body: {
        entryId,
        correctionId: exampleIds.correction,
        text: 'Ringde om ny tid för första kontakten.',
        reasonCode: 'wrongValue',
      },
    },
  }),
  StrikeJournalEntry: command({
    body: JournalEntryStruck.partial({ approvedBy: true }),
    policy: 'case.journal.write',
    facts: { approver: secondPerson },
    text: { sv: 'Makulera journalanteckning', en: 'Strike a journal entry' },
    example: {
      after: ['AddJournalEntry'],
      body: { entryId, reasonCode: 'wrongPerson', approvedBy: exampleIds.unitLead },
    },
  }),
  NoteObjection: command({
    body: JournalObjectionNoted,
    states: { event: 'JournalObjectionNoted', id: 'objectionId' },
    policy: 'case.journal.write',
    text: { sv: 'Anteckna invändning', en: 'Note an objection' },
    example: {
      after: ['AddJournalEntry'],
      body: { objectionId: exampleIds.objection, entryId, text: 'Personen menar att samtalet var dagen innan.' },
    },
  }),
  LinkDocument: command({
    body: DocumentLinked,
    states: { event: 'DocumentLinked', id: 'documentId' },
    policy: 'case.journal.write',
    text: { sv: 'Länka handling', en: 'Link a document' },
    example: {
      after: ['OpenCase'],
      body: { documentId: exampleIds.document, kind: 'cv', title: 'Meritförteckning', externalRef: 'dokument/2026-17' },
    },
  }),
});

/** The entries by id: written, or how they were struck. */
export type JournalState = Readonly<Record<string, 'written' | z.output<typeof JournalEntryStruck>>>;

const entryOf = (state: JournalState, event: { type: string; id: string; data: { entryId: string } }) =>
  state[event.data.entryId] ?? impossible(event, 'the entry was never written');

/** How the journal follows from its events. */
export const journalFold: FoldOf<JournalState, typeof journalEvents> = {
  initial: {},
  on: {
    JournalEntryAdded: (state, { data }) => ({ ...state, [data.entryId]: 'written' }),
    JournalEntryCorrected: (state, event) =>
      entryOf(state, event) === 'written' ? state : impossible(event, 'the entry was struck'),
    JournalEntryStruck: (state, event) => {
      if (entryOf(state, event) !== 'written') return impossible(event, 'the entry was struck before');
      return { ...state, [event.data.entryId]: event.data };
    },
    JournalObjectionNoted: (state) => state,
    DocumentLinked: (state) => state,
  },
};

/** The decisions about the journal. */
export const journalDecisions: DecisionsOf<
  { readonly journal: JournalState },
  typeof journalCommands,
  typeof journalEvents
> = {
  AddJournalEntry: (_state, command, { today }) => {
    const { aboutOn } = command;
    if (aboutOn > today) reject('occurred-in-future', { field: 'aboutOn', stated: aboutOn });
    return [{ type: 'JournalEntryAdded', data: command }];
  },
  CorrectJournalEntry: ({ journal }, { reasonCode, ...command }) => {
    const { entryId } = command;
    if (requireEntry(journal, entryId) !== 'written') reject('entry-struck', { entryId });
    if (reasonCode === undefined) return reject('reason-missing', { entryId });
    return [{ type: 'JournalEntryCorrected', data: { ...command, reasonCode } }];
  },
  StrikeJournalEntry: ({ journal }, command, { actor, facts }) => {
    const { entryId } = command;
    const entry = requireEntry(journal, entryId);
    if (entry === 'written') {
      const approvedBy = requireSecondPerson(command.approvedBy, actor, facts.approver);
      return [{ type: 'JournalEntryStruck', data: { ...command, approvedBy } }];
    }
    const repeated = entry.reasonCode === command.reasonCode && entry.movedToCaseId === command.movedToCaseId;
    return repeated ? [] : reject('wrong-state', { entryId, state: 'struck', allowed: ['written'] });
  },
  NoteObjection: ({ journal }, command) => {
    if (command.entryId !== undefined) requireEntry(journal, command.entryId);
    return [{ type: 'JournalObjectionNoted', data: command }];
  },
  LinkDocument: (_state, command) => [{ type: 'DocumentLinked', data: command }],
};

const requireEntry = (journal: JournalState, entryId: string): JournalState[string] =>
  journal[entryId] ?? reject('unknown-reference', { entryId });
