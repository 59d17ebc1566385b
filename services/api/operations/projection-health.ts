import type { Caller } from '@etapp/access';
import { Instant, type Text } from '@etapp/kernel';
import type { ProjectionStatus, StatusReader } from '@etapp/projection-engine';
import { projections } from '@etapp/projections';
import { z } from 'zod';

import { checkRoute, requirePolicy } from '../commands/authorisation.js';
import { ProblemError } from '../problems/problem-error.js';

/** A version that is filled beside the one that answers: the same one anew, or that of a later release. */
const Building = z.object({
  version: z.int(),
  position: z.string(),
  parkedKeys: z.int(),
  startedAt: Instant.optional(),
});

/** Why it cannot go on, and what somebody must do. */
const faultWords = {
  LogRestored: {
    sv: 'Loggen slutar före det som läsmodellen har läst: den har återställts från en äldre kopia. Bygg om läsmodellen med etapp rebuild.',
    en: 'The log ends before what the read model has seen: it was restored from an older copy. Rebuild the read model with etapp rebuild.',
  },
  OtherGeneration: {
    sv: 'Läsmodellen hör till en annan logg än den som läses: loggen har flyttats. Slutför etapp migrate-log, eller ange den andra loggen i ETAPP_EVENT_STORE_URL.',
    en: 'The read model belongs to another log than the one that is read: it was moved. Finish etapp migrate-log, or name the other log in ETAPP_EVENT_STORE_URL.',
  },
} as const satisfies Readonly<Record<NonNullable<ProjectionStatus['fault']>, Text>>;

const Fault = z.object({
  code: z.enum(['LogRestored', 'OtherGeneration']),
  text: z.object({ sv: z.string(), en: z.string() }),
});

/** How one read model is, in the version that this release answers from: counts, times and who keeps it up to date. */
export const ProjectionHealth = z
  .object({
    name: z.string(),
    version: z.int(),
    position: z.string(),
    head: z.string(),
    /** Absent where the positions of the log do not count its events. */
    lagEvents: z.int().optional(),
    /** Age of the oldest event that is not folded; 0 at the head. */
    lagSeconds: z.number(),
    /** Absent before the first batch. */
    batchMs: z.int().optional(),
    parkedKeys: z.int(),
    /** Absent while nothing is in its way. Its lag is then that of one that has seen nothing. */
    fault: Fault.optional(),
    /** Absent while nobody keeps it up to date. */
    holder: z.string().optional(),
    building: z.array(Building),
  })
  .meta({ id: 'ProjectionHealth' });
export type ProjectionHealth = z.output<typeof ProjectionHealth>;

/** All read models, by name. */
export const ProjectionHealths = z.object({ items: z.array(ProjectionHealth) }).meta({ id: 'ProjectionHealths' });

/** Answers an operator. Throws `not-permitted`, and `not-found` for a name that no read model has. */
export type ProjectionHealthReader = {
  readonly all: (caller: Caller) => Promise<z.output<typeof ProjectionHealths>>;
  readonly one: (caller: Caller, name: string) => Promise<ProjectionHealth>;
};

const served: ReadonlyMap<string, number> = new Map(projections.map(({ name, version }) => [name, version]));

const buildingBeside = (status: ProjectionStatus, all: readonly ProjectionStatus[]): z.output<typeof Building>[] => {
  const { name, version, building } = status;
  const anew = building === undefined ? [] : [{ ...building, version }];
  const later = all.filter((other) => other.name === name && other.version > version);
  return [...anew, ...later].map((each) => Building.parse({ ...each, parkedKeys: each.parked }));
};

const shown = (status: ProjectionStatus, all: readonly ProjectionStatus[]): ProjectionHealth =>
  ProjectionHealth.parse({
    ...status,
    lagEvents: status.lag.events,
    lagSeconds: status.lag.ms / 1000,
    parkedKeys: status.parked,
    fault: status.fault && { code: status.fault, text: faultWords[status.fault] },
    building: buildingBeside(status, all),
  });

/** Reads how the read models are. */
export const projectionHealth = (status: StatusReader): ProjectionHealthReader => {
  const read = async (caller: Caller): Promise<ProjectionHealth[]> => {
    checkRoute(requirePolicy('operations.read'), caller);
    const all = await status();
    return all.filter(({ name, version }) => served.get(name) === version).map((status) => shown(status, all));
  };
  return {
    all: async (caller) => ({ items: await read(caller) }),
    one: async (caller, name) => {
      const found = (await read(caller)).find((each) => each.name === name);
      if (found === undefined) throw new ProblemError('not-found');
      return found;
    },
  };
};
