import { withoutFormula } from './csv.js';

describe('withoutFormula', () => {
  it.each([
    ['=1+1', `'=1+1`],
    ['+cmd', `'+cmd`],
    ['-2+3', `'-2+3`],
    ['@SUM(A1)', `'@SUM(A1)`],
    ['\t=1', `'\t=1`],
    ['\r=1', `'\r'=1`],
    ['\n=1', `'\n=1`],
    ['＝1', `'＝1`],
    ['+79000000000', `'+79000000000`],
    ['+7-900-000', `'+7-900-000`],
    [`+7 900=cmd|'/c calc'!A0`, `'+7 900=cmd|'/c calc'!A0`],
  ])('puts an apostrophe before %j', (text, expected) => expect(withoutFormula(text)).toBe(expected));

  it.each(['-5', '-12.50', '-12,50', '+7 900 000-00-00', '+7 (900) 000-00-00', '+7(900)000-00-00'])(
    'leaves %s readable',
    (text) => expect(withoutFormula(text)).toBe(text),
  );

  it('leaves ordinary text alone', () => {
    for (const text of ['', 'Иванов', 'P-1', 'a=b', '8 900', 'Привет, - сказал он', '1;2']) {
      expect(withoutFormula(text)).toBe(text);
    }
  });

  it('lets no separator inside begin a formula that reaches out', () => {
    expect(withoutFormula(`a,=cmd|' /C calc'!A0`)).toBe(`a,'=cmd|' /C calc'!A0`);
    expect(withoutFormula('a;"=HYPERLINK("x")')).toBe(`a;"'=HYPERLINK("x")`);
    expect(withoutFormula('a\n@SUM(1)')).toBe(`a\n'@SUM(1)`);
    expect(withoutFormula('a\r=HYPERLINK("x")')).toBe(`a\r'=HYPERLINK("x")`);
    expect(withoutFormula('=a,=b(1)')).toBe(`'=a,'=b(1)`);
  });
});
