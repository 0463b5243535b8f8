import { CsvRecords } from './csv-records.js';

const COLUMNS = { separator: ';', lineEnd: '\n', mostColumns: 4, leastColumns: 4 };

function recordsOf(...lines: string[]): Array<[line: number, what: string]> {
  const records = new CsvRecords(COLUMNS);
  return [...records.add(`${lines.join('\n')}\n`), ...records.end()].map(({ line, fields, problem }) => [
    line,
    problem ?? fields.join('|'),
  ]);
}

describe('a quote that nobody closed', () => {
  it('costs its own line alone, also where a later line has quotes of its own', () => {
    expect(recordsOf('A;1;"Фильтр;5', 'B;2;Свеча;6', 'C;3;"Ролик; натяжной";7', 'D;4;"Ремень ""Tour""";8')).toEqual([
      [1, 'quote_unclosed'],
      [2, 'B|2|Свеча|6'],
      [3, 'C|3|Ролик; натяжной|7'],
      [4, 'D|4|Ремень "Tour"|8'],
    ]);
  });

  it('is no reason to divide a field that goes over lines, or one whose inner quotes were not doubled', () => {
    expect(recordsOf('A;1;"Фильтр', '""масляный""";5', 'B;2;"Ремень "Tour" ГРМ";6')).toEqual([
      [1, 'A|1|Фильтр\n"масляный"|5'],
      [3, 'B|2|Ремень "Tour" ГРМ|6'],
    ]);
  });
});
