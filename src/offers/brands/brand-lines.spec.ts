import iconv from 'iconv-lite';
import { atOnce } from '../../../test/support/at-once.js';
import { readBrandLines } from './brand-lines.js';

const read = (text: string, encoding = 'utf8') => atOnce(readBrandLines(iconv.encode(text, encoding)));
const plain = (text: string, encoding?: string) =>
  read(text, encoding).map(({ name, synonyms }) => [name, ...synonyms]);

describe('a file of brands', () => {
  it('has a name and synonyms in each line, its header left out', () =>
    expect(plain('brand;synonyms\r\nBOSCH;БОШ, BOSCH GMBH\r\n\r\nATE;\r\n')).toEqual([
      ['BOSCH', 'БОШ', 'BOSCH GMBH'],
      ['ATE'],
    ]));

  it.each([
    ['with its mark', '\uFEFFбренд;синонимы\nБЕЛКАРД;БелКард', 'utf8'],
    ['of a Russian Excel', 'Бренд;Синонимы\r\nБЕЛКАРД;БелКард', 'windows-1251'],
    ['as a Unicode text', '\uFEFFБренд\tСинонимы\r\nБЕЛКАРД\tБелКард', 'utf16-le'],
    ['of another word', 'Марка;Синонимы\r\nБЕЛКАРД;БелКард', 'utf8'],
  ])('is read %s', (_, text, encoding) => expect(plain(text, encoding)).toEqual([['БЕЛКАРД', 'БелКард']]));

  it('may have its synonyms in cells of their own, and commas between cells', () => {
    expect(plain('VAG;VW;AUDI, SEAT;;')).toEqual([['VAG', 'VW', 'AUDI', 'SEAT']]);
    expect(plain('VAG,"VW, AUDI"')).toEqual([['VAG', 'VW', 'AUDI']]);
  });

  it('has quoted cells with quotation marks and separators inside', () =>
    expect(plain('"ЗАО ""Мотор; деталь""";"A;B"\nC;')).toEqual([['ЗАО "Мотор; деталь"', 'A;B'], ['C']]));

  it('loses one line to a quotation mark without its other half, and no more', () => {
    const [first, second] = read('"BOSCH;БОШ\nATE;"x"');
    expect([first!.error?.code, second]).toEqual(['quote_unpaired', { line: 2, name: 'ATE', synonyms: ['x'] }]);
  });

  it('takes back what an export put before a formula', () =>
    expect(plain(`'=X;'@Y, '-1`)).toEqual([['=X', '@Y', '-1']]));

  it.each([
    [';БОШ', 'name', 'required'],
    ['—;БОШ', 'name', 'no_letters'],
    [`${'x'.repeat(101)};`, 'name', 'too_long'],
    [`${'x'.repeat(65)};`, 'name', 'too_long'],
    ['BOSCH;БОШ, —', 'synonyms[1]', 'no_letters'],
    ['BOSCH;a\u0007b', 'name', 'control_character'],
  ])('tells what is wrong with %s', (text, path, code) => {
    expect(read(`A;\n${text}`)[1]).toMatchObject({ line: 2, error: { path, code } });
  });

  it.each(['', '\uFEFF', 'brand;synonyms\r\n', ';;\n;'])('is refused where it has no line: %j', (text) =>
    expect(() => read(text)).toThrow('file: must not be empty'),
  );

  it('loses a line that is longer than all spellings of a brand, of which nothing but its beginning is looked at', () => {
    const long = `BOSCH;${'БОШ,'.repeat(10_000)}`;
    const [first, second] = read(`${long}\nATE;ATE GMBH`);
    const error = { path: 'name', code: 'line_too_long' };
    expect(first).toMatchObject({ line: 1, name: long.slice(0, 100), synonyms: [], error });
    expect(second).toEqual({ line: 2, name: 'ATE', synonyms: ['ATE GMBH'] });
  });

  it('is read with pauses, in which others have their turn', () => {
    const reading = readBrandLines(
      Buffer.from(`${`BOSCH;${'БОШ,'.repeat(2_000)}\n`.repeat(50)}${'\n'.repeat(1_000_000)}`),
    );
    let pauses = 0;
    while (!reading.next().done) pauses += 1;
    expect(pauses).toBeGreaterThanOrEqual(20);
  });

  it('is refused where it has more lines than there can be brands', () =>
    expect(() => read('A\n'.repeat(40_001))).toThrow('file: must have at most 40000 entries'));
});
