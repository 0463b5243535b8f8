import fc from 'fast-check';
import { BRAND_SEEDS } from '../../platform/database/migrations/brand-seeds.js';
import { partKey } from '../keys/part-key.js';
import { type BrandDirectory, canonicalKey, directoryOf } from './brand-directory.js';

const createdAt = new Date('2026-11-24T00:00:00Z');

/** A directory of brands by their spellings, the name first. */
const directory = (...brands: string[][]) =>
  directoryOf(
    brands.map(([name], index) => ({ id: index + 1, name: name!, createdAt, version: 1 })),
    brands.flatMap((spellings, index) => spellings.map((name) => ({ key: partKey(name), brandId: index + 1, name }))),
  );

const keyOf = (known: BrandDirectory, text: string) => canonicalKey(known, partKey(text));

const spelling = fc.stringMatching(/^[A-Za-zА-Яа-я0-9 .\-&]{0,12}$/);
/** Brands none of whose spellings is another's. */
const brands = fc
  .uniqueArray(spelling, { selector: partKey, maxLength: 12 })
  .map((all) => all.filter((text) => partKey(text) !== ''))
  .chain((all) =>
    fc.array(fc.nat({ max: 3 }), { minLength: all.length, maxLength: all.length }).map((of) => ({ all, of })),
  )
  .map(({ all, of }) => [0, 1, 2, 3].map((brand) => all.filter((_, index) => of[index] === brand)))
  .map((groups) => groups.filter(({ length }) => length > 0));

describe('the brand that a text names', () => {
  it('is the same for all spellings of a brand, and another for those of another', () =>
    fc.assert(
      fc.property(brands, (groups) => {
        const known = directory(...groups);
        const keysOf = (spellings: string[]) => new Set(spellings.map((text) => keyOf(known, text)));
        const all = groups.map((spellings) => [...keysOf(spellings)]);
        expect(all.map(({ length }) => length)).toEqual(groups.map(() => 1));
        expect(new Set(all.flat()).size).toBe(groups.length);
      }),
    ));

  it('is itself', () =>
    fc.assert(
      fc.property(brands, fc.string({ unit: 'binary' }), (groups, text) => {
        const known = directory(...groups);
        const keysOf = (texts: string[]) => texts.map((each) => keyOf(known, each));
        const texts = [text, ...groups.flat()];
        const keys = keysOf(texts);
        expect(keysOf(keys)).toEqual(keys);
        expect(keysOf(texts.map((each) => known.byKey.get(partKey(each))?.name ?? each))).toEqual(keys);
        expect(keysOf(texts.map((each) => each.toUpperCase()))).toEqual(keys);
      }),
    ));

  it('is one when two brands become one, whatever else there is', () =>
    fc.assert(
      fc.property(brands, (groups) => {
        fc.pre(groups.length >= 2);
        const [one, other, ...rest] = groups;
        const known = directory([...one!, ...other!], ...rest);
        const keys = [...one!, ...other!].map((text) => keyOf(known, text));
        expect(new Set(keys).size).toBe(1);
      }),
    ));

  it('is one of its own where no brand has it, by letters and digits alone', () => {
    const known = directory(['BOSCH', 'БОШ']);
    expect([' Sa-kura ', 'бош', ' — '].map((text) => keyOf(known, text))).toEqual(['SAKURA', 'BOSCH', '']);
    expect(known.byKey.get(partKey('бош'))).toMatchObject({ id: 1, key: 'BOSCH', name: 'BOSCH' });
  });

  it('knows synonyms without its name, and brands by the alphabet', () => {
    const known = directory(['VAG', 'VW', 'AUDI'], ['BMW']);
    expect(known.brands.map(({ name, synonyms }) => [name, synonyms])).toEqual([
      ['BMW', []],
      ['VAG', ['AUDI', 'VW']],
    ]);
  });
});

describe('the makers that a shop begins with', () => {
  const all = BRAND_SEEDS.flatMap(({ name, spellings }) => [...spellings].map(([key, text]) => ({ name, key, text })));

  it('are some hundreds', () => expect(BRAND_SEEDS.length).toBeGreaterThan(300));

  it('share no spelling', () => {
    const owners = new Map<string, Set<string>>();
    for (const { name, key } of all) owners.set(key, (owners.get(key) ?? new Set()).add(name));
    expect([...owners].filter(([, names]) => names.size > 1)).toEqual([]);
  });

  it('have the keys that texts are compared by, and fit the tables', () => {
    expect(all.filter(({ key, text }) => key !== partKey(text))).toEqual([]);
    expect(
      all.filter(({ key, text }) => key === '' || key.length > 64 || text.length > 100 || text !== text.trim()),
    ).toEqual([]);
  });

  it.each([
    ['VW', 'AUDI'],
    ['KIA', 'HYUNDAI'],
    ['Mercedes', 'MERCEDES-BENZ'],
    ['PEUGEOT', 'CITROEN'],
    ['GM', 'GENERAL MOTORS'],
    ['mann filter', 'MANN-FILTER'],
    ['KNECHT', 'MAHLE'],
    ['ВАЗ', 'LADA'],
    ['BAЗ', 'АВТОВАЗ'],
    ['NTN', 'SNR'],
  ])('%s and %s are one', (one, other) => {
    const known = directory(...BRAND_SEEDS.map(({ name, spellings }) => [name, ...spellings.values()]));
    expect(known.byKey.get(partKey(one))).toBeDefined();
    expect(known.byKey.get(partKey(one))).toBe(known.byKey.get(partKey(other)));
  });
});
