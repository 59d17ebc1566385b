import type { ZodOpenApiPathsObject } from 'zod-openapi';

import { PersonSearch, PersonsFound } from '../queries/person-search.js';
import { anyRequest, problemResponses } from './answers.js';
import { type Language, words } from './words.js';

const codes = [
  ...anyRequest,
  'invalid-body',
  'unknown-field',
  'invalid-query',
  'body-too-large',
  'unsupported-media-type',
];
const summary = { sv: 'Sök en person', en: 'Find a person' };

/** The search that is asked in a body, since what it asks by may not stand in an address. */
export const personSearchPath = (language: Language): ZodOpenApiPathsObject => ({
  '/v1/person-searches': {
    post: {
      operationId: 'personSearches',
      summary: summary[language],
      tags: ['persons'],
      'x-policy': 'person.search',
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: PersonSearch,
            examples: {
              example: { value: { birthDate: '1990-05-05', givenName: 'Amal', familyName: 'Exempel' } },
            },
          },
        },
      },
      responses: {
        '200': { description: words.answer[language], content: { 'application/json': { schema: PersonsFound } } },
        ...problemResponses(codes, language),
      },
    },
  },
});
