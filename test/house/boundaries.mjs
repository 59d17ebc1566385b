import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Which tags a package with this tag may import. A new line needs an ADR. */
export const boundaries = {
  kernel: ['kernel'],
  pure: ['kernel', 'calendar'],
  projection: ['kernel', 'domain', 'calendar', 'reminders'],
  adapter: ['kernel', 'event-store', 'database'],
  edge: ['kernel'],
  database: ['kernel'],
  // docs/adr/0025: sees what adapters do, and nothing but programs knows of it.
  telemetry: ['kernel', 'adapter'],
  testing: ['kernel', 'database'],
  service: ['kernel', 'pure', 'projection', 'adapter', 'edge', 'database', 'telemetry'],
  standalone: ['kernel', 'pure', 'projection', 'adapter', 'edge', 'database', 'telemetry', 'service'],
  test: ['*'],
};

/** What single packages may import beyond their tag. */
export const furtherBoundaries = {
  'libs/access': { edge: ['domain'] },
  // docs/adr/0022: a connection string is read in one way, by who checks the environment and by who connects.
  'libs/config': { edge: ['event-store'] },
  // docs/adr/0020: rules over the events of the domain, and nothing that the domain may know.
  'libs/reminders': { pure: ['domain'] },
  // docs/adr/0019: the command line gives commands and seeds in its own process.
  'services/cli': { service: ['service', 'standalone'] },
};

/** What specs may import beyond their package's code. */
export const specBoundaries = (tag) => (tag === 'projection' ? ['testing', 'projection-engine'] : ['testing']);

const root = new URL('../../', import.meta.url);
const packageFolders = ['libs', 'services']
  .flatMap((parent) =>
    readdirSync(new URL(parent, root), { withFileTypes: true }).map(({ name }) => `${parent}/${name}`),
  )
  .concat('projections', 'test')
  .filter((folder) => existsSync(new URL(`${folder}/package.json`, root)));

const tagOf = (folder) => {
  const { tags = [] } = JSON.parse(readFileSync(new URL(`${folder}/package.json`, root), 'utf8')).nx ?? {};
  const tag = tags.find((name) => name in boundaries);
  if (!tag) throw new Error(`${folder}/package.json needs one of the nx tags ${Object.keys(boundaries).join(', ')}.`);
  return tag;
};

/** Every package's folder with its tag, read from the package.json files. */
export const packages = packageFolders.map((folder) => ({ folder, tag: tagOf(folder) }));

/** Constraints for `@nx/enforce-module-boundaries`; `further` maps a tag to what it may import besides. */
export const constraints = (further = {}) =>
  Object.entries(boundaries).map(([sourceTag, tags]) => ({
    sourceTag,
    onlyDependOnLibsWithTags: [...tags, ...(further[sourceTag] ?? [])],
  }));
