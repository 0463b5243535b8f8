import fc from 'fast-check';
import { CsvRecords, type ListRecord } from './csv-records.js';

const READING = { separator: ';', lineEnd: '\n', mostColumns: 10, leastColumns: 3 };

function read(text: string, pieces: number[] = [], reading = READING): ListRecord[] {
  const records = new CsvRecords(reading);
  const found: ListRecord[] = [];
  let start = 0;
  for (const end of [...pieces].sort((one, other) => one - other)) {
    found.push(...records.add(text.slice(start, end)));
    start = Math.max(start, end);
  }
  found.push(...records.add(text.slice(start)), ...records.end());
  return found;
}

const fieldsOf = (text: string) => read(text).map(({ fields }) => fields);

describe('records of a CSV file', () => {
  it('are lines, with their numbers', () =>
    expect(read('a;b;c\r\n\r\nd;e;f').map(({ line, fields }) => [line, ...fields])).toEqual([
      [1, 'a', 'b', 'c'],
      [2, ''],
      [3, 'd', 'e', 'f'],
    ]));

  it('have quoted fields, in which quotes are doubled and separators are text', () =>
    expect(fieldsOf('"a;b";"c ""d""";e\n"x" ;y;z')).toEqual([
      ['a;b', 'c "d"', 'e'],
      ['x', 'y', 'z'],
    ]));

  it('have quotes in the middle of a field that mean nothing', () =>
    expect(fieldsOf('TV 42";b;c\n"a "b" c";d;e')).toEqual([
      ['TV 42"', 'b', 'c'],
      ['a "b" c', 'd', 'e'],
    ]));

  it('go over several lines where a quoted field does, and the next has its own number', () =>
    expect(read('a;"b\nb";c\nd;e;f').map(({ line, fields }) => [line, ...fields])).toEqual([
      [1, 'a', 'b\nb', 'c'],
      [3, 'd', 'e', 'f'],
    ]));

  it('lose one line to a stray quote, and no other', () => {
    const lines = Array.from({ length: 50 }, (_, index) => (index === 20 ? `"x;y;${index}` : `a;b;${index}`));
    const records = read(lines.join('\n'));
    expect(records.filter(({ problem }) => problem)).toEqual([
      { line: 21, fields: [], text: '"x;y;20', problem: 'quote_unclosed' },
    ]);
    expect(records.map(({ line }) => line)).toEqual(lines.map((_, index) => index + 1));
  });

  it('are not swallowed by two stray quotes near each other', () =>
    expect(read('"a;b;1\nc;d;2\ne;"f";3\ng;h;4').map(({ problem }) => problem)).toEqual([
      'quote_unclosed',
      undefined,
      undefined,
      undefined,
    ]));

  it('end with the line in which a quoted field does, and take no columns of the next', () =>
    expect(read('"a;1\nb";c\nd;e;f').map(({ problem, fields }) => problem ?? fields)).toEqual([
      'quote_unclosed',
      ['b"', 'c'],
      ['d', 'e', 'f'],
    ]));

  it('go over ten lines at most', () => {
    const over = (lines: number) => read(`a;"${'x\n'.repeat(lines - 1)}x";c\nd;e;f`);
    expect(over(10)).toHaveLength(2);
    expect(over(11)[0]).toMatchObject({ line: 1, problem: 'quote_unclosed' });
  });

  it('are rejected where a line is too long, and go on after it', () => {
    const records = read(`a;b;c\n${'x'.repeat(250_000)}\nd;e;f`, [50_000, 120_000, 200_000]);
    expect(records.map(({ line, problem }) => [line, problem])).toEqual([
      [1, undefined],
      [2, 'line_too_long'],
      [3, undefined],
    ]);
  });

  it('are the same in whatever pieces the text comes', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', ';', '"', '\n', '\r\n', ' ', 'ю'), { maxLength: 60 }),
        fc.array(fc.nat(80), { maxLength: 5 }),
        (parts, pieces) => expect(read(parts.join(''), pieces)).toEqual(read(parts.join(''))),
      ),
    ));

  it('have every line once, in order, whatever quotes there are', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', ';', '"', '\n'), { maxLength: 80 }), (parts) => {
        const text = parts.join('');
        const records = read(text);
        expect(records.map((record) => record.text).join('\n')).toBe(text.replace(/\n$/, ''));
      }),
    ));

  it('come out as they were written by the rules', () =>
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.stringMatching(/^[a-z;" ]{0,6}$/), { minLength: 3, maxLength: 3 }), {
          minLength: 1,
          maxLength: 8,
        }),
        (rows) => {
          const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;
          const text = rows.map((row) => row.map(quoted).join(';')).join('\n');
          expect(fieldsOf(text)).toEqual(rows);
        },
      ),
    ));
});
