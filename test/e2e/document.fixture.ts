import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { z } from 'zod';

import { at, type Received, wire } from './wire.fixture.js';

const Parameter = z.looseObject({
  in: z.enum(['path', 'query', 'header']),
  name: z.string(),
  required: z.boolean().optional(),
  schema: z.json(),
});
const Content = z.record(
  z.string(),
  z.looseObject({ schema: z.json(), examples: z.record(z.string(), z.object({ value: z.json() })).optional() }),
);
const Response = z.looseObject({
  description: z.string(),
  headers: z.record(z.string(), z.looseObject({ required: z.boolean().optional() })).optional(),
  content: Content.optional(),
});
const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  tags: z.array(z.string()),
  security: z.array(z.unknown()).optional(),
  parameters: z.array(Parameter).default([]),
  requestBody: z.object({ required: z.boolean(), content: Content }).optional(),
  responses: z.record(z.string(), Response),
});
const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.enum(['get', 'post']), Operation.optional())),
});

/** One operation of the document, with its address. */
export type Documented = z.output<typeof Operation> & { readonly method: string; readonly path: string };

const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('%', '%25');

const answerValidator = (document: object) => {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  addFormats.default(ajv);
  // Whatever offset came in, what goes out is UTC.
  ajv.addFormat('date-time', { validate: (text: string) => text.endsWith('Z') && !Number.isNaN(Date.parse(text)) });
  ajv.addSchema(document, 'document');
  const compiled = new Map<string, ValidateFunction>();
  return (place: readonly string[], body: unknown): string => {
    const pointer = place.map(escaped).join('/');
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `document#/${encodeURI(pointer)}` });
    compiled.set(pointer, validate);
    return validate(body) ? '' : ajv.errorsText(validate.errors);
  };
};

const mediaTypeOf = (contentType = ''): string => contentType.split(';')[0] ?? '';

const absentHeaders = ({ headers = {} }: z.output<typeof Response>, received: Received): readonly string[] =>
  Object.entries(headers).flatMap(([name, { required }]) =>
    required === true && received.headers[name.toLowerCase()] === undefined ? [name] : [],
  );

/** A document with its shared answers in the places that refer to them; shared schemas stay where they are. */
const withoutReferences = (value: unknown, document: unknown): unknown => {
  if (Array.isArray(value)) return value.map((item) => withoutReferences(item, document));
  if (typeof value !== 'object' || value === null) return value;
  const reference = at(value, '$ref');
  if (typeof reference === 'string' && reference.startsWith('#/components/responses/')) {
    return at(document, ...reference.slice(2).split('/'));
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutReferences(item, document)]));
};

/** The service's own document, to send by and to hold answers to. */
export const documentOf = async (url: string) => {
  const { body } = await wire(url, { method: 'GET', path: '/v1/openapi.json?lang=en' });
  const document = Document.parse(withoutReferences(body, body));
  const faultsIn = answerValidator(document);
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) =>
      operation === undefined ? [] : [{ ...operation, method: method.toUpperCase(), path }],
    ),
  );
  const complaintAbout = (operation: Documented, received: Received): string => {
    const { status, headers, body: answer } = received;
    const response = operation.responses[String(status)];
    if (response === undefined) return `status ${status} is not documented`;
    const type = mediaTypeOf(headers['content-type']);
    if (response.content?.[type] === undefined) return `${status} is not documented as ${type}`;
    const absent = absentHeaders(response, received);
    if (absent.length > 0) return `${status} without ${absent.join(', ')}`;
    const code = String(at(answer, 'code'));
    const isNamed = type !== 'application/problem+json' || response.description.includes(`\`${code}\``);
    if (!isNamed) return `${status} ${code} is not documented`;
    const { method, path } = operation;
    return faultsIn(
      ['paths', path, method.toLowerCase(), 'responses', String(status), 'content', type, 'schema'],
      answer,
    );
  };
  return {
    operations,
    /** The operation of that id. */
    operationOf: (id: string): Documented => {
      const found = operations.find(({ operationId }) => operationId === id);
      if (found === undefined) throw new Error(`no operation ${id}`);
      return found;
    },
    /** What in an answer is not as documented, or nothing. */
    complaintAbout,
  };
};

/** The document, to send by and to hold answers to. */
export type DocumentOf = Awaited<ReturnType<typeof documentOf>>;
