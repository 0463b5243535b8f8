import { sniffCsv } from './sniffing.js';

describe('the shape of a CSV file', () => {
  const lines = (separator: string) =>
    [
      'Прайс от 01.12.2026, ООО «Рога, копыта»',
      '',
      ...Array.from({ length: 30 }, (_, index) =>
        ['BOSCH', `A${index}`, 'Колодки, передние', '5', '10,50'].join(separator),
      ),
    ].join('\n');

  it.each([';', '\t', '|'])('is found by its separator %j beside decimal commas', (separator) =>
    expect(sniffCsv(lines(separator))).toMatchObject({ separator, columns: 5 }),
  );

  it('is found by commas, with numbers in quotes', () =>
    expect(sniffCsv('a,b,c\nBOSCH,"1,50",x\nNGK,"2,50",y\n')).toMatchObject({ separator: ',', columns: 3 }));

  it('has lines that end as on an old Macintosh', () =>
    expect(sniffCsv('a;b\rc;d')).toMatchObject({ separator: ';', lineEnd: '\r' }));

  it('is one column where nothing divides it', () => expect(sniffCsv('one\ntwo')).toMatchObject({ columns: 1 }));
});
