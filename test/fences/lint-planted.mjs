import { execFileSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

/**
 * Lints texts as if they stood at a path of this repository. In: a JSON array of `{ filePath, text, typed }` on
 * standard input; `typed` needs a file that exists. Out: for each, its reports as `{ ruleId, line }`.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));

// The boundary rule reads the cached project graph, and stays silent without one.
const nx = fileURLToPath(import.meta.resolve('nx/bin/nx.js'));
execFileSync(process.execPath, [nx, 'show', 'projects'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });

const typed = new ESLint({ cwd: root });
const untyped = new ESLint({ cwd: root, overrideConfig: tseslint.configs.disableTypeChecked });

const lint = async (planted) => {
  const [result] = await (planted.typed ? typed : untyped).lintText(planted.text, { filePath: planted.filePath });
  return result.messages.map(({ ruleId, line, message }) => ({ ruleId: ruleId ?? message, line }));
};

const reports = [];
for (const planted of JSON.parse(await text(process.stdin))) reports.push(await lint(planted));
process.stdout.write(JSON.stringify(reports));
