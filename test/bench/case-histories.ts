import { localDay } from '@etapp/calendar';
import { aggregates, defaultSettings, exampleIds } from '@etapp/domain';
import { canonicalJson } from '@etapp/event-store';
import { contentOf, type DecidedEvent, mapBoxes, type RecordedEvent, SEALED, streamName } from '@etapp/kernel';

const { case: aggregate } = aggregates;
type State = typeof aggregate.initial;

/** Where the sample cases belong; `histories` replaces these by those of the case that it tells. */
export const sample = {
  stream: { category: 'case', tenant: '0197e7a0-0000-7000-a000-000000000001', id: exampleIds.case },
  actor: {
    ...{ userId: exampleIds.caseworker, role: 'labourMarketCaseworker', unitId: exampleIds.unit },
    partyKind: 'labourMarketAdministration',
  },
  legalBasis: 'SoL-2025:400',
} as const;

/** Facts of other streams that the sample cases rest on, by the name a command gives them. */
const facts = {
  person: { known: true, protection: 'none' },
  otherOpenCase: {},
  settings: { ...defaultSettings, legalBases: [sample.legalBasis] },
  unavailable: [],
  staff: { authorised: true },
  approver: { authorised: true },
  receiver: { known: true, partyKind: 'labourMarketAdministration' },
  employer: { known: true },
};

const journal = (days: readonly string[]): Step[] => days.map((aboutOn) => ({ name: 'AddJournalEntry', aboutOn }));

/** A command as its example in the catalogue gives it; a journal entry is about the day that is stated. */
type Step = { readonly name: string; readonly aboutOn?: string };

const steps = (...names: readonly string[]): Step[] => names.map((name) => ({ name }));

const beginning = [
  ...steps('OpenCase', 'AssignCaseworker', 'RecordIntakeSnapshot', 'BookFirstContact', 'RecordFirstContact'),
  ...steps('AssessTrack', 'DraftPlan', 'AddPlanGoal', 'AddPlanActivity', 'ActivatePlan', 'LinkDocument'),
];
const meeting = [
  ...steps('RequestTripartiteMeeting', 'SetAgenda', 'ScheduleTripartiteMeeting', 'InviteParty'),
  ...steps('RecordInvitationOpened', 'RecordPartyReply', 'HoldTripartiteMeeting', 'RecordMeetingConclusion'),
  ...steps('AgreeMeasure', 'DraftMinutes', 'ApproveMinutes', 'CloseTripartiteMeeting', 'StartMeasure'),
];
const referral = steps('GiveConsent', 'SendReferral', 'AcceptReferral', 'StartReferral', 'RecordReferralFeedback');
const placement = steps('AgreePlacement', 'StartPlacement', 'CheckPlacement', 'EndPlacement');

const march = Array.from({ length: 31 }, (_day, index) => `2026-03-${String(index + 1).padStart(2, '0')}`);

/** What happens in a case, by its course: commands in their order. */
const courses: Readonly<Record<string, readonly Step[]>> = {
  meeting: [...beginning, ...journal(march.slice(0, 4)), ...meeting, ...journal(march.slice(4, 14))],
  referral: [...beginning, ...journal(march.slice(0, 4)), ...referral, ...journal(march.slice(4, 24))],
  placement: [...beginning, ...journal(march.slice(0, 4)), ...placement, ...journal(march.slice(4, 24))],
  begun: beginning.slice(0, 8),
};

const idOf = (number: number): string => `0197e7a0-0000-7000-9000-${String(number).padStart(12, '0')}`;

const recorded = (
  event: DecidedEvent,
  version: number,
  { now, name }: { now: string; name: string },
): RecordedEvent => ({
  ...{ id: idOf(version), type: event.type, data: event.data, stream: sample.stream, version },
  ...{ position: String(version), occurredAt: event.occurredAt, recordedAt: now, actor: sample.actor },
  ...{ correlationId: idOf(1_000 + version), causationId: idOf(2_000 + version), command: name },
});

type History = { readonly state: State; readonly events: readonly RecordedEvent[]; readonly now: string };

const later = (a: string, b: string): string => (Date.parse(a) < Date.parse(b) ? b : a);

const take = ({ state, events, now: before }: History, { name, aboutOn }: Step): History => {
  const entry = aggregate.commands[name];
  if (entry === undefined) throw new Error(`no command ${name}`);
  const { example } = entry;
  const now = later(before, new Date(later(example.at ?? before, aboutOn ?? before)).toISOString());
  const ofEntry = aboutOn === undefined ? {} : { aboutOn, entryId: idOf(3_000 + events.length) };
  const actor = example.by === undefined ? sample.actor : { ...sample.actor, userId: example.by };
  const decided = aggregate.decide(
    state,
    { name, body: entry.body.parse({ ...example.body, ...ofEntry }) },
    { now, today: localDay(now), actor, facts },
  );
  const added = decided.map((event, index) => recorded(event, events.length + index + 1, { now, name }));
  return {
    state: added.reduce((folded, event) => aggregate.evolve(folded, event), state),
    ...{ events: [...events, ...added], now },
  };
};

/** As long as a sealed text of its length: encryption adds nothing to it. */
const cipherOf = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const sealed = (data: unknown): unknown =>
  mapBoxes(data, (box) => {
    const content = contentOf(box);
    if (content.kind === 'sealed') throw new Error('a sealed box in a decision');
    const { value, mark } = content;
    const text = mark.freeText ? { text: idOf(4_000) } : {};
    const key = { v: 1, alg: 'A256GCM', person: exampleIds.person, keyVersion: 1, ...text };
    return {
      [SEALED]: { ...key, nonce: 'q83vEjRWeJCrze8S', ciphertext: cipherOf(value), tag: 'q83vEjRWeJCrze8SEjRWeA' },
    };
  });

/** An event as the log holds it, without its place. */
export type SampleEvent = { readonly type: string; readonly header: string; readonly data: string };

const stored = ({ position: _position, recordedAt: _at, data, stream, ...header }: RecordedEvent): SampleEvent => ({
  type: header.type,
  header: canonicalJson({
    ...{ ...header, stream: streamName(stream), schemaVersion: aggregate.events[header.type]?.version },
    ...{ subjectId: exampleIds.person, legalBasis: sample.legalBasis, policy: { rule: 'case.manage', version: 1 } },
    facts: { [`unit-${exampleIds.unit}`]: 3 },
  }),
  data: canonicalJson(sealed(data)),
});

/** Sample cases by course, decided by the rules of the domain and sealed with ciphertext that nobody can open. */
export const sampleHistories = (): Readonly<Record<string, readonly SampleEvent[]>> =>
  Object.fromEntries(
    Object.entries(courses).map(([course, course_]) => {
      const start: History = { state: aggregate.initial, events: [], now: '2026-03-02T08:00:00.000Z' };
      return [course, course_.reduce(take, start).events.map(stored)];
    }),
  );
