import { type Box, type BoxOrigin, contentOf, mapBoxes, parseStreamName } from '@etapp/kernel';

import { type Envelope, openValue, readEnvelope } from './envelope.js';
import type { KeyRing } from './key-ring.js';
import { MisplacedBox } from './refusals.js';

/** What became of a box: its value, or the knowledge that its key was destroyed on purpose. */
export type Opened = { readonly kind: 'open'; readonly value: unknown } | { readonly kind: 'erased' };

/** `persons`: whom the row is about; a box of anybody else is refused. */
export type OpenOptions = { readonly persons?: readonly string[] | undefined };

/**
 * `persons` may also tell, of the JSON Pointer of a box, whom the row around it is about. `erased` stands for an erased
 * value; null unless said otherwise.
 */
export type OpenInsideOptions = {
  readonly persons?: readonly string[] | ((path: string) => readonly string[]) | undefined;
  readonly erased?: unknown;
};

/**
 * Opens personal values, all or none. Throws MisplacedBox, CannotOpen, KeyMissing, KeysUnavailable; none of them holds a
 * value.
 */
export type Opener = {
  /** Opens boxes of one municipality's rows or events, in order; one query for all keys that are not cached. */
  readonly openAll: (tenant: string, boxes: readonly Box[], options?: OpenOptions) => Promise<readonly Opened[]>;
  /** A copy of an answer, with the value in place of each box. */
  readonly openInside: (tenant: string, value: unknown, options?: OpenInsideOptions) => Promise<unknown>;
};

/** Makes an opener on a key ring. */
export const opener = (keys: KeyRing): Opener => {
  const openEach = async (tenant: string, placed: readonly Placed[]): Promise<readonly Opened[]> => {
    const closed = placed.map(({ box, persons }) => readBox(tenant, box, persons));
    if (closed.length === 0) return [];
    const found = await keys.forOpening(
      tenant,
      closed.map(({ envelope: { person, keyVersion, text } }) => ({
        ...{ personId: person, version: keyVersion, textId: text },
      })),
    );
    return closed.map(({ envelope, origin }, index): Opened => {
      const key = found[index];
      if (key === undefined) return { kind: 'erased' };
      return { kind: 'open', value: openValue({ tenant, origin }, key, envelope) };
    });
  };
  return {
    openAll: (tenant, boxes, { persons } = {}) =>
      openEach(
        tenant,
        boxes.map((box) => ({ box, persons })),
      ),
    openInside: async (tenant, value, { persons, erased = null } = {}) => {
      const placed: Placed[] = [];
      mapBoxes(value, (box, path) =>
        placed.push({ box, persons: typeof persons === 'function' ? persons(path) : persons }),
      );
      const opened = (await openEach(tenant, placed)).values();
      // The same walk in the same order.
      return mapBoxes(value, () => {
        const { value: next } = opened.next();
        return next?.kind === 'open' ? next.value : erased;
      });
    },
  };
};

/** A box, and whom its row is about. */
type Placed = { readonly box: Box; readonly persons: readonly string[] | undefined };

type Closed = { readonly envelope: Envelope; readonly origin: BoxOrigin };

const readBox = (tenant: string, box: Box, allowed: readonly string[] | undefined): Closed => {
  const content = contentOf(box);
  if (content.kind === 'plain') throw new TypeError('a box that was never sealed');
  const { origin } = content;
  if (tenantOf(origin) !== tenant) throw new MisplacedBox('a box of another municipality than its row');
  const envelope = readEnvelope(content.envelope);
  if (allowed?.includes(envelope.person) === false) throw new MisplacedBox('a box of a person its row is not about');
  return { envelope, origin };
};

/** A row out of a table may hold anything as origin. */
const tenantOf = (origin: BoxOrigin | undefined): string | undefined => {
  try {
    return parseStreamName(String(origin?.stream)).tenant;
  } catch {
    return undefined;
  }
};
