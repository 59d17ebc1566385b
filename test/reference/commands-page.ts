import { type CommandEntry, commonRejections } from '@etapp/kernel';

// eslint-disable-next-line @nx/enforce-module-boundaries -- the API's entry would bring the whole service for one table
import { commandRoutes, type CommandRoute } from '../../services/api/catalogue.js';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the API's entry would bring the whole service for one table
import { isProblemCode, problems } from '../../services/api/problems/problems.js';
import { blocks, code, codes, madeFrom, table } from './markdown.js';

const rejectionRow = (rejection: string): string[] => {
  if (!isProblemCode(rejection)) throw new Error(`${rejection} is not in the problem table`);
  const { status, sv, en } = problems[rejection];
  return [code(rejection), String(status), sv.title, en.title];
};

const rejectionTable = (rejections: readonly string[]): string =>
  table(['Code', 'Status', 'Svenska', 'English'], rejections.map(rejectionRow));

const ifMatchWords = ({ ifMatch, creates }: CommandEntry): string => {
  if (creates !== undefined) return 'not needed: the stream is new';
  return ifMatch === 'required' ? 'required' : 'optional';
};

const propertyRows = (entry: CommandEntry): string[][] => [
  ['If-Match', ifMatchWords(entry)],
  ['Policy', code(entry.policy)],
  ['Facts of other streams', codes(Object.values(entry.facts).map(({ name }) => name))],
  [
    'States under an id of its own',
    entry.states === undefined ? '–' : `${code(entry.states.event)} by ${code(entry.states.id)}`,
  ],
];

const commandBlock = ({ name, entry, path }: CommandRoute): string =>
  blocks(
    `### ${name}`,
    `**${entry.text.sv}** · ${entry.text.en}`,
    code(`POST /v1${path}`),
    table(['', ''], propertyRows(entry)),
    entry.rejects.length === 0 ? 'No refusals of its own.' : rejectionTable(entry.rejects),
  ).trimEnd();

const collectionBlock = (collection: string): string => {
  const routes = commandRoutes.filter((route) => route.collection === collection);
  return blocks(`## ${collection}`, `${routes.length} commands.`, ...routes.map(commandBlock)).trimEnd();
};

/** Every command, by collection. */
export const commandsPage = (): string =>
  blocks(
    '# Commands',
    madeFrom('the command catalogue and the problem table'),
    'The body of each command, with an example, is in the OpenAPI document (`/v1/openapi.json`, `/docs`). Every command ' +
      'needs an `Idempotency-Key`. Where `If-Match` is required, the meaning of the command depends on what the person ' +
      'saw: without it the answer is 428, with another version 412. A fact that is stated under an id of its own is ' +
      'known again by that id: the same content changes nothing, other content is refused.',
    '## Refusals of any command',
    rejectionTable(commonRejections),
    ...[...new Set(commandRoutes.map(({ collection }) => collection))].map(collectionBlock),
  );
