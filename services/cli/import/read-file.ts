import { types } from 'node:util';

import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';

import type { FileRow } from './map-row.js';
import { columnsOf, type Mapping } from './mapping.js';

/** Why a file cannot be read at all; `line` where it is known, never what stands there. */
export type FileFault =
  | { readonly kind: 'columns-missing'; readonly columns: readonly string[] }
  | { readonly kind: 'not-csv'; readonly rule: string; readonly line: number | undefined };

const Cells = z.array(z.array(z.string()));

const rowsOf = ([headings = [], ...lines]: readonly (readonly string[])[]): FileRow[] =>
  lines.map((line, index) => ({
    row: index + 2,
    cells: Object.fromEntries(headings.map((heading, column) => [heading.trim(), line[column] ?? ''])),
  }));

const isUndecodable = (error: unknown): boolean =>
  types.isNativeError(error) && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA';

/** Reads a file with headings in its first row, in the mapping's encoding and separator. Empty lines are passed over. */
export const readFile = (
  bytes: Uint8Array,
  mapping: Mapping,
): { readonly rows: readonly FileRow[] } | { readonly fault: FileFault } => {
  const options = { delimiter: mapping.separator, bom: true, skip_empty_lines: true, relax_column_count_less: true };
  try {
    const text = new TextDecoder(mapping.encoding, { fatal: true }).decode(bytes);
    const lines = Cells.parse(parse(text, options));
    const headings = new Set(lines[0]?.map((heading) => heading.trim()));
    const columns = columnsOf(mapping).filter((column) => !headings.has(column));
    if (columns.length > 0) return { fault: { kind: 'columns-missing', columns } };
    return { rows: rowsOf(lines) };
  } catch (error) {
    if (error instanceof CsvError) {
      const line = z.number().safeParse(error['lines']).data;
      return { fault: { kind: 'not-csv', rule: error.code.toLowerCase().replaceAll('_', '-'), line } };
    }
    if (isUndecodable(error)) return { fault: { kind: 'not-csv', rule: 'encoding', line: undefined } };
    throw error;
  }
};
