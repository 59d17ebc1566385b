import { aggregates, withheldTypes } from '@etapp/domain';
import { type Aggregate, publishedType } from '@etapp/kernel';

import { apiInfo } from '../operations/api-info.js';
import { version } from '../version.js';
import { payloadOf } from './payload.js';

type Language = 'sv' | 'en';

const words = {
  description: {
    sv: 'Vad mottagare av webhooks får veta: CloudEvents 1.0, ett per POST, signerade enligt Standard Webhooks. Koder, id:n och datum, aldrig personuppgifter; om den som har skyddade personuppgifter inget alls. Varje händelse kan komma mer än en gång, med samma id.',
    en: 'What receivers of webhooks are told: CloudEvents 1.0, one in each POST, signed as Standard Webhooks. Codes, ids and dates, never personal data; nothing at all about those whose identity is protected. Each event may come more than once, with the same id.',
  },
  channel: { sv: 'Adressen som mottagaren angav.', en: 'The address that the receiver named.' },
  send: { sv: 'Etapp berättar vad som har hänt.', en: 'Etapp tells what has happened.' },
  envelope: { sv: 'Omslaget, lika för alla händelser.', en: 'The envelope, the same for every event.' },
  sequence: { sv: 'Versionen i strömmen, från 1.', en: 'The version in the stream, from 1.' },
  subject: { sv: 'Strömmen.', en: 'The stream.' },
} as const;

const envelope = (language: Language) => ({
  type: 'object',
  description: words.envelope[language],
  required: [
    ...['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype'],
    ...['sequence', 'partitionkey', 'correlationid', 'data'],
  ],
  properties: {
    specversion: { const: '1.0' },
    id: { type: 'string', format: 'uuid' },
    source: { type: 'string', pattern: '^urn:etapp:[0-9a-f-]{36}$' },
    type: { type: 'string' },
    subject: { type: 'string', description: words.subject[language] },
    time: { type: 'string', format: 'date-time' },
    datacontenttype: { const: 'application/json' },
    sequence: { type: 'string', pattern: '^[1-9][0-9]*$', description: words.sequence[language] },
    partitionkey: { type: 'string' },
    correlationid: { type: 'string', format: 'uuid' },
    data: { type: 'object' },
  },
});

const messagesOf = (language: Language, { category, events }: Aggregate) =>
  Object.entries(events)
    .filter(([name]) => !withheldTypes.has(name))
    .map(([name, entry]) => {
      const type = publishedType(category, name, entry.version);
      const own = { type: 'object', properties: { type: { const: type }, data: payloadOf(entry) } };
      const payload = { allOf: [{ $ref: '#/components/schemas/CloudEvent' }, own] };
      return [name, { name: type, title: entry.text[language], payload }] as const;
    });

/**
 * The AsyncAPI 3 document of what webhooks are told, made from the schemas of the facts themselves; the languages differ
 * in words only.
 */
export const asyncApiDocument = (language: Language) => {
  const messages = Object.fromEntries(Object.values(aggregates).flatMap((each) => messagesOf(language, each)));
  const refer = (place: string) =>
    Object.fromEntries(Object.keys(messages).map((name) => [name, { $ref: `#/${place}/${name}` }]));
  return {
    asyncapi: '3.0.0',
    id: 'urn:etapp:events',
    info: {
      ...{ title: 'Etapp', version, description: words.description[language] },
      license: { name: 'EUPL-1.2' },
      contact: { name: apiInfo.apiContact },
    },
    defaultContentType: 'application/cloudevents+json',
    channels: {
      webhook: { address: null, description: words.channel[language], messages: refer('components/messages') },
    },
    operations: {
      tell: { action: 'send', summary: words.send[language], channel: { $ref: '#/channels/webhook' } },
    },
    components: { messages, schemas: { CloudEvent: envelope(language) } },
  };
};
