import { Box, type BoxOrigin, contentOf } from './box.js';

/** Plain JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Reads JSON. Throws SyntaxError. */
export const parseJson = (text: string): Json => JSON.parse(text) as Json;

/** The key that marks a sealed value in stored JSON; no schema may use it for a field. Storage format. */
export const SEALED = '$sealed';
/** The key under which a row keeps the origin of a sealed value. Storage format. */
export const ORIGIN = '$origin';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Replaces every box in a value, depth first. `path` is a JSON Pointer such as `/parties/0/contact`. */
export const mapBoxes = (value: unknown, replace: (box: Box, path: string) => unknown, path = ''): unknown => {
  if (value instanceof Box) return replace(value, path);
  if (Array.isArray(value)) return value.map((item, index) => mapBoxes(item, replace, `${path}/${index}`));
  if (!isRecord(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) copy[key] = mapBoxes(item, replace, `${path}/${key}`);
  }
  return copy;
};

/** The JSON of event data whose boxes are sealed to that event. Throws on a box that still holds plaintext. */
export const eventDataToJson = (data: unknown): Json =>
  mapBoxes(data, (box, path) => {
    const content = contentOf(box);
    if (content.kind === 'plain') throw new Error(`a plaintext box at ${path} on its way into storage`);
    return { [SEALED]: content.envelope };
  }) as Json;

class PlaintextBox extends Error {
  override readonly name = 'PlaintextBox';
}

const boxToJson = (box: Box): unknown => {
  const content = contentOf(box);
  if (content.kind === 'plain') throw new PlaintextBox('a plaintext box on its way into a row');
  return { [SEALED]: content.envelope, [ORIGIN]: content.origin };
};

const storableItems = (items: readonly unknown[]): readonly unknown[] => {
  let copy: unknown[] | undefined;
  for (let index = 0; index < items.length; index += 1) {
    const stored = storable(items[index]);
    if (stored === items[index]) continue;
    copy ??= [...items];
    copy[index] = stored;
  }
  return copy ?? items;
};

const storableFields = (fields: Record<string, unknown>): Record<string, unknown> => {
  let copy: Record<string, unknown> | undefined;
  for (const key in fields) {
    const stored = storable(fields[key]);
    if (stored === fields[key]) continue;
    copy ??= { ...fields };
    copy[key] = stored;
  }
  return copy ?? fields;
};

/** A value with the stored form of each box in its place. What holds no box stays as it is, so most rows cost no copy. */
const storable = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Box) return boxToJson(value);
  return Array.isArray(value) ? storableItems(value) : storableFields(value as Record<string, unknown>);
};

const refuseAt = (path: string): never => {
  throw new Error(`a plaintext box at ${path} on its way into a row`);
};

/** The JSON of a row: like event data, but each sealed value keeps its origin, since a row mixes events. */
export const rowToJson = (row: object): Json => {
  try {
    return storable(row) as Json;
  } catch (error) {
    if (!(error instanceof PlaintextBox)) throw error;
    // Only then is the way to it worth the words.
    return mapBoxes(row, (box, path) => (contentOf(box).kind === 'plain' ? refuseAt(path) : box)) as Json;
  }
};

const fromJson = (
  json: Json,
  originAt: (path: string, sealed: Record<string, Json>) => BoxOrigin,
  path = '',
): unknown => {
  if (Array.isArray(json)) return json.map((item: Json, index) => fromJson(item, originAt, `${path}/${index}`));
  if (!isRecord(json)) return json;
  const record = json as Record<string, Json>;
  if (SEALED in record) return Box.sealed(record[SEALED], originAt(path, record));
  const copy: Record<string, unknown> = {};
  for (const key in record) copy[key] = fromJson(record[key] as Json, originAt, `${path}/${key}`);
  return copy;
};

/** Event data out of the log: each sealed value becomes a box that knows the event and field it came from. */
export const eventDataFromJson = (json: Json, origin: Omit<BoxOrigin, 'path'>): unknown =>
  fromJson(json, (path) => ({ ...origin, path }));

/** A row out of its table: each sealed value becomes a box with the origin that the row kept. */
export const rowFromJson = (json: Json): unknown =>
  fromJson(json, (_path, sealed) => sealed[ORIGIN] as unknown as BoxOrigin);
