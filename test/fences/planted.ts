import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** A text to lint as if it stood at this path; `typed` rules need a path that exists. */
export type Planted = { filePath: string; text: string; typed?: boolean };

const Reports = z.array(z.array(z.object({ ruleId: z.string(), line: z.number() })));

/** Lints all texts in one process of its own, and answers each one's reports in order. */
export const lintPlanted = (planted: Planted[]): z.infer<typeof Reports> => {
  const script = fileURLToPath(new URL('lint-planted.mjs', import.meta.url));
  const output = execFileSync(process.execPath, [script], { input: JSON.stringify(planted), encoding: 'utf8' });
  return Reports.parse(JSON.parse(output));
};
