import type { Text } from '@etapp/kernel';

/** The languages that Etapp speaks. */
export type Language = keyof Text;

/** The language of an environment: English where `LC_ALL`, `LC_MESSAGES` or `LANG` (the first that is set) asks for it, otherwise Swedish. */
export const languageOf = (environment: Readonly<Record<string, string | undefined>>): Language => {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const wish = [LC_ALL, LC_MESSAGES, LANG].find((value) => value !== undefined && value !== '') ?? '';
  return wish.toLowerCase().startsWith('en') ? 'en' : 'sv';
};
