import { z } from 'zod';

const Names = z.record(z.string(), z.string()).default({});

const LockedPackage = z.object({
  resolved: z.string().optional(),
  link: z.boolean().optional(),
  dependencies: Names,
  optionalDependencies: Names,
});

/** The parts of package-lock.json that the house looks at. */
export const Lockfile = z.object({ packages: z.record(z.string(), LockedPackage) });
export type Lockfile = z.infer<typeof Lockfile>;

/** The parts of a workspace's package.json that the lock must repeat. */
export const Manifest = z.object({ dependencies: Names });

const nameOf = (path: string): string | undefined => path.split('node_modules/').at(-1);

/**
 * Packages whose platform binaries the lock lacks. A registry that has not received all of them yet lets
 * `npm install` pass and `npm ci` fail.
 */
export const missingBinaries = ({ packages }: Lockfile): string[] => {
  const locked = new Set(Object.keys(packages).map(nameOf));
  return Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !locked.has(name))
      .map((name) => `${path}: ${name}`),
  );
};

/** Packages locked to a download address: whoever installs chooses the registry. */
export const downloadAddresses = ({ packages }: Lockfile): string[] =>
  Object.entries(packages)
    .filter(([, { resolved, link }]) => resolved !== undefined && !link)
    .map(([path, { resolved }]) => `${path}: ${resolved}`);

/** Dependencies on which a workspace's package.json and the lock disagree; with one, `npm ci` fails. */
export const drift = ({ packages }: Lockfile, folder: string, manifest: z.infer<typeof Manifest>): string[] => {
  const locked = packages[folder]?.dependencies ?? {};
  const names = new Set([...Object.keys(locked), ...Object.keys(manifest.dependencies)]);
  return [...names].filter((name) => locked[name] !== manifest.dependencies[name]).map((name) => `${folder}: ${name}`);
};
