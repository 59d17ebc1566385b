import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { isPolicyName } from '@etapp/access';
import { openApiDocument } from '@etapp/api';
import { aggregates } from '@etapp/domain';
import type { Aggregate } from '@etapp/kernel';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import core from '@stoplight/spectral-core';

import { profile } from './profile.mjs';

const languages = ['sv', 'en'] as const;
const howToWrite = '`npm run openapi --workspace @etapp/test` writes it anew.';

const documents = { sv: openApiDocument('sv'), en: openApiDocument('en') };
const addressOf = (language: string) => new URL(`../../docs/reference/openapi.${language}.json`, import.meta.url);

const Operation = z.record(z.string(), z.unknown());
type Operation = z.output<typeof Operation>;
const operationsOf = (language: (typeof languages)[number]): (readonly [string, Operation])[] =>
  Object.entries(documents[language].paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => [`${method} ${path}`, Operation.parse(operation)] as const),
  );

/** Words: what may differ between the languages. */
const worded = new Set(['description', 'summary', 'title']);
const structureOf = (value: unknown, inNames = false): unknown => {
  if (Array.isArray(value)) return value.map((item) => structureOf(item));
  if (typeof value !== 'object' || value === null) return value;
  // A field that is called "title" is no title.
  const shown = Object.entries(value).filter(([key]) => inNames || !worded.has(key));
  return Object.fromEntries(shown.map(([key, item]) => [key, structureOf(item, key === 'properties' && !inNames)]));
};

/** Every field of every schema, by its name. */
const fieldsIn = (part: unknown): readonly (readonly [string, object])[] => {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => {
    if (['example', 'examples'].includes(key)) return [];
    if (key !== 'properties') return fieldsIn(value);
    const fields = Object.entries(z.record(z.string(), z.looseObject({})).parse(value));
    return [...fields, ...fields.flatMap(([, field]) => fieldsIn(field))];
  });
};

const lint = async (document: object) => {
  const linter = new core.Spectral();
  linter.setRuleset(profile);
  const found = await linter.run(JSON.stringify(document));
  return found.map(({ code, message, path }) => `${code} at ${path.join('/')}: ${message}`);
};

describe.each(languages)('the document in %s', (language) => {
  it('is the one that is committed', () => {
    const [text, file] = [`${JSON.stringify(documents[language], null, 1)}\n`, addressOf(language)];
    if (process.env['ETAPP_WRITE_OPENAPI'] === '1') writeFileSync(file, text);
    const same = existsSync(file) && readFileSync(file, 'utf8') === text;
    expect(same ? '' : `docs/reference/openapi.${language}.json is out of date: ${howToWrite}`).toBe('');
  });

  it('keeps the rules of OpenAPI 3.1 and of the national profile', async () => {
    expect(await lint(documents[language])).toEqual([]);
  }, 120_000);

  it('says of each operation what it does, under which policy, and what can go wrong', () => {
    const poor = operationsOf(language).filter(([address, { summary, responses, security, ...rest }]) => {
      const open = Array.isArray(security) && security.length === 0;
      const policy = rest['x-policy'];
      const judged = open || (typeof policy === 'string' && isPolicyName(policy));
      const problems = Object.keys(Operation.parse(responses)).some((status) => status >= '400');
      return typeof summary !== 'string' || !judged || !(problems || address.includes('/health/'));
    });
    expect(poor.map(([address]) => address)).toEqual([]);
  });

  it('sorts every operation into one group that has words', () => {
    const described = (documents[language].tags ?? []).filter(({ description }) => description !== undefined);
    const groups = new Set(described.map(({ name }) => name));
    const astray = operationsOf(language).filter(([, { tags }]) => {
      const [group, ...others] = z.array(z.string()).parse(tags);
      return group === undefined || !groups.has(group) || others.length > 0;
    });
    expect(astray.map(([address]) => address)).toEqual([]);
  });

  it('says of every field what it is', () => {
    const { paths, components } = documents[language];
    const undescribed = [...fieldsIn(paths), ...fieldsIn(components?.schemas)].filter(
      ([, field]) => !('description' in field) && !('$ref' in field),
    );
    expect([...new Set(undescribed.map(([name]) => name))].sort()).toEqual([]);
  });

  it('shows an example of every body', () => {
    const bodies = operationsOf(language).filter(([, { requestBody }]) => requestBody !== undefined);
    const without = bodies.filter(([, { requestBody }]) => {
      const Example = z.looseObject({ value: z.record(z.string(), z.unknown()) });
      const Examples = z.looseObject({ examples: z.looseObject({ example: Example }) });
      const Body = z.looseObject({ content: z.looseObject({ 'application/json': Examples }) });
      return !Body.safeParse(requestBody).success;
    });
    expect(bodies.length).toBeGreaterThan(100);
    expect(without.map(([address]) => address)).toEqual([]);
  });

  it('shows an example of every answer to a question', () => {
    const questions = operationsOf(language).filter(([, { parameters }]) =>
      JSON.stringify(parameters ?? []).includes('Etapp-Wait-For'),
    );
    const Example = z.looseObject({ value: z.looseObject({ meta: z.looseObject({}) }) });
    const Examples = z.looseObject({ examples: z.looseObject({ example: Example }) });
    const Answered = z.looseObject({
      '200': z.looseObject({ content: z.looseObject({ 'application/json': Examples }) }),
    });
    const without = questions.filter(([, { responses }]) => !Answered.safeParse(responses).success);
    expect(questions.length).toBeGreaterThan(15);
    expect(without.map(([address]) => address)).toEqual([]);
  });

  it('has one operation per command that people give', () => {
    const names = Object.values(aggregates).flatMap((aggregate: Aggregate) =>
      Object.entries(aggregate.commands).flatMap(([name, { givenBy }]) => (givenBy === undefined ? [name] : [])),
    );
    const ids = operationsOf(language)
      .filter(([, { parameters }]) => JSON.stringify(parameters ?? []).includes('Idempotency-Key'))
      .map(([, { operationId }]) => operationId);
    expect(ids.sort()).toEqual(names.map((name) => name.charAt(0).toLowerCase() + name.slice(1)).sort());
  });
});

describe('the two documents', () => {
  it('differ in words only', () => {
    expect(structureOf(documents.sv)).toEqual(structureOf(documents.en));
  });

  it('differ in the words of every operation', () => {
    const english = new Map(operationsOf('en'));
    const same = operationsOf('sv').filter(([address, { summary }]) => summary === english.get(address)?.['summary']);
    expect(same.map(([address]) => address)).toEqual([]);
  });
});

describe('the rules of the profile', () => {
  const about = documents.en.paths?.['/v1/api-info'];
  const broken = (paths: object) => lint({ ...documents.en, paths: { '/v1/api-info': about, ...paths } });
  const parameter = (name: string) => ({ in: 'query', name, schema: { type: 'string' } });

  it.each([
    ['rap-fns-01-camel-case', parameter('unit_id')],
    ['rap-res-02-no-personal-parameters', parameter('personnummer')],
    ['rap-fns-03-parameters-optional', { ...parameter('unitId'), required: true }],
    ['rap-fns-05-lists-page', { ...parameter('limit'), schema: { type: 'integer', default: 1000 } }],
  ])('%s trips', async (rule, added) => {
    const found = await broken({ '/v1/api-info': { get: { ...about?.get, parameters: [added] } } });
    expect(found.filter((line) => line.startsWith(rule))).toHaveLength(1);
  });

  it('rap-ufn-07-paths trips', async () => {
    const found = await broken({ '/v1/Api_Info': about });
    expect(found.filter((line) => line.startsWith('rap-ufn-07'))).toHaveLength(1);
  });
});
