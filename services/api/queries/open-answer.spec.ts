import { randomUUID } from 'node:crypto';

import { Box } from '@etapp/kernel';
import {
  generateMasterKey,
  keyRing,
  loadMasterKey,
  memoryKeyStore,
  MisplacedBox,
  opener,
  sealer,
} from '@etapp/privacy';
import { describe, expect, it } from '@jest/globals';

import { openAnswer } from './open-answer.js';

const tenant = randomUUID();
const [amal, bo, kim] = [randomUUID(), randomUUID(), randomUUID()];
const keys = keyRing({
  ...{ store: memoryKeyStore(), wrapping: loadMasterKey({ env: generateMasterKey() }) },
  now: () => '2026-03-02T08:00:00.000Z',
});
const boxOf = async (subjectId: string, value: string): Promise<unknown> => {
  const stream = `person-${tenant}.${subjectId}`;
  const target = { tenant, subjectId, stream, eventId: randomUUID(), type: 'Told', schemaVersion: 1 };
  const plain = { text: Box.plain(value, { sensitivity: 'personal', freeText: false }) };
  const sealed: unknown = await sealer(keys).seal(target, plain);
  return typeof sealed === 'object' && sealed !== null ? Reflect.get(sealed, 'text') : undefined;
};
const open = (body: object, about?: string) => openAnswer(opener(keys), tenant, { body, about });

describe('an answer', () => {
  it('shows what its rows hold about the persons they name', async () => {
    const [ofAmal, ofBo, ofKim] = [await boxOf(amal, 'a'), await boxOf(bo, 'b'), await boxOf(kim, 'k')];
    const items = [
      { personId: amal, givenName: ofAmal },
      { person: { personId: bo, givenName: ofBo }, place: ofBo, assigned: [{ userId: kim, displayName: ofKim }] },
    ];
    expect(await open({ items })).toEqual({
      items: [
        { personId: amal, givenName: 'a' },
        { person: { personId: bo, givenName: 'b' }, place: 'b', assigned: [{ userId: kim, displayName: 'k' }] },
      ],
    });
    expect(await open({ items: [{ employerId: bo, name: ofBo }] })).toEqual({ items: [{ employerId: bo, name: 'b' }] });
    expect(await open({ items: [{ data: { text: ofAmal } }] }, amal)).toEqual({ items: [{ data: { text: 'a' } }] });
  });

  it('shows nothing that was moved into another person’s row, or into one that is about nobody', async () => {
    const ofAmal = await boxOf(amal, 'a');
    for (const moved of [
      { items: [{ personId: bo, givenName: ofAmal }] },
      { person: { personId: bo }, measures: [{ description: ofAmal }] },
      { person: { personId: amal }, assigned: [{ userId: kim, displayName: ofAmal }] },
      { items: [{ text: ofAmal }] },
      { items: [{ employerId: bo, name: ofAmal }] },
      { person: { personId: amal }, placements: [{ employerId: bo, name: await boxOf(bo, 'b') }] },
    ]) {
      await expect(open(moved)).rejects.toBeInstanceOf(MisplacedBox);
    }
    await expect(open({ items: [{ data: { text: ofAmal } }] }, bo)).rejects.toBeInstanceOf(MisplacedBox);
  });
});
