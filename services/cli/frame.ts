import type { Text } from '@etapp/kernel';
import { type CommanderError, Help, type HelpConfiguration } from 'commander';

import type { Language } from './language.js';

/** What the library that reads the command line says by itself, and what is said instead in Swedish. */
const swedish: readonly (readonly [english: string, swedish: string])[] = [
  ['Usage:', 'Användning:'],
  ['Arguments:', 'Argument:'],
  ['Options:', 'Flaggor:'],
  ['Commands:', 'Kommandon:'],
  ['[options]', '[flaggor]'],
  ['[command]', '[kommando]'],
  ['(env: ', '(miljövariabel: '],
];

const translated = (text: string, language: Language): string =>
  language === 'en' ? text : swedish.reduce((so, [from, to]) => so.replaceAll(from, to), text);

/** The frame of every help page, in a language: headings, and the words around what a command takes. */
export const helpFrame = (language: Language): HelpConfiguration => {
  const plain = new Help();
  const t = (text: string): string => translated(text, language);
  return {
    styleTitle: t,
    commandUsage: (command) => t(plain.commandUsage(command)),
    subcommandTerm: (command) => t(plain.subcommandTerm(command)),
    optionDescription: (option) => t(plain.optionDescription(option)),
  };
};

const quotedIn = (message: string): string => /'([^']*)'/.exec(message)?.[1] ?? '';

const faults: Readonly<Record<string, (what: string) => Text>> = {
  'commander.unknownCommand': (what) => ({
    sv: `Det finns inget kommando ”${what}”.`,
    en: `There is no command “${what}”.`,
  }),
  'commander.unknownOption': (what) => ({ sv: `Det finns ingen flagga ${what}.`, en: `There is no option ${what}.` }),
  'commander.missingArgument': (what) => ({ sv: `<${what}> måste anges.`, en: `<${what}> must be given.` }),
  'commander.optionMissingArgument': (what) => ({
    sv: `Flaggan ${what} behöver ett värde.`,
    en: `The option ${what} needs a value.`,
  }),
  'commander.missingMandatoryOptionValue': (what) => ({
    sv: `Flaggan ${what} måste anges.`,
    en: `The option ${what} must be given.`,
  }),
  'commander.excessArguments': () => ({ sv: 'Det är för många argument.', en: 'There are too many arguments.' }),
};

const unreadable: Text = { sv: 'Kommandoraden går inte att tolka.', en: 'The command line cannot be read.' };
const seeHelp: Text = { sv: '”etapp --help” visar vad som finns.', en: '“etapp --help” shows what there is.' };

const guessIn = (message: string): Text | undefined => {
  const [, guess] = /\(Did you mean (?:one of )?(.+)\?\)/.exec(message) ?? [];
  return guess === undefined ? undefined : { sv: `Menade du ${guess}?`, en: `Did you mean ${guess}?` };
};

/** What is wrong with a command line, in words; undefined where its help was shown instead. */
export const usageFault = ({ code, message }: CommanderError, language: Language): string | undefined => {
  if (code === 'commander.help') return undefined;
  const fault = faults[code]?.(quotedIn(message)) ?? unreadable;
  return [fault, guessIn(message), seeHelp].flatMap((text) => text?.[language] ?? []).join(' ');
};
