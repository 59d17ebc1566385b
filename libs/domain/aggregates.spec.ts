import { describe, expect, it } from '@jest/globals';

import { aggregates, commands, events } from './aggregates.js';

const all = Object.values(aggregates);
const twice = (names: readonly string[]): string[] => names.filter((name, place) => names.indexOf(name) !== place);

describe('the catalogue of all streams', () => {
  it('names every fact and every intention once', () => {
    expect(twice(all.flatMap((aggregate) => Object.keys(aggregate.events)))).toEqual([]);
    expect(twice(all.flatMap((aggregate) => Object.keys(aggregate.commands)))).toEqual([]);
  });

  it('holds those of every stream', () => {
    expect(Object.keys(events)).toEqual(all.flatMap((aggregate) => Object.keys(aggregate.events)));
    expect(Object.keys(commands)).toEqual(all.flatMap((aggregate) => Object.keys(aggregate.commands)));
  });

  it('has each kind of stream under its category, begun by one command; what was reminded of, by the service', () => {
    expect(Object.entries(aggregates).map(([category]) => category)).toEqual(all.map(({ category }) => category));
    const first = all.map(({ commands: own }) => Object.keys(own).filter((name) => own[name]?.creates !== undefined));
    expect(first).toEqual([
      ['OpenCase'],
      ['RegisterPerson'],
      ['RegisterUnit'],
      ['RegisterStaff'],
      ['RegisterEmployer'],
      [],
    ]);
  });
});
