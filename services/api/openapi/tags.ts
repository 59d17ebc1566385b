import { CaseTopic, caseTopicOfCommand } from '@etapp/domain';
import type { Text } from '@etapp/kernel';

import type { CommandRoute } from '../catalogue.js';
import type { Language } from './words.js';

const kebab = (name: string): string => name.replace(/([A-Z])/g, '-$1').toLowerCase();

const topics: Readonly<Record<CaseTopic, Text>> = {
  intake: { sv: 'Inflöde: öppna ett ärende', en: 'Intake: open a case' },
  firstContact: { sv: 'Första kontakten', en: 'The first contact' },
  track: { sv: 'Spår: huvudflöde eller särskilt stöd', en: 'Track: main flow or special support' },
  plan: { sv: 'Planen', en: 'The plan' },
  consent: { sv: 'Samtycken', en: 'Consents' },
  sharing: { sv: 'Delning av uppgifter', en: 'Sharing of information' },
  referral: { sv: 'Remisser', en: 'Referrals' },
  tripartiteMeeting: { sv: 'Trepartssamtal', en: 'Tripartite meetings' },
  measure: { sv: 'Överenskomna åtgärder', en: 'Agreed measures' },
  placement: { sv: 'Praktik', en: 'Placements' },
  exit: { sv: 'Avslut', en: 'Exit' },
  journal: { sv: 'Journal', en: 'Journal' },
  responsibility: {
    sv: 'Ansvar: handläggare, byte av enhet, väntan',
    en: 'Responsibility: caseworkers, transfer, waiting',
  },
};

const tagOfTopic = (topic: CaseTopic): string => `cases-${kebab(topic)}`;

/** Every group of operations, in the order of the work; what a caseworker meets first stands first. */
const groups: Readonly<Record<string, Text>> = {
  me: { sv: 'Den som är inloggad', en: 'Who is signed in' },
  worklist: { sv: 'Arbetslistan', en: 'The worklist' },
  persons: { sv: 'Personer', en: 'Persons' },
  cases: { sv: 'Ärenden: läsa', en: 'Cases: read' },
  ...Object.fromEntries(CaseTopic.options.map((topic) => [tagOfTopic(topic), topics[topic]])),
  'tripartite-meetings': { sv: 'Kön av trepartssamtal', en: 'The queue of tripartite meetings' },
  commitments: { sv: 'Åtgärder: läsa', en: 'Agreed measures: read' },
  consents: { sv: 'Samtycken: läsa', en: 'Consents: read' },
  reminders: { sv: 'Påminnelser', en: 'Reminders' },
  employers: { sv: 'Arbetsgivare', en: 'Employers' },
  'first-contact-sla': { sv: 'Första kontakten inom målet', en: 'First contact within target' },
  'referral-flow': { sv: 'Hur det gick med remisserna', en: 'What became of referrals' },
  'track-share': { sv: 'Andelar i spåren', en: 'Shares of the tracks' },
  units: { sv: 'Enheter och deras inställningar', en: 'Units and their settings' },
  staff: { sv: 'Medarbetare', en: 'Staff' },
  audit: { sv: 'Granskning: samma frågor om det förflutna', en: 'Audit: the same questions about the past' },
  about: { sv: 'Om API:et', en: 'About the API' },
  operations: { sv: 'Drift', en: 'Operation' },
};

/** The group of a command: its topic in a case, else its collection. */
export const tagOfCommand = ({ aggregate, collection, name }: CommandRoute): string =>
  aggregate.category === 'case' ? tagOfTopic(caseTopicOfCommand(name)) : collection;

/** The groups that are used, in order and in words. Throws for one that has none. */
export const tagsIn = (language: Language, used: readonly string[]) => {
  const names = Object.keys(groups);
  const unknown = used.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`the group ${unknown} has no words`);
  return Object.entries(groups)
    .filter(([name]) => used.includes(name))
    .map(([name, text]) => ({ name, description: text[language] }));
};
