import type { Text } from '@etapp/kernel';

/** The words of the document that no schema carries. */
export const words = {
  description: {
    sv: [
      'Etapp för ärenden i kommunens arbetsmarknadsförvaltning från första kontakt till avslut. Varje steg är en händelse; listor och historik svaras ur dem.',
      'Skriv med kommandon (POST), läs med GET. Varje kommando behöver en Idempotency-Key: samma nyckel och innehåll ger samma effekt en gång.',
      'Servicenivå: en 2xx-kvittens betyder att händelserna är säkert lagrade. Kända begränsningar: åtkomstloggen och den fullständiga behörighetsmatrisen kommer i senare versioner.',
    ].join('\n\n'),
    en: [
      'Etapp takes cases of a municipal labour-market administration from first contact to exit. Every step is an event; lists and history are answered from them.',
      'Write with commands (POST), read with GET. Each command needs an Idempotency-Key: the same key and content have their effect once.',
      'Service level: a 2xx answer means that the events are on stable storage. Known limits: the read-access log and the full permission matrix come in later versions.',
    ].join('\n\n'),
  },
  idempotencyKey: {
    sv: 'Gör kommandot säkert att upprepa: 16 till 128 synliga ASCII-tecken, gärna en UUID.',
    en: 'Makes the command safe to repeat: 16 to 128 visible ASCII characters, a UUID is good.',
  },
  ifMatch: {
    sv: 'Versionen du såg, som ETag ("17"). Har någon annan hunnit före blir svaret 412.',
    en: 'The version you saw, as an ETag ("17"). If somebody else was first, the answer is 412.',
  },
  correlationId: {
    sv: 'En UUID som binder ihop anrop, händelser och loggar; saknas den gäller spårets id i traceparent (W3C), annars skapas en.',
    en: 'A UUID that ties requests, events and logs together; if absent, the trace id of traceparent (W3C), otherwise made.',
  },
  waitFor: {
    sv: 'Vänta, högst 5 s, tills svaret speglar denna position (Etapp-Position i en kvittens).',
    en: 'Wait, at most 5 s, until the answer reflects this position (Etapp-Position of a receipt).',
  },
  id: { sv: 'Strömmens id.', en: 'The stream’s id.' },
  receipt: { sv: 'Kvittens.', en: 'Receipt.' },
  answer: { sv: 'Svar.', en: 'Answer.' },
  etag: { sv: 'Strömmens nya version.', en: 'The stream’s new version.' },
  seen: { sv: 'Versionen som svaret visar, att skicka i If-Match.', en: 'The version shown, to send in If-Match.' },
  link: { sv: 'Nästa sida (rel="next"), om det finns en.', en: 'The next page (rel="next"), if there is one.' },
  position: { sv: 'Positionen i loggen som svaret speglar.', en: 'The log position that the answer reflects.' },
  location: { sv: 'Adressen till det som skapades.', en: 'The address of what was created.' },
  replayed: { sv: 'true när effekten fanns sedan tidigare.', en: 'true when the effect was there before.' },
  bearer: {
    sv: 'Åtkomsttoken (JWT) från en konfigurerad utfärdare.',
    en: 'An access token (JWT) of a configured issuer.',
  },
  asOf: {
    sv: 'Vad som var känt vid tidpunkten (registreringstid). Ange antingen asOf eller asOfPosition, exakt ett av dem.',
    en: 'What was known at that moment (recorded time). Give either asOf or asOfPosition, exactly one of them.',
  },
  asOfPosition: {
    sv: 'Samma vy en gång till: positionen som ett tidigare svar gav i meta.position. Ange antingen asOf eller asOfPosition, exakt ett av dem.',
    en: 'The same view once more: the position that an earlier answer gave in meta.position. Give either asOf or asOfPosition, exactly one of them.',
  },
  past: {
    sv: 'Svaret räknas fram ur händelserna fram till den punkten; dagens skydd av personuppgifter gäller också då. Exakt ett av asOf och asOfPosition behövs, annars 400. Några få svar räknas fram åt gången: 503 med Retry-After ber om ett nytt försök.',
    en: 'The answer is folded from the events up to that point; who is protected today is protected then too. Exactly one of asOf and asOfPosition is needed, otherwise 400. A few answers are worked out at a time: 503 with Retry-After asks for another try.',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** A language of the document. */
export type Language = 'sv' | 'en';
