import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { events } from '@etapp/domain';
import { canonicalJson, decodeEvent } from '@etapp/event-store';
import { type EventEntry, parseJson, parseStreamName } from '@etapp/kernel';

import { Stored, type StoredExample, storedExamples } from './stored-examples.js';

const folder = import.meta.dirname;
const howToWrite = '`npm run golden --workspace @etapp/test` writes what is missing and changes nothing.';

const versions = Object.entries<EventEntry>(events).flatMap(([type, { version }]) =>
  Array.from({ length: version }, (_, n) => ({
    type,
    n: n + 1,
    newest: n + 1 === version,
    file: `${type}.v${n + 1}.json`,
  })),
);

/** Where an event stands today: after the command that the stored one came from, else after any that leads to it. */
const exampleOf = (type: string, command?: string): StoredExample => {
  const examples = storedExamples.filter(({ event }) => event.type === type);
  const found = examples.find(({ stored }) => stored.header.command === command) ?? examples[0];
  if (found === undefined) throw new Error(`no example leads to ${type}`);
  return found;
};

const read = (file: string): Stored => {
  const path = `${folder}/${file}`;
  if (!existsSync(path)) throw new Error(`test/golden/${file} is missing. ${howToWrite}`);
  return Stored.parse(parseJson(readFileSync(path, 'utf8')));
};

const decode = ({ header, data }: Stored, { aggregate, event }: StoredExample) => {
  const decoded = decodeEvent(aggregate.events, {
    id: header.id,
    type: header.type,
    header: canonicalJson(header),
    data: canonicalJson(data),
    link: '0'.repeat(64),
    stream: parseStreamName(header.stream),
    version: header.version,
    position: event.position,
    recordedAt: event.recordedAt,
  });
  if (decoded === undefined) throw new Error(`${header.type} is not in the catalogue`);
  return decoded;
};

if (process.env['ETAPP_WRITE_GOLDEN'] === '1') {
  for (const { type, file } of versions.filter(({ newest, file }) => newest && !existsSync(`${folder}/${file}`))) {
    writeFileSync(`${folder}/${file}`, `${JSON.stringify(exampleOf(type).stored, undefined, 2)}\n`);
  }
}

describe.each(versions)('$file', ({ type, file }) => {
  it('is read and folded in the place where it happened', () => {
    const golden = read(file);
    const example = exampleOf(type, golden.header.command);
    const decoded = decode(golden, example);
    const history = example.history.map((event) => (event === example.event ? decoded : event));
    const { evolve, initial } = example.aggregate;
    expect(decoded.type).toBe(type);
    expect(() => history.reduce((state, event) => evolve(state, event), initial)).not.toThrow();
  });
});

describe('an event of the newest version', () => {
  it.each(versions.filter(({ newest }) => newest))('is stored today as in $file', ({ type, file }) => {
    const golden = read(file);
    const { stored } = exampleOf(type, golden.header.command);
    expect(golden.data).toEqual(stored.data);
    expect(Object.keys(golden.header)).toEqual(Object.keys(stored.header));
  });
});

describe('the golden events', () => {
  it('are those of the catalogue: a stored event is never taken out of it', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
    expect(files.sort()).toEqual(versions.map(({ file }) => file).sort());
  });
});
