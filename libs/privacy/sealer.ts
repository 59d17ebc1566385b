import { randomUUID } from 'node:crypto';

import { Box, type BoxOrigin, contentOf, mapBoxes, parseStreamName } from '@etapp/kernel';

import { type EnvelopeKey, sealValue } from './envelope.js';
import type { KeyRing } from './key-ring.js';
import type { TextKeyName } from './key-store.js';
import { AlreadySealed } from './refusals.js';
import type { SealingKeys } from './sealing-keys.js';

/** The event that values are sealed to, and the person whose key seals them. `stream` is the stored stream name. */
export type SealTarget = Omit<BoxOrigin, 'path'> & {
  readonly tenant: string;
  readonly subjectId: string | undefined;
};

/** An event's data with plaintext boxes, and what it is sealed to. */
export type Unsealed = { readonly target: SealTarget; readonly data: unknown };

/** Seals personal values. */
export type Sealer = {
  /**
   * Seals the values of several events of one municipality: the same data, with sealed boxes that know their origin. Keys
   * are committed when it answers, so the append may be sent. One statement creates what is missing; none is sent when
   * the person's key is cached and nothing is free text. Throws AlreadySealed, KeysErased, KeysUnavailable.
   */
  readonly sealAll: (events: readonly Unsealed[]) => Promise<readonly unknown[]>;
  /** The same for one event. */
  readonly seal: (target: SealTarget, data: unknown) => Promise<unknown>;
};

/** Makes a sealer on a key ring. */
export const sealer = (keys: KeyRing): Sealer => {
  const sealAll = async (events: readonly Unsealed[]): Promise<readonly unknown[]> => {
    const planned = events.map(plan);
    const slots = planned.flatMap((event) => [...event.values()]);
    const [first] = slots;
    if (first === undefined) return events.map(({ data }) => data);
    if (slots.some(({ tenant }) => tenant !== first.tenant)) throw new TypeError('events of several municipalities');
    const held = await keys.forSealing(first.tenant, {
      fields: slots.flatMap((slot) => (slot.textId === undefined ? [slot.personId] : [])),
      texts: slots.flatMap(({ personId, textId }): TextKeyName[] =>
        textId === undefined ? [] : [{ personId, textId }],
      ),
    });
    return events.map(({ data }, index) =>
      mapBoxes(data, (_box, path) => sealSlot(held, slotAt(planned[index], path))),
    );
  };
  return {
    sealAll,
    seal: async (target, data) => {
      const [sealed] = await sealAll([{ target, data }]);
      return sealed;
    },
  };
};

/** One value to be sealed. `textId` where it is free text. */
type Slot = {
  readonly tenant: string;
  readonly origin: BoxOrigin;
  readonly personId: string;
  readonly textId: string | undefined;
  readonly value: unknown;
};

const plan = ({ target, data }: Unsealed): ReadonlyMap<string, Slot> => {
  const { tenant, subjectId, ...event } = target;
  if (parseStreamName(target.stream).tenant !== tenant) throw new TypeError('a stream of another municipality');
  const slots = new Map<string, Slot>();
  mapBoxes(data, (box, path) => {
    const origin = { ...event, path };
    const content = contentOf(box);
    if (content.kind === 'sealed') throw new AlreadySealed(`${placeOf(origin)} is out of the log: refer to it instead`);
    if (subjectId === undefined) throw new TypeError(`${placeOf(origin)} is personal, but the event is about nobody`);
    refuseInnerBoxes(content.value, origin);
    const textId = content.mark.freeText ? randomUUID() : undefined;
    slots.set(path, { tenant, origin, personId: subjectId, textId, value: content.value });
    return undefined;
  });
  return slots;
};

const placeOf = ({ type, path }: BoxOrigin): string => `${type}${path}`;

/** A box inside a box would be stored as the word that it prints. */
const refuseInnerBoxes = (value: unknown, origin: BoxOrigin): void => {
  mapBoxes(value, () => {
    throw new TypeError(`${placeOf(origin)} holds a box inside a box`);
  });
};

const slotAt = (slots: ReadonlyMap<string, Slot> | undefined, path: string): Slot => {
  const slot = slots?.get(path);
  if (slot === undefined) throw new Error('the data changed while it was sealed');
  return slot;
};

const sealSlot = (keys: SealingKeys, slot: Slot): Box => {
  const { tenant, origin, value } = slot;
  return Box.sealed(sealValue({ tenant, origin }, keyFor(keys, slot), value), origin);
};

const keyFor = (keys: SealingKeys, { personId: person, textId }: Slot): EnvelopeKey => {
  if (textId !== undefined) return { key: keys.textKey(textId), person, keyVersion: 1, text: textId };
  const { key, version } = keys.fieldKey(person);
  return { key, person, keyVersion: version };
};
