// Gathers what the programs need to run, out of a built work tree whose node_modules hold production packages only:
// `node infra/containers/collect.mjs <target>`. Sources, specs, type declarations and source maps stay behind.
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const [target] = process.argv.slice(2);
if (target === undefined) throw new Error('name the folder to gather into');

const subfolders = (folder) => readdirSync(join(root, folder)).map((name) => join(folder, name));
const packages = ['projections', ...subfolders('libs'), ...subfolders('services')].filter((folder) =>
  existsSync(join(root, folder, 'dist')),
);

const leftBehind =
  /\.(?:map|d\.[cm]?ts|[cm]?ts|md|markdown|html\.map)$|(?:^|\/)(?:\.bin|\.cache|\.github|\.package-lock\.json)$/;

const isWanted = (path) => !leftBehind.test(relative(root, path));

const take = (path) => {
  const to = join(target, path);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(join(root, path), to, { recursive: true, verbatimSymlinks: true, filter: isWanted });
};

// The links of node_modules/@etapp point into libs/, projections/ and services/, which keep their places.
for (const path of ['package.json', 'LICENSE', 'node_modules', join('infra', 'postgres', 'migrations')]) take(path);
for (const folder of packages) {
  take(join(folder, 'package.json'));
  take(join(folder, 'dist'));
  if (existsSync(join(root, folder, 'node_modules'))) take(join(folder, 'node_modules'));
}
take(join('infra', 'containers', 'healthy.mjs'));
console.log(`${packages.length} packages gathered`);
