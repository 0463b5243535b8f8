import fc from 'fast-check';
import { partKey } from '../keys/part-key.js';
import { directoryOf } from './brand-directory.js';
import { atOnce } from '../../../test/support/at-once.js';
import { readBrandLines } from './brand-lines.js';
import { planBrands } from './brand-plan.js';

const rowsOf = (brands: string[][]) =>
  [
    brands.map(([name], index) => ({ id: index + 1, name: name!, createdAt: new Date(0), version: 1 })),
    brands.flatMap((spellings, index) => spellings.map((name) => ({ key: partKey(name), brandId: index + 1, name }))),
  ] as const;
const KNOWN = [
  ['BOSCH', 'БОШ'],
  ['MANN-FILTER', 'MANN'],
];

function plan(text: string, known = KNOWN) {
  const { drafts, outcome } = planBrands(directoryOf(...rowsOf(known)), atOnce(readBrandLines(Buffer.from(text))));
  return { outcome, made: drafts.map(({ brand, name, added }) => [brand?.name ?? null, name, [...added.values()]]) };
}

describe('what a file of brands makes of the directory', () => {
  it('is new brands and new synonyms', () => {
    const { made, outcome } = plan('BOSCH;БОШ, BOSCH GMBH\nATE;АТЕ, A.T.E');
    expect(made).toEqual([
      ['BOSCH', 'BOSCH', ['BOSCH GMBH']],
      [null, 'ATE', ['ATE']],
    ]);
    expect(outcome).toMatchObject({ added: 1, updated: 1, unchanged: 0, refused: 0 });
  });

  it('goes by any spelling of a brand, and leaves its name', () =>
    expect(plan('бош;BOSCHH').made).toEqual([['BOSCH', 'BOSCH', ['BOSCHH']]]));

  it('spells a name otherwise', () => expect(plan('Bosch;').made).toEqual([['BOSCH', 'Bosch', []]]));

  it('is nothing where all is there', () =>
    expect(plan('BOSCH;бош\nMANN-FILTER;mann')).toMatchObject({ made: [], outcome: { unchanged: 2 } }));

  it('never takes a spelling from another brand, and leaves the rest of such a line', () => {
    const { made, outcome } = plan('BOSCH;X, MANN\nATE;AT\nLUK;AT');
    expect(made).toEqual([[null, 'ATE', ['ATE', 'AT']]]);
    expect(outcome.refusals).toMatchObject([
      {
        line: 1,
        brand: 'BOSCH',
        spelling: 'MANN',
        error: { path: 'synonyms[1]', code: 'synonym_taken', params: { brand: 'MANN-FILTER' } },
      },
      { line: 3, brand: 'LUK', error: { path: 'synonyms[0]', code: 'synonym_taken', params: { brand: 'ATE' } } },
    ]);
  });

  it('gathers what several lines say of one brand', () =>
    expect(plan('ATE;AT\nate;ATEX\nAT;ATEY').made).toEqual([[null, 'ate', ['ate', 'AT', 'ATEX', 'ATEY']]]));

  it('keeps to 200 synonyms of a brand', () => {
    const line = (from: number, count: number) =>
      `A;${Array.from({ length: count }, (_, n) => `S${from + n}`).join(',')}`;
    expect(plan(`${line(0, 200)}\n${line(200, 1)}`).outcome.refusals).toMatchObject([
      { line: 2, error: { code: 'too_many' } },
    ]);
  });

  it('is nothing the second time, and no spelling is ever of two brands', () => {
    const line = fc
      .uniqueArray(fc.stringMatching(/^[A-D]{1,2}$/), { minLength: 1, maxLength: 4 })
      .map(([name, ...synonyms]) => `${name};${synonyms.join(', ')}`);
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
        const read = atOnce(readBrandLines(Buffer.from(lines.join('\n'))));
        const { drafts, outcome } = planBrands(directoryOf([], []), read);
        const after = drafts.map(({ name, added }) => [name, ...[...added.values()].filter((text) => text !== name)]);
        const keys = after.flat().map(partKey);
        expect(new Set(keys).size).toBe(keys.length);
        const again = planBrands(directoryOf(...rowsOf(after)), read);
        if (outcome.refused === 0) expect(again.drafts).toEqual([]);
      }),
    );
  });
});
