import { aggregates } from '@etapp/domain';
import type { Aggregate, CommandEntry } from '@etapp/kernel';

/** A command and where it is reached: `POST /v1/{collection}` or `POST /v1/{collection}/{id}/commands/{route}`. */
export type CommandRoute = {
  readonly aggregate: Aggregate;
  readonly collection: string;
  readonly name: string;
  readonly entry: CommandEntry;
  /** The path template with `{id}` (OpenAPI) below `/v1`. */
  readonly path: string;
  readonly creates: string | undefined;
};

/** The collection of each kind of stream, as it stands in paths. */
const collections = {
  case: 'cases',
  person: 'persons',
  unit: 'units',
  staff: 'staff',
  employer: 'employers',
  reminders: 'reminders',
} as const satisfies Record<keyof typeof aggregates, string>;

/** The name of the path parameter that holds a stream's id. */
export const idParameter = (category: string): string => `${category}Id`;

const kebab = (name: string): string => name.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();

/** What the service gives itself, such as firing a reminder, has no route. */
const givenByPeople = ({ commands }: Aggregate): [string, CommandEntry][] =>
  Object.entries(commands).filter(([, { givenBy }]) => givenBy === undefined);

const routesOf = (aggregate: Aggregate, collection: string): CommandRoute[] =>
  givenByPeople(aggregate).map(([name, entry]) => ({
    aggregate,
    collection,
    name,
    entry,
    creates: entry.creates,
    path:
      entry.creates === undefined
        ? `/${collection}/{${idParameter(aggregate.category)}}/commands/${kebab(name)}`
        : `/${collection}`,
  }));

const byCategory: Readonly<Record<string, string>> = collections;

/** One route per command of the catalogue that people give. */
export const commandRoutes: readonly CommandRoute[] = Object.values(aggregates).flatMap((aggregate: Aggregate) =>
  routesOf(aggregate, byCategory[aggregate.category] ?? aggregate.category),
);
