import { localDay } from '@etapp/calendar';
import { derivedId, type Engine, execute, type Executed, streamStates } from '@etapp/command-engine';
import { caseAggregate, defaultSettings, exampleIds, subjectOf } from '@etapp/domain';
import { MemoryStore } from '@etapp/event-store';
import { type CommandEntry, contentOf, mapBoxes, Rejection } from '@etapp/kernel';
import { generateMasterKey, keyRing, linkOf, loadMasterKey, memoryKeyStore, sealer } from '@etapp/privacy';

import { type Chance, chance } from '../faults/chance.js';
import { jsonSchemaOf, made, type Material, remade } from './made-value.fixture.js';

/**
 * A step of a walk: which command, how its body is had, and how long was waited before it. `path` gives the catalogue's
 * example with all it builds on, `spoilt` the same with other values in one or two fields of the last command.
 */
export type Step = {
  readonly name: string;
  readonly how: 'path' | 'example' | 'spoilt' | 'made' | 'again';
  readonly seed: number;
  readonly hours: number;
};

/** A command that was taken. */
type Taken = { readonly name: string; readonly body: object };

/** A walk at one place: the case's log, and what was taken so far. */
export type Walk = {
  readonly store: MemoryStore;
  readonly engine: Engine;
  readonly taken: Taken[];
  /** Texts that personal boxes held on their way in. */
  readonly secrets: Set<string>;
  readonly ids: Map<string, Set<string>>;
  nowMs: number;
  count: number;
};

const tenant = '0197e7a0-0000-7000-8000-0000000000a1';
/** The stream that a walk goes along. */
export const stream = { category: 'case', tenant, id: exampleIds.case };
const wrapping = loadMasterKey({ env: generateMasterKey() });
const { case: subjectOfCase } = subjectOf;
const commands = new Map<string, CommandEntry>(Object.entries(caseAggregate.commands));
/** Every command of a case. */
export const commandNames: readonly string[] = [...commands.keys()];
const schemas = new Map([...commands].map(([name, { body }]) => [name, jsonSchemaOf(body)]));

const entryOf = (name: string): CommandEntry => {
  const entry = commands.get(name);
  if (entry === undefined) throw new Error(`no command ${name}`);
  return entry;
};

/** A case that nothing is known of, Monday 2026-03-02 09:00 in Stockholm. */
export const aWalk = (): Walk => {
  const store = new MemoryStore();
  const walk = { store, taken: [], secrets: new Set<string>(), ids: new Map(), nowMs: Date.parse('2026-03-02T08:00Z') };
  const now = (): string => new Date(walk.nowMs).toISOString();
  const seal = sealer(keyRing({ store: memoryKeyStore(), wrapping, now }));
  const engine: Engine = {
    ...{ store, states: streamStates(store, 1), link: linkOf, now, today: localDay },
    seal: (events) => seal.sealAll(events),
  };
  return Object.assign(walk, { engine, count: 0 });
};

const facts = {
  person: { known: true, protection: 'none' },
  otherOpenCase: {},
  settings: { ...defaultSettings, legalBases: ['SoL-2025:400'] },
  unavailable: [],
  staff: { authorised: true },
  approver: { authorised: true },
  receiver: { known: true, partyKind: 'labourMarketAdministration' },
  employer: { known: true },
};
const unfavourable: readonly [object, ...object[]] = [
  { person: { known: false, protection: 'none' } },
  { person: { known: true, protection: 'protectedRegistration' } },
  { otherOpenCase: { caseId: exampleIds.otherCase } },
  { staff: { authorised: false } },
  { approver: { authorised: false } },
  { receiver: { known: false, partyKind: 'labourMarketAdministration' } },
  { employer: { known: false } },
];

const users = [exampleIds.caseworker, exampleIds.otherCaseworker, exampleIds.unitLead] as const;

const isId = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value);

const rememberIds = (ids: Walk['ids'], value: unknown, field = ''): void => {
  if (isId(value)) ids.set(field, (ids.get(field) ?? new Set()).add(value));
  if (typeof value !== 'object' || value === null) return;
  // The items of a list go by its name.
  for (const [name, inner] of Object.entries(value)) rememberIds(ids, inner, Array.isArray(value) ? field : name);
};

/** `carriedOverMeasureIds` names measures, and so on. */
const kindOf = (field: string): string => /[A-Z]?[a-z]+Ids?$/.exec(field)?.[0].replace(/s$/, '').toLowerCase() ?? field;

const materialOf = ({ ids, nowMs }: Walk, by: Chance): Material => ({
  by,
  now: nowMs,
  idsFor: (field) => {
    const known = [...ids].filter(([other]) => kindOf(other) === kindOf(field)).flatMap(([, seen]) => [...seen]);
    const fresh = `0197e7a0-0000-7000-9000-${String(by.below(1_000)).padStart(12, '0')}`;
    const [first, ...rest] = known;
    return first === undefined || by.oneIn(4) ? [fresh] : [first, ...rest];
  },
});

type Asked = { readonly name: string; readonly body: object; readonly by: Chance; readonly userId?: string };

const noteSecrets = ({ secrets }: Walk, body: unknown): void => {
  mapBoxes(body, (box) => {
    const content = contentOf(box);
    const texts = content.kind === 'plain' ? (JSON.stringify(content.value).match(/[^"\\]{9,}/g) ?? []) : [];
    for (const text of texts.filter((each) => each.includes(' '))) secrets.add(text);
    return undefined;
  });
};

/**
 * Gives a command, under a key of its own or that of an earlier one. Undefined where its body does not fit; a refusal is a
 * Rejection; anything else is a defect and thrown.
 */
const give = async (walk: Walk, asked: Asked, key: number): Promise<Executed | Rejection | undefined> => {
  const { name, by } = asked;
  const parsed = entryOf(name).body.safeParse(asked.body);
  if (!parsed.success) return undefined;
  noteSecrets(walk, parsed.data);
  const { version } = await walk.engine.states.load(caseAggregate, stream);
  const actor = {
    ...{ userId: asked.userId ?? by.pick(users), role: 'labourMarketCaseworker', unitId: exampleIds.unit },
    partyKind: 'labourMarketAdministration',
  };
  const known = { ...facts, ...(by.oneIn(30) ? by.pick(unfavourable) : {}) };
  try {
    return await execute(walk.engine, {
      ...{ aggregate: caseAggregate, stream, name, body: parsed.data, ifMatch: version },
      ...{ commandId: derivedId('walk', String(key)), correlationId: derivedId('walk', 'all') },
      authorise: async () => ({ rule: 'anyone', version: 1, actor }),
      resolveFacts: async () => ({ facts: known, versions: {} }),
      subjectOf: (state, body) => subjectOfCase(state, body),
    });
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw new Error(`${name} ${JSON.stringify(asked.body)}`, { cause: error });
  }
};

/** What was given, under which key, and what came of it. */
export type Given = Asked & { readonly key: number; readonly outcome: Executed | Rejection };

async function* giveAndNote(walk: Walk, asked: Asked): AsyncGenerator<Given> {
  const key = (walk.count += 1);
  const outcome = await give(walk, asked, key);
  if (outcome === undefined) return;
  const { name, body } = asked;
  if (!(outcome instanceof Rejection)) {
    walk.taken.push({ name, body });
    rememberIds(walk.ids, body);
  }
  yield { ...asked, key, outcome };
}

/** Gives a command again under the key that it had. */
export const giveSameKey = (walk: Walk, { key, outcome: _outcome, ...asked }: Given) => give(walk, asked, key);

/** Gives a command again under a key of its own, by the same user. */
export const giveTwice = (walk: Walk, { key: _key, outcome: _outcome, ...asked }: Given) =>
  give(walk, { ...asked, by: chance(1) }, (walk.count += 1));

async function* takeExample(walk: Walk, name: string, by: Chance): AsyncGenerator<Given> {
  const { at, by: user, body } = entryOf(name).example;
  if (at !== undefined) walk.nowMs = Math.max(walk.nowMs, Date.parse(at));
  yield* giveAndNote(walk, { name, body, by, userId: user ?? exampleIds.caseworker });
}

async function* takePath(walk: Walk, name: string, by: Chance): AsyncGenerator<Given> {
  for (const before of entryOf(name).example.after ?? []) yield* takePath(walk, before, by);
  yield* takeExample(walk, name, by);
}

const lastBodyOf = ({ taken }: Walk, name: string): object =>
  taken.findLast((earlier) => earlier.name === name)?.body ?? entryOf(name).example.body;

async function* takeMade(walk: Walk, name: string, by: Chance): AsyncGenerator<Given> {
  const body = made(schemas.get(name) ?? {}, materialOf(walk, by), '');
  if (typeof body === 'object' && body !== null) yield* giveAndNote(walk, { name, body, by });
}

async function* takeSpoilt(walk: Walk, name: string, by: Chance): AsyncGenerator<Given> {
  for (const before of entryOf(name).example.after ?? []) yield* takePath(walk, before, by);
  const body = remade(schemas.get(name) ?? {}, lastBodyOf(walk, name), materialOf(walk, by));
  yield* giveAndNote(walk, { name, body, by });
}

async function* takeAgain(walk: Walk, by: Chance): AsyncGenerator<Given> {
  const [first, ...rest] = walk.taken;
  if (first !== undefined) yield* giveAndNote(walk, { ...by.pick([first, ...rest]), by });
}

const ways: Readonly<Record<Step['how'], (walk: Walk, name: string, by: Chance) => AsyncGenerator<Given>>> = {
  path: takePath,
  example: takeExample,
  spoilt: takeSpoilt,
  made: takeMade,
  again: (walk, _name, by) => takeAgain(walk, by),
};

/** Takes one step; tells of each command on the way as it was given. */
export const take = (walk: Walk, { name, how, seed, hours }: Step): AsyncGenerator<Given> => {
  walk.nowMs += hours * 3_600_000;
  return ways[how](walk, name, chance(seed));
};
