import { type Append, canonicalJson } from '@etapp/event-store';
import { Box, eventDataToJson, streamName } from '@etapp/kernel';
import { generateMasterKey, keyRing, linkOf, loadMasterKey, memoryKeyStore, sealer } from '@etapp/privacy';

const box = () => Box.plain('Skicka tre ansökningar till lager i Skåne', { sensitivity: 'personal', freeText: false });

/** Makes each append's event anew, as a command does: a personal field sealed, the link over the stream's last one. */
export const sealing = () => {
  const now = (): string => new Date().toISOString();
  const ring = keyRing({ store: memoryKeyStore(), wrapping: loadMasterKey({ env: generateMasterKey() }), now });
  const { seal } = sealer(ring);
  const links = new Map<string, string>();
  return async (append: Append): Promise<Append> => {
    const { stream, events } = append;
    const [{ id, type, header }] = events;
    const name = streamName(stream);
    const target = { tenant: stream.tenant, subjectId: stream.id, stream: name, eventId: id, type, schemaVersion: 1 };
    const sealed = await seal(target, { planId: id, nextStepOn: '2026-03-02', reason: box() });
    const data = canonicalJson(eventDataToJson(sealed));
    const link = linkOf({ previous: links.get(name), header: canonicalJson(JSON.parse(header)), data });
    links.set(name, link);
    return { ...append, events: [{ id, type, header, data, link }] };
  };
};
