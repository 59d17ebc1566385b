import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { asyncApiDocument } from '@etapp/api';
import { aggregates, exampleIds, storedNamesByType } from '@etapp/domain';
import { cloudEventOf } from '@etapp/kernel';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { z } from 'zod';

import { storedExamples } from '../golden/stored-examples.js';

const languages = ['sv', 'en'] as const;
const documents = { sv: asyncApiDocument('sv'), en: asyncApiDocument('en') };
const howToWrite = '`npm run openapi --workspace @etapp/test` writes it anew.';

const Messages = z.record(z.string(), z.looseObject({ name: z.string(), title: z.string(), payload: z.unknown() }));
const messages = Messages.parse(documents.en.components.messages);

/** The same schemas, closed: so that a field which no schema names is seen. */
const closed = (value: unknown, within = ''): unknown => {
  if (Array.isArray(value)) return value.map((item) => closed(item));
  if (typeof value !== 'object' || value === null) return value;
  const shown = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, closed(inner, key)]));
  const isData = within !== 'properties' && 'properties' in value;
  return isData ? { ...shown, additionalProperties: false } : shown;
};

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: 'document', components: { schemas: documents.en.components.schemas } });

const payloadSchema = (name: string): object => {
  const Payload = z.object({ allOf: z.tuple([z.unknown(), z.looseObject({ properties: z.looseObject({}) })]) });
  const { allOf } = Payload.parse(messages[name]?.payload);
  const [, { properties, ...own }] = allOf;
  const data = closed(properties['data'], 'data');
  return {
    allOf: [{ $ref: 'document#/components/schemas/CloudEvent' }, { ...own, properties: { ...properties, data } }],
  };
};

/** An event of each type as receivers get it. */
const told = storedExamples.map(({ event, aggregate }) => ({
  name: event.type,
  message: cloudEventOf(event, aggregate.events),
}));

describe.each(languages)('the document of what webhooks are told in %s', (language) => {
  it('is the one that is committed', () => {
    const file = new URL(`../../docs/reference/asyncapi.${language}.json`, import.meta.url);
    const text = `${JSON.stringify(documents[language], null, 1)}\n`;
    if (process.env['ETAPP_WRITE_OPENAPI'] === '1') writeFileSync(file, text);
    const same = existsSync(file) && readFileSync(file, 'utf8') === text;
    expect(same ? '' : `docs/reference/asyncapi.${language}.json is out of date: ${howToWrite}`).toBe('');
  });
});

describe('the document of what webhooks are told', () => {
  it('names every type that can be subscribed to, and no other', () => {
    const names = Object.values(messages).map(({ name }) => name);
    expect(names.toSorted()).toEqual([...storedNamesByType(Object.values(aggregates)).keys()].toSorted());
    expect(names.filter((name) => name.includes('protected-identity'))).toEqual([]);
  });

  it('describes each event as it is told, field for field', () => {
    const seen = new Set<string>();
    const wrong = told.flatMap(({ name, message }) => {
      if (messages[name] === undefined) return [];
      seen.add(name);
      const validate = ajv.compile(payloadSchema(name));
      return validate(JSON.parse(JSON.stringify({ ...message, correlationid: exampleIds.case })))
        ? []
        : [`${name}: ${ajv.errorsText(validate.errors)}`];
    });
    expect(wrong).toEqual([]);
    expect([...seen].toSorted()).toEqual(Object.keys(messages).toSorted());
  });

  it('has no word of a field that is personal', () => {
    const text = JSON.stringify(messages);
    expect(text.includes('x-personal')).toBe(false);
    const fields = ['givenName', 'familyName', 'idNumber', 'email', 'wording', 'note'];
    expect(fields.filter((field) => text.includes(`"${field}":{`))).toEqual([]);
  });

  it('refers to nothing that is not there', () => {
    const places = [...JSON.stringify(documents.en).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, place = '']) => place);
    const missing = places.filter((place) => {
      const found = place
        .split('/')
        .reduce<unknown>(
          (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
          documents.en,
        );
      return found === undefined;
    });
    expect(places.length).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });

  it('differs between the languages in words only', () => {
    const worded = new Set(['title', 'description', 'summary']);
    const structure = (document: object): string =>
      JSON.stringify(document, (key, value: unknown) => (worded.has(key) && typeof value === 'string' ? '' : value));
    expect(structure(documents.sv)).toEqual(structure(documents.en));
    expect(documents.sv.info.description).not.toBe(documents.en.info.description);
  });
});
