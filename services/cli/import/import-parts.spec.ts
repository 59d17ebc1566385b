import { describe, expect, it } from '@jest/globals';

import { readStated, toInstant } from './local-time.js';
import { mapRow } from './map-row.js';
import { columnsOf, Mapping, readMapping } from './mapping.js';
import { readFile } from './read-file.js';

const unitId = '0197e7a0-0c14-7000-8000-000000000001';
const raw = {
  source: 'former',
  key: 'No',
  person: {
    idKind: { column: 'Kind', values: { P: 'personal', R: 'reserve' } },
    idNumber: { column: 'Number' },
    givenName: { column: 'Given' },
    familyName: { column: 'Family' },
    birthYear: { column: 'Year', number: true },
    sex: { fromIdentityNumber: 'sex' },
    municipalityCode: { constant: '9901' },
  },
  case: {
    unitId: { constant: unitId },
    source: { constant: 'service' },
    servedAs: { constant: 'serviceEnrolled' },
    receivedAt: { column: 'Received', date: 'DD.MM.YYYY HH:mm' },
    legalBasis: { constant: 'SoL-2025:400' },
  },
};
const mapping = Mapping.parse(raw);
const cells = {
  ...{ No: '7', Kind: 'P', Number: '199107052392', Given: 'Jonas', Family: 'Exempel', Year: '' },
  Received: '29.03.2026 08:30',
};
const today = '2026-04-01';
const faultsOf = (more: object) => {
  const reading = mapRow(mapping, { row: 2, cells: { ...cells, ...more } }, today);
  return 'faults' in reading ? reading.faults.map(({ field, rule }) => `${field} ${rule}`) : [];
};

describe('a row read by a mapping', () => {
  it('becomes the bodies of commands, with what the number tells and Swedish local time', () => {
    const reading = mapRow(mapping, { row: 2, cells }, today);
    expect(reading).toMatchObject({
      row: 2,
      mapped: {
        key: '7',
        identityNumber: '199107052392',
        person: { idKind: 'personal', sex: 'male', municipalityCode: '9901' },
        case: { unitId, receivedAt: '2026-03-29T06:30:00.000Z' },
        caseworker: undefined,
      },
    });
  });

  it('has every fault of form at once, by field and rule', () => {
    expect(faultsOf({ Kind: 'X', Given: ' ', Received: '31.02.2026 08:30', Year: 'x' })).toEqual([
      'person.idKind value-not-mapped',
      'person.givenName required',
      'person.birthYear invalid-type',
      'case.receivedAt not-a-date',
    ]);
  });

  it('needs a key, since without one a repeat could not know the case again', () => {
    expect(faultsOf({ No: '' })).toEqual(['key required']);
  });

  it('has no number to find a person by where the number is none', () => {
    const reading = mapRow(mapping, { row: 2, cells: { ...cells, Number: '199107052393' } }, today);
    expect('faults' in reading && reading.faults).toEqual([{ field: 'person.sex', rule: 'required' }]);
  });
});

describe('a mapping', () => {
  it('names the columns it reads, each once', () => {
    expect(columnsOf(mapping)).toEqual(['No', 'Kind', 'Number', 'Given', 'Family', 'Year', 'Received']);
  });

  it('maps no id of a person or case: those are derived', () => {
    const read = readMapping(JSON.stringify({ ...raw, case: { ...raw.case, caseId: { column: 'No' } } }));
    expect(read).toEqual({ faults: [{ at: 'case.caseId', rule: 'no-such-field' }] });
  });

  it('is told where it is wrong', () => {
    const { servedAs: _left, ...others } = raw.case;
    expect(readMapping(JSON.stringify({ ...raw, case: others }))).toEqual({
      faults: [{ at: 'case.servedAs', rule: 'field-missing' }],
    });
    expect(readMapping('{')).toEqual({ faults: [{ at: '', rule: 'not JSON' }] });
  });
});

describe('a stated time', () => {
  it('is read by its format only, and must exist', () => {
    expect(readStated('2026-02-28', 'YYYY-MM-DD')).toEqual({ day: '2026-02-28', time: undefined });
    expect(readStated('20260228', 'YYYYMMDD')).toEqual({ day: '2026-02-28', time: undefined });
    expect(readStated('28/02/2026 23:59', 'DD/MM/YYYY HH:mm')).toEqual({ day: '2026-02-28', time: '23:59' });
    expect(readStated('2026-02-29', 'YYYY-MM-DD')).toBeUndefined();
    expect(readStated('28/02/2026 24:00', 'DD/MM/YYYY HH:mm')).toBeUndefined();
    expect(readStated('2026x02x28', 'YYYY.MM.DD')).toBeUndefined();
  });

  it('begins its day in Sweden where no time is stated', () => {
    expect(toInstant({ day: '2026-07-01', time: undefined })).toBe('2026-06-30T22:00:00.000Z');
  });
});

describe('a file', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const headings = columnsOf(mapping).join(';');

  it('counts rows as a spreadsheet does, passes over empty lines and a byte order mark', () => {
    const read = readFile(bytes(`\uFEFF${headings}\n7;P\n\n8;P\n`), mapping);
    expect('rows' in read && read.rows.map(({ row, cells: { No } }) => [row, No])).toEqual([
      [2, '7'],
      [3, '8'],
    ]);
  });

  it('cannot be read where a row has more cells than headings', () => {
    const read = readFile(bytes(`${headings}\n1;2;3;4;5;6;7;8\n`), mapping);
    expect(read).toEqual({ fault: { kind: 'not-csv', rule: 'csv-record-inconsistent-fields-length', line: 2 } });
  });
});
