/** The strong entity tag of a stream version: `"17"`. Clients treat it as opaque. */
export const etagOf = (version: number): string => `"${version}"`;

/**
 * What `If-Match` asks for: a version, `*`, undefined without the header, or `'never'` for a tag that cannot match (weak,
 * a list, not ours).
 */
export const parseIfMatch = (header: string | undefined): number | '*' | 'never' | undefined => {
  if (header === undefined) return undefined;
  const value = header.trim();
  if (value === '*') return '*';
  const [, digits] = /^"(\d{1,9})"$/.exec(value) ?? [];
  return digits === undefined ? 'never' : Number(digits);
};
