/**
 * The first letters of given and family name, as the blind index compares them: Unicode NFC, the first letter of each
 * (a prefix such as "von" counts as the name's beginning), upper case without regard to language. `-` stands for a name
 * without a letter. "åsa" and "öberg" give "ÅÖ", however the letters were composed.
 */
export const initialsOf = (givenName: string, familyName: string): string =>
  `${initialOf(givenName)}${initialOf(familyName)}`;

const initialOf = (name: string): string => {
  const [letter] = /\p{L}/u.exec(name.normalize('NFC')) ?? [];
  // Upper case may take several letters ("ß" gives "SS"): the first is the initial.
  return letter === undefined ? '-' : [...letter.toUpperCase().normalize('NFC')].slice(0, 1).join('');
};

/** The value that the blind index keeps for `birthDateInitials`; a birth date is YYYY-MM-DD. */
export const toBirthDateInitials = (
  birthDate: string,
  { givenName, familyName }: { readonly givenName: string; readonly familyName: string },
): string => `${birthDate} ${initialsOf(givenName, familyName)}`;
