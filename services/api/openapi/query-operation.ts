import { Paging } from '@etapp/http';
import { z } from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';

import type { Query } from '../queries/define-query.js';
import type { ProblemCode } from '../problems/problems.js';
import { answerExampleOf } from './answer-examples.js';
import { anyRequest, problemResponses } from './answers.js';
import { Meta, PageInfo, Stale } from './schemas.js';
import { type Language, words } from './words.js';

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const pascal = (name: string): string =>
  name.replace(/(^|_)([a-z])/g, (_all, _start, letter: string) => letter.toUpperCase());

const pathParameters = (path: string): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

const pick = (schema: z.ZodObject, wanted: (name: string) => boolean): z.ZodObject =>
  z.object(Object.fromEntries(Object.entries(schema.shape).filter(([name]) => wanted(name))));

const operationIdOf = (query: Query): string => lowerFirst(pascal(query.name));

/** What a question takes, with what its example was asked with. */
const parametersOf = (query: Query): z.ZodObject => {
  const parameters = query.kind === 'list' ? query.input.extend(Paging.shape) : query.input;
  const asked = Object.entries(answerExampleOf(operationIdOf(query))?.parameters ?? {});
  const shown = asked.flatMap(([name, value]) => {
    const schema: unknown = parameters.shape[name];
    return schema instanceof z.ZodType ? [[name, schema.meta({ ...schema.meta(), examples: [value] })]] : [];
  });
  return parameters.extend(Object.fromEntries(shown));
};

const markable = (item: z.ZodType): z.ZodType => (item instanceof z.ZodObject ? item.extend({ stale: Stale }) : item);

const bodyOf = (query: Query): z.ZodType =>
  query.kind === 'list'
    ? z.object({
        items: z.array(markable(query.item)),
        page: PageInfo,
        ...(query.summary === undefined ? {} : { summary: query.summary }),
        meta: Meta,
      })
    : query.item instanceof z.ZodObject
      ? query.item.extend({ stale: Stale, meta: Meta })
      : query.item;

const shared = new Map<string, z.ZodType>();

/** The answer of a question, described once: today's and the past's are the same. */
const body = (query: Query): z.ZodType => {
  const known = shared.get(query.name) ?? bodyOf(query).meta({ id: `${pascal(query.name)}Answer` });
  shared.set(query.name, known);
  return known;
};

/** The address, and what a question of its moment takes and may be refused with besides. */
type Asked = {
  readonly path: string;
  readonly headers: z.ZodRawShape;
  readonly refusal: ProblemCode;
  readonly examples?: { readonly example: { readonly value: object } };
};

const operation = (query: Query, language: Language, asked: Asked): ZodOpenApiOperationObject => {
  const inPath = pathParameters(asked.path);
  const parameters = parametersOf(query);
  const codes: ProblemCode[] = [...anyRequest, 'invalid-query', asked.refusal];
  if (query.kind === 'list') codes.push('invalid-cursor', 'page-too-deep');
  return {
    summary: query.text[language],
    requestParams: {
      query: pick(parameters, (name) => !inPath.includes(name)),
      ...(inPath.length === 0 ? {} : { path: pick(parameters, (name) => inPath.includes(name)) }),
      header: z.object({
        ...asked.headers,
        'Etapp-Correlation-Id': z.uuid().optional().meta({ description: words.correlationId[language] }),
      }),
    },
    responses: {
      '200': {
        description: words.answer[language],
        headers: z.object({
          'Etapp-Position': z.string().meta({ description: words.position[language] }),
          ...(query.kind === 'list' ? { Link: z.string().optional().meta({ description: words.link[language] }) } : {}),
          ...(query.opensCase === true
            ? { ETag: z.string().optional().meta({ description: words.seen[language] }) }
            : {}),
        }),
        content: {
          'application/json': {
            schema: body(query),
            ...(asked.examples === undefined ? {} : { examples: asked.examples }),
          },
        },
      },
      ...problemResponses(codes, language),
    },
  };
};

/** The operation of one question. */
export const queryOperation = (query: Query, language: Language): ZodOpenApiOperationObject => {
  const operationId = operationIdOf(query);
  const example = answerExampleOf(operationId);
  return {
    operationId,
    'x-policy': query.policy,
    tags: [query.path.split('/')[1] ?? 'lists'],
    ...operation(query, language, {
      path: query.path,
      headers: { 'Etapp-Wait-For': z.string().optional().meta({ description: words.waitFor[language] }) },
      refusal: 'read-model-behind',
      ...(example === undefined ? {} : { examples: { example: { value: example.answer } } }),
    }),
  };
};

/** The same question about the past, for auditors. */
export const auditOperation = (query: Query, language: Language): ZodOpenApiOperationObject => {
  const asOf = z.iso.datetime({ offset: true }).optional().meta({ description: words.asOf[language] });
  const asOfPosition = z.string().optional().meta({ description: words.asOfPosition[language] });
  const past: Query = { ...query, input: query.input.extend({ asOf, asOfPosition }) };
  return {
    operationId: `audit${pascal(query.name)}`,
    tags: ['audit'],
    'x-policy': 'audit.read',
    description: words.past[language],
    ...operation(past, language, { path: '', headers: {}, refusal: 'past-views-busy' }),
  };
};
