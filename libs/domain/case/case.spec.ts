import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { commonRejections, Rejection } from '@etapp/kernel';

import { aCase } from './a-case.fixture.js';
import { caseCommands } from './case.js';

const journal = ['AddJournalEntry', 'CorrectJournalEntry', 'LinkDocument', 'NoteObjection', 'StrikeJournalEntry'];
/** A repeated opening changes nothing, in any state. */
const always = [...journal, 'AmendMinutes', 'MarkCaseErroneous', 'OpenCase', 'WithdrawConsent'];
const all = Object.keys(caseCommands);

const statuses: readonly [status: string, history: ReturnType<typeof aCase.given>, allowed: readonly string[]][] = [
  ['not opened', aCase.given(), ['OpenCase']],
  ['open', aCase.after('OpenCase'), all.filter((name) => name !== 'ReopenCase')],
  ['closed', aCase.after('CloseCase'), [...always, 'ReopenCase']],
  ['reopened', aCase.after('ReopenCase'), all.filter((name) => name !== 'ReopenCase')],
  ['rejected', aCase.after('RejectCase'), always],
  ['erroneous', aCase.after('MarkCaseErroneous'), always],
];
const late = { at: '2026-10-01T09:00:00+02:00' };

/** Whether the case as a whole stands in the way; what else a command may lack is for its topic. */
const isHeldBack = (history: ReturnType<typeof aCase.given>, name: string, body: object): boolean => {
  try {
    history.when(name, body, late).events();
    return false;
  } catch (error) {
    if (!(error instanceof Error && error.cause instanceof Rejection)) throw error;
    return ['case-not-open', 'case-not-closed'].includes(error.cause.code);
  }
};

describe('what may be done with a case', () => {
  it.each(statuses)('that is %s', (_status, history, allowed) => {
    const possible = Object.entries(caseCommands).filter(
      ([name, { example }]) => !isHeldBack(history, name, example.body),
    );
    expect(possible.map(([name]) => name).sort()).toEqual([...allowed].sort());
  });
});

describe('the codes of refusals', () => {
  const folder = import.meta.dirname;
  const sources = readdirSync(folder).filter((file) => !/\.(spec|fixture)\.ts$/.test(file) && file.endsWith('.ts'));
  const code = [
    ...sources.map((file) => `${folder}/${file}`),
    `${folder}/../support-forms.ts`,
    `${folder}/../four-eyes.ts`,
  ]
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const declared = new Set(Object.values(caseCommands).flatMap(({ rejects }): readonly string[] => rejects));

  it('are declared by a command, or common to all', () => {
    const used = [...code.matchAll(/reject\(\s*'([a-z-]+)'/g)].map(([, name]) => name);
    expect(used.length).toBeGreaterThan(50);
    expect(
      used.filter((name = '') => !declared.has(name) && !commonRejections.some((common) => common === name)),
    ).toEqual([]);
  });

  it.each([...declared].sort())('stand for a rule: %s', (name) => {
    const withoutDeclarations = code.replaceAll(/rejects: \[[^\]]*\]/g, '').replaceAll(/Rejections = \[[^\]]*\]/g, '');
    expect(withoutDeclarations).toContain(`'${name}'`);
  });
});
