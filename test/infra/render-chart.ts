import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse, parseAllDocuments, stringify } from 'yaml';

import { type Operand, OutsideTheSubset, parseTemplate, type Piece, type Step } from './chart-syntax.js';

/** What a template is given. */
export type Given = Readonly<Record<string, unknown>>;

/** Where templates are rendered: the parts that others include, and the files of the chart. */
type Surroundings = { readonly parts: ReadonlyMap<string, readonly Piece[]>; readonly folder: string };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field that is not there is a mistake of the chart: values have every field. */
const fieldOf = (given: unknown, path: readonly string[]): unknown => {
  let value = given;
  for (const name of path) {
    if (!isRecord(value) || !Object.hasOwn(value, name)) throw new Error(`there is no .${path.join('.')}`);
    value = value[name];
  }
  return value;
};

const isFilled = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.length > 0;
  return isRecord(value) ? Object.keys(value).length > 0 : Boolean(value);
};

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error('a list or an object stands where a text is wanted');
};

const toYaml = (value: unknown): string => stringify(value, { lineWidth: 0 }).trimEnd();

/** Keys in order, as Go writes them. */
const toJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );

const indented = (width: unknown, text: string): string => {
  const margin = ' '.repeat(Number(width));
  return `\n${text
    .split('\n')
    .map((line) => margin + line)
    .join('\n')}`;
};

type Call = (values: readonly unknown[], around: Surroundings) => unknown;

const functions: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['include', ([name, given], around) => render(partOf(textOf(name), around), given, around)],
  ['quote', ([value]) => JSON.stringify(textOf(value))],
  ['toYaml', ([value]) => toYaml(value)],
  ['toJson', ([value]) => toJson(value)],
  ['nindent', ([width, value]) => indented(width, textOf(value))],
  ['join', ([by, list]) => (Array.isArray(list) ? list.map(textOf).join(textOf(by)) : '')],
  ['not', ([value]) => !isFilled(value)],
  ['.Files.Get', ([name], { folder }) => readFileSync(join(folder, textOf(name)), 'utf8')],
]);

const partOf = (name: string, { parts }: Surroundings): readonly Piece[] => {
  const part = parts.get(name);
  if (part === undefined) throw new Error(`there is no part ${name}`);
  return part;
};

const valueOf = (operand: Operand, given: unknown): unknown => {
  if (operand.kind === 'text') return operand.text;
  return operand.kind === 'number' ? operand.number : fieldOf(given, operand.path);
};

const resultOf = (steps: readonly Step[], given: unknown, around: Surroundings): unknown => {
  let results: readonly unknown[] = [];
  for (const { name, operands } of steps) {
    const values = [...operands.map((operand) => valueOf(operand, given)), ...results];
    if (name === undefined) {
      results = values;
      continue;
    }
    const call = functions.get(name);
    if (call === undefined) throw new OutsideTheSubset(name);
    results = [call(values, around)];
  }
  return results[0];
};

const render = (pieces: readonly Piece[], given: unknown, around: Surroundings): string =>
  pieces.map((piece) => renderPiece(piece, given, around)).join('');

const renderPiece = (piece: Piece, given: unknown, around: Surroundings): string => {
  if (piece.kind === 'text') return piece.text;
  if (piece.kind === 'value') return textOf(resultOf(piece.steps, given, around));
  if (piece.kind === 'define') return '';
  return render(isFilled(resultOf(piece.steps, given, around)) ? piece.then : piece.otherwise, given, around);
};

/** Values over the chart's own, as Helm lays them: objects field by field, anything else as a whole. */
const overlaid = (own: unknown, other: unknown): unknown => {
  if (!isRecord(own) || !isRecord(other)) return other;
  const merged = Object.entries(other).map(([name, value]) => [
    name,
    Object.hasOwn(own, name) ? overlaid(own[name], value) : value,
  ]);
  return { ...own, ...Object.fromEntries(merged) };
};

/** The values of a chart, with others laid over them. */
export const valuesOf = (folder: string, others: object = {}): unknown =>
  overlaid(parse(readFileSync(join(folder, 'values.yaml'), 'utf8')), others);

const partsIn = (folder: string): ReadonlyMap<string, readonly Piece[]> => {
  const names = readdirSync(folder).filter((name) => name.startsWith('_'));
  const pieces = names.flatMap((name) => parseTemplate(readFileSync(join(folder, name), 'utf8')));
  return new Map(pieces.flatMap((piece) => (piece.kind === 'define' ? [[piece.name, piece.body]] : [])));
};

/** A chart's templates rendered with values, by file: as text. Throws OutsideTheSubset, and on a field that is not there. */
export const renderTexts = (folder: string, values: unknown): ReadonlyMap<string, string> => {
  const templates = join(folder, 'templates');
  const chart: unknown = parse(readFileSync(join(folder, 'Chart.yaml'), 'utf8'));
  const { name, version, appVersion } = isRecord(chart) ? chart : {};
  const given: Given = {
    Values: values,
    Release: { Name: 'kommunen', Namespace: 'etapp', Service: 'Helm' },
    Chart: { Name: name, Version: version, AppVersion: appVersion },
  };
  const around = { parts: partsIn(templates), folder };
  const files = readdirSync(templates).filter((file) => !file.startsWith('_'));
  return new Map(
    files.map((file) => [file, render(parseTemplate(readFileSync(join(templates, file), 'utf8')), given, around)]),
  );
};

const contentOf = (document: { readonly toJS: () => unknown }): unknown => document.toJS();

/** The manifests that a chart makes of values. */
export const renderManifests = (folder: string, values: unknown): readonly Given[] => {
  if (!existsSync(folder)) throw new Error(`there is no chart ${folder}`);
  return [...renderTexts(folder, values)]
    .filter(([file]) => file.endsWith('.yaml'))
    .flatMap(([, text]) => parseAllDocuments(text).map(contentOf))
    .filter(isRecord);
};
