import functions from '@stoplight/spectral-functions';
import rulesets from '@stoplight/spectral-rulesets';

const { pattern, schema, truthy } = functions;

/** Words that name a person's number or name: none may be a parameter. */
const personal =
  '(person(al)?(Identity)?Number|personnummer|samordningsnummer|ssn|idNumber|(given|family|first|last)Name|birthDate|e-?mail|phone)';

const wanted = { limit: { default: 20, maximum: 100 }, page: { default: 1, minimum: 1 } };

/** Lists take `limit` (default 20, at most 100) with `page` from 1. */
const listsPage = ({ parameters = [] }) => {
  const paging = parameters.filter(({ name }) => name in wanted);
  const fits = paging.every(({ name, schema: stated }) =>
    Object.entries(wanted[name]).every(([key, value]) => stated[key] === value),
  );
  const whole = [0, Object.keys(wanted).length].includes(paging.length);
  return fits && whole ? [] : [{ message: 'limit is 20 unless stated and at most 100, page counts from 1' }];
};

const error = 'error';
const operations = '$.paths[*][get,post]';

/**
 * The rules of the Swedish national REST API profile that a linter can check, over the rules of OpenAPI itself.
 * Source: DIGG, nationell REST API-profil 1.2.0.
 */
export const profile = {
  extends: [[rulesets.oas, 'recommended']],
  rules: {
    // The summary says what a command is for; a description that repeats it would say no more.
    'operation-description': 'off',
    'rap-fns-01-camel-case': {
      given: `${operations}.parameters[?(@.in != 'header')].name`,
      severity: error,
      then: { function: pattern, functionOptions: { match: '^[a-z][a-zA-Z0-9]*$' } },
    },
    'rap-fns-05-lists-page': { given: operations, severity: error, then: { function: listsPage } },
    'rap-fns-03-parameters-optional': {
      // Which case a past view is of must be said, as its path says it of the present.
      given: `$.paths[?(!@property.startsWith('/v1/audit/'))].get.parameters[?(@.in == 'query')]`,
      severity: error,
      then: { function: schema, functionOptions: { schema: { properties: { required: { const: false } } } } },
    },
    'rap-res-02-no-personal-parameters': {
      given: `${operations}.parameters[*].name`,
      severity: error,
      then: { function: pattern, functionOptions: { notMatch: personal } },
    },
    'rap-ufn-07-paths': {
      given: '$.paths[*]~',
      severity: error,
      then: { function: pattern, functionOptions: { match: '^(/([a-z0-9.-]+|\\{[a-z][a-zA-Z]*\\}))+$' } },
    },
    'rap-ver-05-version': {
      given: '$.paths[*]~',
      severity: error,
      then: { function: pattern, functionOptions: { match: '^/(v1|health)/' } },
    },
    'rap-ver-06-api-info': {
      given: '$.paths',
      severity: error,
      then: { field: '/v1/api-info', function: truthy },
    },
    'rap-fel-01-problems': {
      given: `${operations}.responses[?(@property >= '400')]`,
      severity: error,
      then: {
        field: 'content',
        function: schema,
        functionOptions: {
          schema: { anyOf: [{ required: ['application/problem+json'] }, { required: ['application/json'] }] },
        },
      },
    },
    'rap-sak-10-bearer': {
      given: '$.components.securitySchemes[*]',
      severity: error,
      then: {
        function: schema,
        functionOptions: {
          schema: {
            required: ['type', 'scheme'],
            properties: { type: { const: 'http' }, scheme: { const: 'bearer' } },
          },
        },
      },
    },
    'rap-sak-01-https': {
      given: '$.servers[*].url',
      severity: error,
      then: { function: pattern, functionOptions: { match: '^(https://|/)' } },
    },
    'rap-dok-summary': { given: operations, severity: error, then: { field: 'summary', function: truthy } },
  },
};
