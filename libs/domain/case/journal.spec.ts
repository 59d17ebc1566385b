import { describe, expect, it } from '@jest/globals';
import { ImpossibleStep } from '@etapp/kernel';

import { exampleIds } from '../examples.js';
import { aCase } from './a-case.fixture.js';

const { entry: entryId, correction: correctionId, unitLead, caseworker } = exampleIds;
const entry = { entryId, category: 'contact', aboutOn: '2026-03-02', text: 'Ringde om tid.' };
const correction = { entryId, correctionId, text: 'Ringde om ny tid.', reasonCode: 'wrongValue' };
const striking = { entryId, reasonCode: 'wrongPerson', approvedBy: unitLead };

describe('an open case', () => {
  const open = aCase.after('OpenCase');

  it('has its contacts written down, sealed', () => {
    open
      .when('AddJournalEntry', entry)
      .then({ type: 'JournalEntryAdded', data: { entryId, text: { personal: 'Ringde om tid.' } } });
  });

  it('has no entry about a day that has not come', () => {
    open
      .when('AddJournalEntry', { ...entry, aboutOn: '2026-03-03' }, { at: '2026-03-02T23:30:00+01:00' })
      .rejects('occurred-in-future', { field: 'aboutOn', stated: '2026-03-03' });
    open
      .when('AddJournalEntry', { ...entry, aboutOn: '2026-03-03' }, { at: '2026-03-03T00:30:00+01:00' })
      .then({ type: 'JournalEntryAdded' });
  });

  it('has no entry to correct, strike or object to yet', () => {
    open.when('CorrectJournalEntry', correction).rejects('unknown-reference', { entryId });
    open.when('StrikeJournalEntry', striking).rejects('unknown-reference', { entryId });
    open
      .when('NoteObjection', { objectionId: exampleIds.objection, entryId, text: 'Stämmer inte.' })
      .rejects('unknown-reference', { entryId });
  });

  it('takes an objection to the case as a whole', () => {
    open
      .when('NoteObjection', { objectionId: exampleIds.objection, text: 'Vill byta handläggare.' })
      .then({ type: 'JournalObjectionNoted', data: { text: { personal: 'Vill byta handläggare.' } } });
  });

  it('links a document by a reference that is nobody else’s business', () => {
    const document = { documentId: exampleIds.document, kind: 'cv', title: 'Meritförteckning', externalRef: 'd/17' };
    open
      .when('LinkDocument', { ...document, contentHash: 'a'.repeat(64) })
      .then({ type: 'DocumentLinked', data: { kind: 'cv', externalRef: { personal: 'd/17' } } });
  });
});

describe('a journal entry', () => {
  const written = aCase.after('AddJournalEntry');

  it('is not written over: a text under the same id is another text', () => {
    written.when('AddJournalEntry', entry).rejects('same-id-other-content', { fields: ['text'] });
  });

  it('is corrected by a new text, with a reason', () => {
    written
      .when('CorrectJournalEntry', correction)
      .then({ type: 'JournalEntryCorrected', data: { correctionId, reasonCode: 'wrongValue' } });
    const { reasonCode: _reason, ...withoutReason } = correction;
    written.when('CorrectJournalEntry', withoutReason).rejects('reason-missing', { entryId });
  });

  it('is struck by two people', () => {
    written.when('StrikeJournalEntry', striking).then({ type: 'JournalEntryStruck', data: striking });
    const { approvedBy: _nobody, ...alone } = striking;
    written.when('StrikeJournalEntry', alone).rejects('second-person-needed');
    written.when('StrikeJournalEntry', { ...striking, approvedBy: caseworker }).rejects('second-person-needed');
    const facts = { approver: { authorised: false } };
    written.when('StrikeJournalEntry', striking, { facts }).rejects('second-person-needed', { approvedBy: unitLead });
  });

  it('takes the person’s objection', () => {
    written
      .when('NoteObjection', { objectionId: exampleIds.objection, entryId, text: 'Stämmer inte.' })
      .then({ type: 'JournalObjectionNoted', data: { entryId } });
  });
});

describe('a struck journal entry', () => {
  const struck = aCase.after('StrikeJournalEntry');

  it('is struck once', () => {
    struck.when('StrikeJournalEntry', striking).nothing();
    struck.when('StrikeJournalEntry', { ...striking, reasonCode: 'duplicate' }).rejects('wrong-state');
  });

  it('is not corrected any more', () => {
    struck.when('CorrectJournalEntry', correction).rejects('entry-struck', { entryId });
  });

  it('cannot have been corrected or struck after that, nor struck before it was written', () => {
    expect(() => struck.given({ type: 'JournalEntryCorrected', data: correction }).state()).toThrow(ImpossibleStep);
    expect(() => struck.given({ type: 'JournalEntryStruck', data: striking }).state()).toThrow(ImpossibleStep);
    const open = aCase.after('OpenCase');
    expect(() => open.given({ type: 'JournalEntryStruck', data: striking }).state()).toThrow(ImpossibleStep);
  });
});

describe('a closed case', () => {
  it('still has a journal', () => {
    aCase.after('CloseCase').when('AddJournalEntry', entry).then({ type: 'JournalEntryAdded' });
    aCase
      .after('AddJournalEntry', 'CloseCase')
      .when('StrikeJournalEntry', striking)
      .then({ type: 'JournalEntryStruck' });
  });
});
