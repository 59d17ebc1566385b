import { type CommandRoute, idParameter } from './catalogue.js';
import { queries } from './queries/queries.js';

const readable = new Set(queries.map(({ path }) => path));

/** Where what a first command creates can be read, with the parameter in braces; undefined where nothing shows it yet. */
export const locationOf = ({ creates, collection, aggregate }: CommandRoute): string | undefined => {
  const path = `/${collection}/{${idParameter(aggregate.category)}}`;
  return creates !== undefined && readable.has(path) ? path : undefined;
};
