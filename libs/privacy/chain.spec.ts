import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '@etapp/event-store';
import { streamName } from '@etapp/kernel';
import fc from 'fast-check';

import { type LinkedEvent, linkOf, verifyChain } from './chain.js';

const stream = { category: 'case', tenant: '5b0c1f3a-7d1e-4c52-9a77-0f1f6f0b3a01', id: 'c1' };

const chainOf = (contents: readonly string[]): readonly LinkedEvent[] => {
  let previous: string | undefined;
  return contents.map((content, index) => {
    const [id, type, version] = [`e${index + 1}`, 'NoteWritten', index + 1];
    const header = canonicalJson({ id, type, version, stream: streamName(stream), schemaVersion: 1 });
    const data = canonicalJson({ content });
    previous = linkOf({ previous, header, data });
    return { id, type, version, stream, header, data, link: previous };
  });
};

/** The same events with links made anew, as a forger would. */
const relinked = (events: readonly LinkedEvent[]): readonly LinkedEvent[] => {
  let previous: string | undefined;
  return events.map((event) => {
    previous = linkOf({ previous, ...event });
    return { ...event, link: previous };
  });
};

const faultIn = (events: readonly LinkedEvent[]) => {
  const verdict = verifyChain(events);
  return verdict.ok ? undefined : { version: verdict.version, fault: verdict.fault };
};

describe('a link', () => {
  // Published: made with another implementation (printf and sha256sum), so that a verifier can be tried on them.
  it.each([
    {
      previous: undefined,
      header: '{"id":"1"}',
      data: '{}',
      link: 'db6d4838c5911da7044fe499e1208b1a69f86f18fa60f6a6af34fbbcd35752ee',
    },
    {
      previous: 'db6d4838c5911da7044fe499e1208b1a69f86f18fa60f6a6af34fbbcd35752ee',
      header: '{"id":"2"}',
      data: '{"namn":"Åsa"}',
      link: '2038193f83b0c6d4895f9d9b632c573269af755a067aeeed5a4582840a4e028b',
    },
  ])('of $header is $link', ({ link, ...parts }) => {
    expect(linkOf(parts)).toBe(link);
  });

  it('is what its description says', () => {
    const hash = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
    const inner = ['{"a":1}', '{"b":"ö"}'].map((text) => hash(Buffer.from(text, 'utf8')));
    const expected = hash(Buffer.from('etapp/link/1', 'ascii'), Buffer.alloc(32, 0xab), ...inner).toString('hex');
    expect(linkOf({ previous: 'ab'.repeat(32), header: '{"a":1}', data: '{"b":"ö"}' })).toBe(expected);
  });

  it('does not follow on something that is no link', () => {
    for (const previous of ['', 'AB'.repeat(32), 'ab'.repeat(31)]) {
      expect(() => linkOf({ previous, header: '{}', data: '{}' })).toThrow(TypeError);
    }
  });
});

describe('a chain', () => {
  it('is sound as it was written, in one piece or in several', () => {
    const events = chainOf(['a', 'b', 'c']);
    const head = { version: 3, link: events[2]?.link };
    expect(verifyChain(events)).toEqual({ ok: true, head });
    const first = verifyChain(events.slice(0, 2));
    expect(first.ok && verifyChain(events.slice(2), first.head)).toEqual({ ok: true, head });
  });

  it('is empty for a stream without events', () => {
    expect(verifyChain([])).toEqual({ ok: true, head: { version: 0, link: undefined } });
  });

  it('shows which version is missing', () => {
    const events = chainOf(['a', 'b', 'c']);
    expect(faultIn(events.filter(({ version }) => version !== 2))).toEqual({ version: 2, fault: 'version-gap' });
    expect(faultIn(events.slice(1))).toEqual({ version: 1, fault: 'version-gap' });
  });

  it('shows a changed text at its event, and a cut tail at its head', () => {
    const events = chainOf(['a', 'b', 'c']);
    const changed = events.map((event) => (event.version === 2 ? { ...event, data: '{"content":"x"}' } : event));
    expect(faultIn(changed)).toEqual({ version: 2, fault: 'broken-link' });
    expect(verifyChain(events.slice(0, 2))).toMatchObject({ ok: true, head: { version: 2 } });
  });

  it.each([
    { id: 'e9' },
    { type: 'NoteErased' },
    { stream: { ...stream, id: 'c2' } },
    { header: '{"id":"e2"}' },
    { header: 'null' },
    { header: 'no JSON' },
  ])('shows columns that say %j beside another header', (other) => {
    const events = chainOf(['a', 'b']).map((event) => (event.version === 2 ? { ...event, ...other } : event));
    expect(faultIn(relinked(events))).toEqual({ version: 2, fault: 'header-disagrees' });
  });

  it('shows a header that claims another version than its column', () => {
    const [first, second] = chainOf(['a', 'b']);
    if (first === undefined || second === undefined) throw new Error('two events');
    expect(faultIn(relinked([{ ...second, version: 1 }]))).toEqual({ version: 1, fault: 'header-disagrees' });
  });
});

const contents = fc.array(fc.string(), { minLength: 2, maxLength: 8 });
const fields = ['id', 'type', 'header', 'data', 'link'] as const;

describe('whatever is done to a chain', () => {
  it('a changed byte of any field is found at its event', () => {
    const change = fc.record({ at: fc.nat(), field: fc.constantFrom(...fields), place: fc.nat() });
    const property = fc.property(contents, change, (texts, { at, field, place }) => {
      const events = chainOf(texts);
      const index = at % events.length;
      const changed = events.map((event, i) =>
        i === index ? { ...event, [field]: flip(event[field], place) } : event,
      );
      expect(faultIn(changed)).toMatchObject({ version: index + 1 });
    });
    fc.assert(property);
  });

  it('a dropped, doubled or inserted event is found', () => {
    const property = fc.property(contents, fc.nat(), (texts, at) => {
      const events = chainOf(texts);
      const index = at % (events.length - 1);
      const extra = chainOf([...texts, 'extra']).at(-1);
      expect(faultIn(events.toSpliced(index, 1))).toBeDefined();
      expect(faultIn(events.toSpliced(index, 0, ...events.slice(index, index + 1)))).toBeDefined();
      expect(faultIn(events.toSpliced(index, 0, ...(extra === undefined ? [] : [extra])))).toBeDefined();
    });
    fc.assert(property);
  });

  it('two events in each other’s place are found, also with their versions changed to fit', () => {
    const property = fc.property(contents, fc.nat(), fc.nat(), (texts, a, b) => {
      const events = chainOf(texts.map((text, index) => `${index}${text}`));
      const [one, other] = [a % events.length, b % events.length];
      fc.pre(one !== other);
      const swapped = events.map((event, i) => events[i === one ? other : i === other ? one : i] ?? event);
      expect(faultIn(swapped)).toBeDefined();
      expect(faultIn(swapped.map((event, i) => ({ ...event, version: i + 1 })))).toBeDefined();
    });
    fc.assert(property);
  });
});

const flip = (text: string, place: number): string => {
  const bytes = Buffer.from(text, 'utf8');
  const at = place % bytes.length;
  // Within ASCII, so that the text stays one that a database can hold.
  const index = bytes.findIndex((byte, i) => i >= at && byte < 0x80);
  const target = index === -1 ? 0 : index;
  bytes[target] = (bytes[target] ?? 0) ^ 1;
  return bytes.toString('utf8');
};
