import { commands, exampleIds } from '@etapp/domain';
import { headerOf } from '@etapp/event-store';
import { verifyChain } from '@etapp/privacy';
import { v7 as newId } from 'uuid';
import { z } from 'zod';

import { wire } from '../../e2e/wire.fixture.js';
import { type Gateway, startGateway } from './gateway.fixture.js';
import type { ProgramChild, ProgramName } from './program.fixture.js';
import { findWrongReadModels } from './read-models.fixture.js';
import { home, type Place, startTown, type Stores, type Town } from './town.fixture.js';

/** How much is asked of a run. */
export type RollingOptions = {
  /** How often every process is restarted. */
  readonly rounds: number;
  /** Users who send commands at once. */
  readonly writers: number;
  /** Where log and bell are, if not in the database. */
  readonly stores?: Stores;
  /** Hears what is being done. */
  readonly say?: (line: string) => void;
};

/** What a run counted. */
export type RollingSum = {
  readonly restarts: number;
  readonly commands: number;
  readonly acknowledged: number;
  /** Acknowledged, and not in the log. */
  readonly lost: number;
  /** In the log more than once. */
  readonly doubled: number;
  /** Answers other than success that a user saw, by status. */
  readonly refused: Readonly<Record<string, number>>;
  readonly askedAgainByGateway: number;
  /** Processes that did not end with 0, with what they said. */
  readonly badEnds: readonly string[];
  readonly wrongReadModels: readonly string[];
  /** Milliseconds from SIGTERM to the end of a process, the longest by program. */
  readonly longestEndMs: Readonly<Record<string, number>>;
};

const Receipt = z.object({ events: z.array(z.object({ id: z.string() })) });

type Told = { acknowledged: Map<string, readonly string[]>; commands: number; refused: Record<string, number> };

/** One user: adds entries to a case, each with a key of its own, until told to stop. */
const write = async (town: Town, { url }: Gateway, { told, stopped }: { told: Told; stopped: AbortSignal }) => {
  const path = await town.openCase();
  const headers = {
    authorization: `Bearer ${await town.service.tokenFor(exampleIds.caseworker, home)}`,
    'content-type': 'application/json',
  };
  while (!stopped.aborted) {
    const [key, entryId] = [newId(), newId()];
    const { body: example } = commands.AddJournalEntry.example;
    const body = JSON.stringify({ ...example, entryId });
    const sent = { method: 'POST', path: `${path}/commands/add-journal-entry`, body };
    const send = () => wire(url, { ...sent, headers: { ...headers, 'idempotency-key': key } }).catch(() => undefined);
    let answer = await send();
    // The rule: a line that was cut before the answer says nothing, and the key makes asking again safe.
    while (answer === undefined && !stopped.aborted) answer = await send();
    if (answer === undefined) break;
    told.commands += 1;
    if (answer.status === 200)
      told.acknowledged.set(
        key,
        Receipt.parse(answer.body).events.map(({ id }) => id),
      );
    else told.refused[answer.status] = (told.refused[answer.status] ?? 0) + 1;
  }
  return path;
};

type Seen = { readonly badEnds: string[]; readonly ends: Record<string, number> };
type Running = { readonly name: ProgramName; readonly place: Place; child: ProgramChild };

/** Restarts one process: it ends in good order, and another one takes its place. */
const restart = async (town: Town, running: Running, seen: Seen): Promise<void> => {
  const { name, place, child } = running;
  const began = performance.now();
  child.send('SIGTERM');
  const { code, signal, said } = await child.ended;
  seen.ends[name] = Math.max(seen.ends[name] ?? 0, Math.round(performance.now() - began));
  if (code !== 0) seen.badEnds.push(`${name}: ${code ?? signal} ${said}`);
  running.child = await town.start(name, place);
};

/** Everything that the cases hold, against what was acknowledged. */
const judge = async ({ service }: Town, paths: readonly string[], { acknowledged }: Told) => {
  const ids: string[] = [];
  const causes: string[] = [];
  for (const path of paths) {
    const events = await service.api.store.readStream({ category: 'case', tenant: home, id: path.split('/')[3] ?? '' });
    if (!verifyChain(events).ok) throw new Error(`the chain of ${path} is broken`);
    ids.push(...events.map(({ id }) => id));
    causes.push(...events.map((event) => headerOf(event).causationId));
  }
  const there = new Set(ids);
  const entries = [...acknowledged.values()].flat();
  return {
    lost: entries.filter((id) => !there.has(id)).length,
    doubled: causes.length - new Set(causes).size + (entries.length - new Set(entries).size),
  };
};

const programs: readonly ProgramName[] = ['api', 'api', 'projector', 'projector', 'reminders'];

const startAll = async (town: Town, gateway: Gateway): Promise<Running[]> => {
  const all: Running[] = [];
  for (const name of programs) {
    const place = await town.placeFor();
    all.push({ name, place, child: await town.start(name, place) });
    if (name === 'api') gateway.add(place.url);
  }
  return all;
};

type Turns = { readonly seen: Seen; readonly rounds: number; readonly say: (line: string) => void };

const restartInTurn = async (town: Town, all: readonly Running[], { seen, rounds, say }: Turns): Promise<void> => {
  for (let round = 1; round <= rounds; round += 1) {
    for (const running of all) {
      await restart(town, running, seen);
      say(`round ${round}: ${running.name} restarted`);
    }
  }
};
/**
 * Runs two APIs behind a gateway, two projectors and a reminder worker in processes of their own, and restarts each in turn
 * while users send commands.
 */
export const runRolling = async ({
  rounds,
  writers,
  stores = {},
  say = () => undefined,
}: RollingOptions): Promise<RollingSum> => {
  const town = await startTown(stores);
  const gateway = await startGateway();
  try {
    const seen: Seen = { badEnds: [], ends: {} };
    const told: Told = { acknowledged: new Map(), commands: 0, refused: {} };
    const all = await startAll(town, gateway);
    const stop = new AbortController();
    const users = Array.from({ length: writers }, () => write(town, gateway, { told, stopped: stop.signal }));
    const written = Promise.all(users);
    await Promise.race([restartInTurn(town, all, { seen, rounds, say }), written]);
    stop.abort();
    const paths = await written;
    const { lost, doubled } = await judge(town, paths, told);
    return {
      ...{
        restarts: rounds * all.length,
        commands: told.commands,
        acknowledged: told.acknowledged.size,
        lost,
        doubled,
      },
      ...{ refused: told.refused, askedAgainByGateway: gateway.counts().askedAgain, badEnds: seen.badEnds },
      ...{ wrongReadModels: await findWrongReadModels(town), longestEndMs: seen.ends },
    };
  } finally {
    await gateway.close();
    await town.close();
  }
};

/** What a run broke of what is promised, in words; nothing where it holds. */
export const broken = (sum: RollingSum): readonly string[] => [
  ...(sum.lost === 0 ? [] : [`${sum.lost} acknowledged commands lost`]),
  ...(sum.doubled === 0 ? [] : [`${sum.doubled} commands doubled`]),
  ...Object.entries(sum.refused).map(([status, times]) => `${times} times ${status}`),
  ...sum.badEnds,
  ...sum.wrongReadModels,
];
