import { localDay } from '@etapp/calendar';
import {
  aggregates,
  parseIdentityNumber,
  parseOrganisationNumber,
  settingsInForce,
  unavailableSupportForms,
} from '@etapp/domain';
import { type Aggregate, type RecordedEvent, Rejection } from '@etapp/kernel';

import { actorOf, demoStaff, demoTenant, type Staff } from './people.js';
import type { Step } from './telling.js';

const streamsOf = <S>(aggregate: Aggregate<string, S>) => {
  const states = new Map<string, S>();
  const versions = new Map<string, number>();
  const stateOf = (id: string): S => states.get(id) ?? aggregate.initial;
  const decide = ({ at, by, name, id, body }: Step, facts: object) => {
    const entry = aggregate.commands[name];
    if (entry === undefined) throw new Error(`${aggregate.category} has no command ${name}`);
    const context = { now: at, today: localDay(at), actor: actorOf(by), facts };
    return aggregate.decide(stateOf(id), { name, body: entry.body.parse(body) }, context);
  };
  const apply = (step: Step, facts: object): RecordedEvent[] =>
    decide(step, facts).map((event) => {
      const version = (versions.get(step.id) ?? 0) + 1;
      const recorded: RecordedEvent = {
        ...event,
        // Parsed as in the log: an event that its schema refuses is a defect of the history.
        data: aggregate.events[event.type]?.data.parse(event.data) ?? {},
        id: `${step.id}/${version}`,
        stream: { category: aggregate.category, tenant: demoTenant, id: step.id },
        version,
        position: String(version),
        recordedAt: step.at,
        actor: actorOf(step.by),
        correlationId: step.id,
        causationId: step.id,
        command: step.name,
      };
      versions.set(step.id, version);
      states.set(step.id, aggregate.evolve(stateOf(step.id), recorded));
      return recorded;
    });
  return { stateOf, apply, known: (id: string): boolean => versions.has(id), ids: (): string[] => [...states.keys()] };
};

const textIn = (body: object, ...fields: readonly string[]): string =>
  fields.map((field): unknown => Reflect.get(body, field)).find((value) => typeof value === 'string') ?? '';

const emptyStreams = () => ({
  case: streamsOf(aggregates.case),
  person: streamsOf(aggregates.person),
  unit: streamsOf(aggregates.unit),
  staff: streamsOf(aggregates.staff),
  employer: streamsOf(aggregates.employer),
});
type Streams = ReturnType<typeof emptyStreams>;

const members: readonly Staff[] = Object.values(demoStaff);

const unitOf = (streams: Streams, { id, body }: Step): string => {
  const { intake } = streams.case.stateOf(id);
  return intake.status === 'none' ? textIn(body, 'unitId') : intake.unitId;
};

/** The foreign facts of a step, out of the history's own streams. */
const factsFor = (streams: Streams, step: Step): object => {
  const { body, at } = step;
  const today = localDay(at);
  const unitId = unitOf(streams, step);
  const unit = streams.unit.stateOf(unitId);
  const unitIds = members.find(({ userId }) => userId === step.id)?.unitIds ?? [unitId, textIn(body, 'toUnitId')];
  const staffFields = ['deputyUserId', 'userId', 'byUserId', 'toUserId', 'ownerUserId'] as const;
  const named = members.find(({ userId }) => userId === textIn(body, ...staffFields));
  const idNumber = parseIdentityNumber(textIn(body, 'idNumber'), today);
  return {
    settings: settingsInForce({ municipality: streams.unit.stateOf(demoTenant), unit }, today),
    unavailable: unavailableSupportForms(unit, today),
    person: { known: streams.person.known(textIn(body, 'personId')), protection: 'none' },
    otherOpenCase: {},
    staff: { authorised: named?.unitIds.some((each) => unitIds.includes(each)) ?? false },
    approver: { authorised: members.some(({ userId }) => userId === textIn(body, 'approvedBy')) },
    receiver: { known: streams.unit.known(textIn(body, 'toUnitId')), partyKind: 'labourMarketAdministration' },
    employer: { known: streams.employer.known(textIn(body, 'employerId')) },
    deputy: { known: named !== undefined, absent: false },
    openCases: { count: 0 },
    number: {
      ...('error' in idNumber ? {} : { kind: idNumber.kind, birthYear: idNumber.birthYear }),
      validity: validityOf(step),
    },
  };
};

/** Folds a history in memory, command by command, with no database and the facts that its own streams give. */
export const tellInMemory = () => {
  const streams = emptyStreams();
  const categories = Object.entries(aggregates).map(([category, { commands }]) => ({ category, commands }));
  const give = (step: Step): readonly RecordedEvent[] => {
    const { category } = categories.find(({ commands }) => step.name in commands) ?? { category: 'none' };
    const stream = Object.entries(streams).find(([name]) => name === category)?.[1];
    if (stream === undefined) throw new Error(`no command ${step.name}`);
    try {
      return stream.apply(step, factsFor(streams, step));
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      const why = `${step.at} ${step.name} of ${step.id}: ${error.code} ${JSON.stringify(error.details)}`;
      throw new Error(why, { cause: error });
    }
  };
  return { streams, give };
};

const validityOf = ({ body, at }: Step): string => {
  const today = localDay(at);
  const organisationNumber = textIn(body, 'organisationNumber');
  if (organisationNumber !== '')
    return parseOrganisationNumber(organisationNumber, today) === undefined ? 'invalid' : 'valid';
  if (textIn(body, 'idKind') === 'reserve') return 'valid';
  return 'error' in parseIdentityNumber(textIn(body, 'idNumber'), today) ? 'invalid' : 'valid';
};
