import { describe, expect, it } from '@jest/globals';
import { events, isOfficialTestNumber, parseOrganisationNumber } from '@etapp/domain';

import { demoEmployers } from './employers.js';
import { demoHistory } from './history.js';
import { demoStaff } from './people.js';
import { tellInMemory } from './told.fixture.js';
import { demoUnits } from './units.js';

const tuesdayNoon = '2026-06-16T10:00:00.000Z';

const told = (now: string) => {
  const { streams, give } = tellInMemory();
  const steps = demoHistory(now);
  const given = steps.map((step) => ({ step, events: give(step) }));
  return { streams, steps, given, events: given.flatMap((one) => one.events) };
};

describe('the demo municipality', () => {
  const { streams, steps, given, events: facts } = told(tuesdayNoon);
  const cases = streams.case.ids().map((id) => streams.case.stateOf(id));
  const meetings = cases.flatMap((state) => Object.values(state.meetings));

  it('is told in time order, each command leading to something', () => {
    expect(given.filter((one) => one.events.length === 0).map(({ step }) => `${step.at} ${step.name}`)).toEqual([]);
    const times = steps.map(({ at }) => at);
    expect(times).toEqual(times.toSorted());
    expect(times.at(-1)).toBe(tuesdayNoon);
  });

  it('is told over two years, until the same morning', () => {
    expect(steps[0]?.at).toBe('2024-06-15T10:00:00.000Z');
    expect(steps.filter(({ at }) => at > '2026-06-16T05:00:00.000Z').length).toBeGreaterThan(3);
  });

  it('has sixty people and more, all with official test numbers', () => {
    expect(streams.person.ids().length).toBeGreaterThanOrEqual(60);
    const numbers = steps.flatMap(({ body }) => ('idNumber' in body ? [String(body.idNumber)] : []));
    expect(numbers.filter((number) => !isOfficialTestNumber(number) && !/^R-\d+$/.test(number))).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('has employers whose numbers are right and belong to nobody', () => {
    const numbers = demoEmployers.map(({ organisationNumber }) => organisationNumber);
    expect(numbers.map((number) => parseOrganisationNumber(number, '2026-06-16')?.kind)).toEqual(
      numbers.map(() => 'organisation'),
    );
    expect(numbers.every((number) => number.startsWith('4'))).toBe(true);
  });

  it('has cases in every state', () => {
    expect(new Set(cases.map(({ intake }) => intake.status))).toEqual(
      new Set(['open', 'closed', 'rejected', 'erroneous']),
    );
    expect(new Set(cases.map(({ firstContact }) => firstContact.status))).toEqual(new Set(['none', 'booked', 'held']));
    expect(new Set(cases.map(({ track }) => track.track))).toEqual(new Set(['none', 'mainFlow', 'specialSupport']));
    expect(new Set(cases.map(({ responsibility }) => responsibility.roles.caseworker?.held))).toEqual(
      new Set([undefined, true, false]),
    );
    expect(cases.some(({ waiting }) => waiting.openWaitId !== undefined)).toBe(true);
    expect(cases.some(({ transfer }) => transfer.status === 'transferred')).toBe(true);
  });

  it('has meetings in every state, with every reply', () => {
    expect(new Set(meetings.map(({ status }) => status))).toEqual(
      new Set([
        ...['requested', 'withdrawn', 'scheduled', 'invited', 'onHold', 'notHeld'],
        ...['held', 'minutesApproved', 'closed', 'cancelled'],
      ]),
    );
    const replies = cases.flatMap(({ meetingReplies }) =>
      Object.values(meetingReplies).flatMap((parties) => Object.values(parties)),
    );
    expect(new Set(replies.map(({ reply }) => reply))).toEqual(
      new Set([
        ...['notInvited', 'invited', 'opened', 'accepts', 'proposesNewTime', 'declines'],
        ...['withdrawn', 'retracted'],
      ]),
    );
  });

  it('has a meeting ahead that everybody comes to, and one whose day has passed without a word', () => {
    const booked = meetings.flatMap((meeting) =>
      meeting.status === 'invited' && 'startsAt' in meeting ? [meeting.startsAt] : [],
    );
    expect(booked.some((startsAt) => startsAt > tuesdayNoon)).toBe(true);
    expect(booked.some((startsAt) => startsAt < tuesdayNoon)).toBe(true);
  });

  it('has plans, consents, referrals, measures and placements in every state', () => {
    type Slice = Readonly<Record<string, { readonly status: string }>>;
    const states = (slice: (state: (typeof cases)[number]) => Slice): Set<string> =>
      new Set(cases.flatMap((state) => Object.values(slice(state)).map(({ status }) => status)));
    expect(states(({ plan }) => plan.plans)).toEqual(new Set(['draft', 'active', 'closed']));
    expect(states(({ consent }) => consent)).toEqual(
      new Set(['requested', 'given', 'declined', 'withdrawn', 'superseded']),
    );
    expect(states(({ referrals }) => referrals)).toEqual(
      new Set(['sent', 'waitlisted', 'accepted', 'declined', 'withdrawn', 'started', 'interrupted', 'completed']),
    );
    expect(states(({ measures }) => measures)).toEqual(
      new Set(['agreed', 'started', 'completed', 'cancelled', 'superseded']),
    );
    expect(states(({ placements }) => placements)).toEqual(
      new Set(['agreed', 'running', 'ended', 'aborted', 'cancelled']),
    );
  });

  it('gives the caseworker of the demo much to do, and the other unit something', () => {
    const openOf = (userId: string): number =>
      cases.filter(
        ({ intake, responsibility: { roles } }) => intake.status === 'open' && roles.caseworker?.userId === userId,
      ).length;
    expect(openOf(demoStaff.caseworker.userId)).toBeGreaterThan(15);
    const { unitId } = demoUnits.harbour;
    expect(cases.filter(({ intake }) => intake.status !== 'none' && intake.unitId === unitId).length).toBeGreaterThan(
      10,
    );
  });

  it('tells almost every kind of fact that there is; a new one may wait for its story', () => {
    const types = new Set(facts.map(({ type }) => type));
    const untold = Object.keys(events).filter((type) => !types.has(type));
    expect(untold.slice(5)).toEqual([]);
    expect(facts.length).toBeGreaterThan(2_000);
  });

  it('is the same whenever it is told for the same moment', () => {
    expect(demoHistory(tuesdayNoon)).toEqual(steps);
  });
});

describe('a history that leads up to', () => {
  it.each([
    ['a Sunday night', '2026-11-22T00:33:00.000Z'],
    ['a Monday before anybody is at work', '2026-03-02T05:00:00.000Z'],
    ['the day after Easter', '2026-04-07T13:15:30.123Z'],
    ['New Year', '2027-01-01T11:00:00.000Z'],
    ['a leap day', '2028-02-29T15:59:59.999Z'],
    ['the last Friday before summer time ends', '2027-10-29T14:00:00.000Z'],
    ['Midsummer', '2029-06-22T12:00:00.000Z'],
  ])('%s breaks no rule', (_name, now) => {
    const { given, streams } = told(now);
    expect(given.every((one) => one.events.length > 0)).toBe(true);
    expect(streams.person.ids().length).toBeGreaterThanOrEqual(60);
  });
});
