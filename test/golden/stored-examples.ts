import { localDay } from '@etapp/calendar';
import { aggregates, defaultSettings, exampleIds } from '@etapp/domain';
import { canonicalJson } from '@etapp/event-store';
import {
  type Aggregate,
  contentOf,
  type Json,
  mapBoxes,
  parseJson,
  type RecordedEvent,
  SEALED,
  streamName,
} from '@etapp/kernel';
import { specificationOf } from '@etapp/testing';
import { z } from 'zod';

/** One event as the log holds it: the whole envelope, of which this names what the spec reads, and the sealed data. */
export const Stored = z.strictObject({
  header: z.looseObject({ id: z.uuid(), type: z.string(), version: z.int(), stream: z.string(), command: z.string() }),
  data: z.json(),
});
export type Stored = z.output<typeof Stored>;

/** An event that a command leads to, in the history that it stands in, and how it is stored today. */
export type StoredExample = {
  readonly aggregate: Aggregate;
  readonly history: readonly RecordedEvent[];
  readonly event: RecordedEvent;
  readonly stored: Stored;
};

type Run = { readonly after: readonly string[]; readonly name: string; readonly body: object; readonly at: string };

/** What the examples take for granted of other streams, by the name of the fact. */
const factsByName: Readonly<Record<string, unknown>> = {
  unitSettings: { ...defaultSettings, legalBases: ['SoL-2025:400'] },
  reminderRuleNames: ['silent-case', 'R06'],
  unavailableSupportForms: [],
  namedPerson: { known: true, protection: 'none' },
  otherOpenCase: {},
  namedStaff: { authorised: true },
  receivingStaff: { authorised: true },
  measureOwner: { authorised: true },
  secondPerson: { authorised: true },
  receivingUnit: { known: true, partyKind: 'labourMarketAdministration' },
  namedEmployer: { known: true },
  statedIdentityNumber: { validity: 'valid', kind: 'personal', birthYear: 1990, sex: 'female' },
  statedOrganisationNumber: { validity: 'valid' },
  openCasesOf: { count: 0 },
  namedDeputy: { known: true, absent: false },
};

type Subject = { readonly streamId: string; readonly subjectId?: string; readonly legalBasis?: string };

/** The stream's id, whose key seals the personal fields, and the act they are kept under, by category. */
const about: Readonly<Record<string, Subject>> = {
  case: { streamId: exampleIds.case, subjectId: exampleIds.person, legalBasis: 'SoL-2025:400' },
  person: { streamId: exampleIds.person, subjectId: exampleIds.person },
  unit: { streamId: exampleIds.unit },
  staff: { streamId: exampleIds.caseworker, subjectId: exampleIds.caseworker },
  employer: { streamId: exampleIds.employer, subjectId: exampleIds.employer },
  reminders: { streamId: exampleIds.case },
};

const { plan: planId, goal: goalId, activity: activityId } = exampleIds;
const revision = { planId, reasonCode: 'goalReached', nextStep: 'Sök utbildning', nextStepOn: '2026-03-20' };

/** Commands beside the examples, for facts that no example leads to. */
const further: readonly Run[] = [
  {
    after: ['ActivatePlan'],
    name: 'RevisePlan',
    body: {
      ...revision,
      changeGoals: [{ goalId, wording: 'Arbete på lager eller i butik', targetOn: '2026-09-01' }],
      reachGoals: [{ goalId, reachedOn: '2026-03-03' }],
      endActivities: [{ activityId, endedOn: '2026-03-03', result: 'completed' }],
      addActivities: [
        { activityId: exampleIds.proposal, kind: 'guidance', ownerParty: 'education', startsOn: '2026-03-04' },
      ],
    },
    at: '2026-03-03T11:00:00+01:00',
  },
  {
    after: ['ActivatePlan'],
    name: 'RevisePlan',
    body: { ...revision, dropGoals: [{ goalId, reasonCode: 'participantWish' }] },
    at: '2026-03-03T11:00:00+01:00',
  },
];

const factsFor = ({ commands }: Aggregate): object =>
  Object.fromEntries(
    Object.values(commands).flatMap(({ facts }) =>
      Object.entries(facts).map(([key, { name }]) => {
        if (!(name in factsByName))
          throw new Error(`the golden events need to know what to take for granted of ${name}`);
        return [key, factsByName[name]];
      }),
    ),
  );

const monday = {
  now: '2026-03-02T09:00:00+01:00',
  today: localDay,
  actor: {
    userId: exampleIds.caseworker,
    role: 'labourMarketCaseworker',
    unitId: exampleIds.unit,
    partyKind: 'labourMarketAdministration',
  },
};

/** A sealed value as it is stored; nobody has the key, and no rule would use it. */
const envelope = (person: string, freeText: boolean): Json => ({
  v: 1,
  alg: 'A256GCM',
  person,
  keyVersion: 1,
  ...(freeText ? { text: '00000000-0000-7000-8000-00000000000a' } : {}),
  nonce: 'AAAAAAAAAAAAAAAA',
  ciphertext: 'Z29sZGVu',
  tag: 'AAAAAAAAAAAAAAAAAAAAAA',
});

const sealed = (data: unknown, subjectId: string | undefined): unknown =>
  mapBoxes(data, (box, path) => {
    if (subjectId === undefined) throw new Error(`${path} is personal, but the event is about nobody`);
    const content = contentOf(box);
    return { [SEALED]: envelope(subjectId, content.kind === 'plain' && content.mark.freeText) };
  });

const toStored = (event: RecordedEvent, schemaVersion: number | undefined, command: string): Stored => {
  const { position: _position, recordedAt: _recordedAt, data, stream, ...header } = event;
  const { streamId, ...subject } = about[stream.category] ?? { streamId: stream.id };
  const whole = { ...header, ...subject, stream: streamName({ ...stream, id: streamId }), schemaVersion, command };
  return Stored.parse(parseJson(canonicalJson({ header: whole, data: sealed(data, subject.subjectId) })));
};

const examplesOf = (aggregate: Aggregate): StoredExample[] => {
  const { commands, events } = aggregate;
  const specification = specificationOf(aggregate, { ...monday, facts: factsFor(aggregate) });
  const examples = Object.entries(commands).map(([name, { example }]) => ({
    name,
    before: specification.after(...(example.after ?? [])),
    history: specification.after(name),
  }));
  const others = further.flatMap(({ after, name, body, at }) => {
    if (!(name in commands)) return [];
    const before = specification.after(...after);
    return [{ name, before, history: before.and(name, body, { at }) }];
  });
  return [...examples, ...others].flatMap(({ name, before, history: { events: history } }) =>
    history.slice(before.events.length).map((event) => {
      const stored = toStored(event, events[event.type]?.version, name);
      return { aggregate, history, event, stored };
    }),
  );
};

/** Every event that the examples of the catalogue lead to, in the catalogue's order. */
export const storedExamples: readonly StoredExample[] = Object.values<Aggregate>(aggregates).flatMap(examplesOf);
