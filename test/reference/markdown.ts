/** A table with its head; bars inside cells are escaped. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
};

/** A word as code. */
export const code = (word: string): string => `\`${word}\``;

/** Words as code, or a dash for none. */
export const codes = (words: readonly string[]): string => (words.length === 0 ? '–' : words.map(code).join(', '));

/** Blocks with a blank line between them. */
export const blocks = (...parts: readonly string[]): string => `${parts.filter((part) => part !== '').join('\n\n')}\n`;

/** What stands under the title of every page that is made. */
export const madeFrom = (source: string): string =>
  `Made from ${source}; do not edit. \`npm run reference --workspace @etapp/test\` writes it anew, and a spec compares it.`;
