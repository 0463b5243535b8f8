import { SeenBrands } from './seen-brands.js';

describe('spellings that came', () => {
  it('are counted, and named as they were written last', () => {
    const seen = new SeenBrands();
    for (const name of ['Bosch', 'TRW', 'BOSCH']) seen.add(name.toUpperCase(), name);
    expect(seen.entries()).toEqual([
      ['BOSCH', { name: 'BOSCH', count: 2 }],
      ['TRW', { name: 'TRW', count: 1 }],
    ]);
  });

  it('are not kept where nobody wants to know', () => {
    const seen = new SeenBrands((key) => key === 'BOSCH');
    for (const name of ['BOSCH', 'TRW']) seen.add(name, name);
    expect(seen.entries().map(([key]) => key)).toEqual(['TRW']);
  });

  it('are bounded, however many a file with mistaken columns has, and the first go on to be counted', () => {
    const seen = new SeenBrands();
    for (let index = 0; index < 1_000_000; index += 1) seen.add(`ARTICLE${index}`, '');
    seen.add('ARTICLE0', '');
    const entries = seen.entries();
    expect([entries.length, entries[0]![1].count]).toEqual([20_000, 2]);
  });
});
