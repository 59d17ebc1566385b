import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';

import { commandRoutes } from '../catalogue.js';
import { apiInfo } from '../operations/api-info.js';
import { queries } from '../queries/queries.js';
import { version } from '../version.js';
import { commandOperation } from './command-operation.js';
import { describeFields } from './describe-fields.js';
import { fixedPaths } from './fixed-paths.js';
import { outgoingPaths } from './outgoing-paths.js';
import { personSearchPath } from './person-search-path.js';
import { projectionHealthPaths } from './projection-health-paths.js';
import { reminderHealthPath } from './reminder-health-path.js';
import { auditOperation, queryOperation } from './query-operation.js';
import { shownSchema } from './schemas.js';
import { tagsIn } from './tags.js';
import { type Language, words } from './words.js';

const entry = (path: string, method: 'get' | 'post', operation: ZodOpenApiOperationObject): ZodOpenApiPathsObject => ({
  [path]: { [method]: operation },
});

const merged = (parts: readonly ZodOpenApiPathsObject[]): ZodOpenApiPathsObject => {
  const paths: ZodOpenApiPathsObject = {};
  for (const part of parts) for (const [path, item] of Object.entries(part)) paths[path] = { ...paths[path], ...item };
  return paths;
};

/** A format that everybody knows needs no expression beside it, a thousand times over. */
const dropRedundantPattern = (schema: { format?: unknown; pattern?: unknown }): void => {
  if (['uuid', 'date', 'date-time'].includes(String(schema.format))) delete schema.pattern;
};

const usedTags = (paths: ZodOpenApiPathsObject): readonly string[] =>
  Object.values(paths)
    .flatMap(({ get, post }) => [get, post])
    .flatMap((operation) => operation?.tags ?? []);

const pathsIn = (language: Language): ZodOpenApiPathsObject =>
  merged([
    ...commandRoutes.map((route) => entry(`/v1${route.path}`, 'post', commandOperation(route, language))),
    ...queries.map((query) => entry(`/v1${query.path}`, 'get', queryOperation(query, language))),
    ...queries
      .filter(({ presentOnly }) => presentOnly !== true)
      .map((query) =>
        entry(`/v1/audit/read-models/${query.name.replaceAll('_', '-')}`, 'get', auditOperation(query, language)),
      ),
    personSearchPath(language),
    reminderHealthPath(language),
    projectionHealthPaths(language),
    outgoingPaths(language),
    fixedPaths(language),
  ]);

/** The OpenAPI 3.1 document, made from the catalogue and the queries; the languages differ in words only. */
export const openApiDocument = (language: Language) => {
  const paths = pathsIn(language);
  const document = createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Etapp',
        version,
        description: words.description[language],
        license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
        contact: { name: apiInfo.apiContact },
      },
      servers: [{ url: '/' }],
      security: [{ bearer: [] }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: words.bearer[language] },
        },
      },
      paths,
      tags: tagsIn(language, usedTags(paths)),
    },
    {
      override: ({ jsonSchema, zodSchema, io }) => {
        const shown = shownSchema(zodSchema, io);
        if (shown === undefined) return dropRedundantPattern(jsonSchema);
        for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
        Object.assign(jsonSchema, shown);
        dropRedundantPattern(jsonSchema);
      },
    },
  );
  return describeFields(document, language);
};
