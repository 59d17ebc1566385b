/** A letter as it goes out. */
export type Letter = {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** RFC 5322, with its angle brackets: the same at every attempt. */
  readonly messageId: string;
};

/** Whom to write to, about how many reminders, and the link to follow. */
export type LetterParts = {
  readonly from: string;
  readonly to: string;
  readonly items: number;
  readonly key: string;
  readonly publicUrl: string;
};

const swedish = (items: number): string => (items === 1 ? 'en påminnelse' : `${items} påminnelser`);
const english = (items: number): string => (items === 1 ? 'a reminder' : `${items} reminders`);

/**
 * A neutral letter: how many reminders wait, and where. It names nobody, no case and no reason, since anybody may see it.
 * Swedish first, then English.
 */
export const letterOf = ({ from, to, items, key, publicUrl }: LetterParts): Letter => ({
  ...{ from, to, messageId: `<${key}@${new URL(publicUrl).hostname}>` },
  subject: `Etapp: ${swedish(items)} / ${english(items)}`,
  text: [
    `Du har ${swedish(items)} i Etapp. Logga in för att se vad det gäller:`,
    publicUrl,
    '',
    'Samma meddelande kan komma mer än en gång. Det går inte att svara på det.',
    '',
    '--',
    '',
    `You have ${english(items)} in Etapp. Log in to see what it is about:`,
    publicUrl,
    '',
    'The same message may arrive more than once. It cannot be replied to.',
    '',
  ].join('\n'),
});
