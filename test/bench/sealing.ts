import { randomUUID } from 'node:crypto';

import { canonicalJson } from '@etapp/event-store';
import { Box, eventDataToJson } from '@etapp/kernel';
import { generateMasterKey, keyRing, linkOf, loadMasterKey, memoryKeyStore, sealer } from '@etapp/privacy';

/** Microseconds of one processor for each event. Keys are in memory: the key store's answer comes on top. */
export type SealingCost = {
  /** Sealing two personal fields with the person's key at hand. */
  readonly seal: number;
  /** The same and one free text of 500 characters, with a new key for it. */
  readonly sealWithText: number;
  /** Canonical JSON of header and data, and the link. */
  readonly link: number;
};

const plain = (value: string, freeText = false) => Box.plain(value, { sensitivity: 'personal', freeText });
const fields = () => ({ nextStepOn: '2026-03-09', contact: plain('Anna Berg'), phone: plain('08-123 45 67') });
const withText = () => ({ ...fields(), note: plain('Kom i tid och var nöjd. '.repeat(21).slice(0, 500), true) });

/** Measures sealing and linking `events` events of one stream. */
export const measureSealing = async (events: number): Promise<SealingCost> => {
  const tenant = randomUUID();
  const wrapping = loadMasterKey({ env: generateMasterKey() });
  const now = () => '2026-03-02T09:00:00.000Z';
  const { seal } = sealer(keyRing({ store: memoryKeyStore(), wrapping, now }));
  const target = {
    ...{ tenant, subjectId: randomUUID(), stream: `case-${tenant}.${randomUUID()}`, eventId: randomUUID() },
    ...{ type: 'NoteWritten', schemaVersion: 1 },
  };
  const each = async (work: () => unknown): Promise<number> => {
    const start = performance.now();
    for (let count = 0; count < events; count += 1) await work();
    return ((performance.now() - start) * 1000) / events;
  };
  const sealed = await seal(target, withText());
  let previous: string | undefined;
  const link = () => {
    const header = canonicalJson({ ...target, correlationId: target.eventId, version: 1, command: 'WriteNote' });
    previous = linkOf({ previous, header, data: canonicalJson(eventDataToJson(sealed)) });
  };
  return {
    seal: await each(() => seal(target, fields())),
    sealWithText: await each(() => seal(target, withText())),
    link: await each(link),
  };
};
