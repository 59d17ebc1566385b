import { describe, expect, it } from '@jest/globals';
import { commands } from '@etapp/domain';
import { commonRejections } from '@etapp/kernel';

import { anyCommandProblems } from './any-command.js';
import { attemptProblems } from './attempts.js';
import { consentAndSharingProblems } from './consent-and-sharing.js';
import { directoryProblems } from './directory.js';
import { exitAndResponsibilityProblems } from './exit-and-responsibility.js';
import { intakeProblems } from './intake.js';
import { measureAndReferralProblems } from './measure-and-referral.js';
import { placementProblems } from './placement.js';
import { planAndJournalProblems } from './plan-and-journal.js';
import { isProblemCode, type ProblemCode, problems } from './problems.js';
import { reminderProblems } from './reminders.js';
import { requestProblems } from './requests.js';
import { tripartiteProblems } from './tripartite.js';

const ofRules = [
  anyCommandProblems,
  intakeProblems,
  planAndJournalProblems,
  consentAndSharingProblems,
  tripartiteProblems,
  measureAndReferralProblems,
  placementProblems,
  exitAndResponsibilityProblems,
  directoryProblems,
  reminderProblems,
];
const subjects = [requestProblems, attemptProblems, ...ofRules];

const rejections: ReadonlySet<string> = new Set([
  ...commonRejections,
  ...Object.values(commands).flatMap(({ rejects }): readonly string[] => rejects),
]);
const entries = Object.entries(problems);
const texts = entries.flatMap(([code, { sv, en }]) => [
  { code, language: 'Swedish', ...sv },
  { code, language: 'English', ...en },
]);

/** Words that name a person by a need or an origin, or the plan by the care that it is not. */
const banned =
  /vårdplan|care plan|klient|\bclient|brukare|bidragstagare|bidragsberoende|ursprungsland|country of origin/i;
/** Words about how the service is built. */
const technical = /sql|postgres|redis|databas|\bexception\b|stack|undefined|\bnull\b|server/i;

describe('the problem table', () => {
  it.each(Object.entries(commands))('knows every code that %s is refused with', (_name, { rejects }) => {
    expect(rejects.filter((code: string) => !isProblemCode(code))).toEqual([]);
  });

  it('knows what any command may be refused with', () => {
    expect(commonRejections.filter((code) => !isProblemCode(code))).toEqual([]);
  });

  it('holds a rule’s code for as long as some command is refused with it', () => {
    expect(ofRules.flatMap((subject) => Object.keys(subject)).filter((code) => !rejections.has(code))).toEqual([]);
  });

  it('says each code under one subject only', () => {
    const codes = subjects.flatMap((subject) => Object.keys(subject));
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
    expect([...codes].sort()).toEqual(Object.keys(problems).sort());
  });

  it('does not take the names that every object has for codes', () => {
    expect(['toString', 'constructor', '__proto__', 'no-such-code'].filter(isProblemCode)).toEqual([]);
  });
});

describe('the status of a problem', () => {
  const expected: readonly [number, readonly ProblemCode[]][] = [
    [400, ['invalid-body', 'invalid-query', 'unknown-field', 'idempotency-key-missing', 'page-too-deep']],
    [401, ['not-authenticated']],
    [403, ['not-permitted', 'second-person-needed']],
    [404, ['not-found']],
    [409, ['version-race', 'idempotency-key-in-use']],
    [412, ['stale-version']],
    [428, ['version-required']],
    [429, ['too-many-requests']],
    [500, ['unexpected', 'history-damaged']],
    [
      503,
      [
        'store-unavailable',
        'log-refused',
        'log-moved',
        'read-model-behind',
        'past-views-busy',
        'keys-unavailable',
        'identity-unavailable',
      ],
    ],
    [504, ['outcome-unknown']],
    [507, ['storage-full']],
  ];

  it.each(expected)('is %i for what the interface says it is', (status, codes) => {
    expect(codes.filter((code) => problems[code].status !== status)).toEqual([]);
  });

  it('is 409 where the same command is right in another state', () => {
    const codes: readonly ProblemCode[] = [
      'case-not-open',
      'already-exists',
      'plan-without-activity',
      'consent-not-valid',
      'meeting-not-held',
      'open-measure',
      'same-date',
    ];
    expect(codes.filter((code) => problems[code].status !== 409)).toEqual([]);
  });

  it('is 422 where the command is right in no state', () => {
    const codes: readonly ProblemCode[] = [
      'period-reversed',
      'too-few-parties',
      'due-before-agreed',
      'next-step-missing',
      'blanket-consent',
      'roles-incompatible',
      'idempotency-key-reused',
    ];
    expect(codes.filter((code) => problems[code].status !== 422)).toEqual([]);
  });

  it('is 409, 422 or, for want of a right, 403 when a rule refuses', () => {
    const others = entries.filter(([code, { status }]) => rejections.has(code) && ![403, 409, 422].includes(status));
    expect(others).toEqual([]);
  });
});

describe('the words of a problem', () => {
  it.each(['Swedish', 'English'])('have a title of their own in %s', (asked) => {
    const titles = texts.filter(({ language }) => language === asked).map(({ title }) => title);
    expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
  });

  it('state the affairs in a short title, and cause and cure in whole sentences', () => {
    const wellFormed = ({ title, detail }: (typeof texts)[number]): boolean =>
      /^\p{Lu}.{4,69}[^.]$/u.test(title) && /^\p{Lu}.{20,}\.$/u.test(detail) && detail.length <= 140;
    expect(texts.filter((text) => !wellFormed(text))).toEqual([]);
  });

  it('are not the same in both languages', () => {
    expect(entries.filter(([, { sv, en }]) => sv.title === en.title || sv.detail === en.detail)).toEqual([]);
  });

  it('hold none of the words that the house does not use of people or plans', () => {
    expect(texts.filter(({ title, detail }) => banned.test(`${title} ${detail}`))).toEqual([]);
  });

  it('tell nothing of how the service is built', () => {
    expect(texts.filter(({ title, detail }) => technical.test(`${title} ${detail}`))).toEqual([]);
  });
});
