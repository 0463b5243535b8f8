import { brokenLimits, hasMoved } from './guard.js';
import { ListComparison } from './list-comparison.js';

const LIMITS = { rows: 25, overlap: 50, median: 10, moved: 20 };
const ALIKE = {
  before: { rows: 100, keys: 100, medianPrice: 1_000 },
  after: { rows: 100, keys: 100, medianPrice: 1_000 },
  common: 100,
  moved: 0,
  stocked: 100,
  stillStocked: 100,
};
const rules = (change: object, limits = LIMITS) =>
  brokenLimits({ ...ALIKE, ...change }, limits).map(({ rule, value }) => [rule, value]);

describe('the guard of a price list', () => {
  it('lets a like list through', () => expect(rules({})).toEqual([]));

  it.each([
    [{ after: { rows: 125, keys: 100, medianPrice: 1_000 } }, []],
    [{ after: { rows: 126, keys: 100, medianPrice: 1_000 } }, [['rows', 26]]],
    [{ after: { rows: 74, keys: 74, medianPrice: 1_000 } }, [['rows', 26]]],
    [{ stillStocked: 50 }, []],
    [{ stillStocked: 49 }, [['stock', 49]]],
    [{ stocked: 0, stillStocked: 0 }, []],
    [{ common: 50 }, []],
    [{ common: 49 }, [['overlap', 49]]],
    [{ after: { rows: 100, keys: 100, medianPrice: 1_100 } }, []],
    [{ after: { rows: 100, keys: 100, medianPrice: 1_101 } }, [['median', 10.1]]],
    [{ after: { rows: 100, keys: 100, medianPrice: 899 } }, [['median', 10.1]]],
    [{ moved: 20 }, []],
    [{ moved: 21 }, [['moved', 21]]],
    [{ common: 60, moved: 13 }, [['moved', 21.7]]],
  ])('of %j breaks %j', (change, broken) => expect(rules(change)).toEqual(broken));

  it('goes by none that is off', () =>
    expect(
      rules({ common: 0, after: { rows: 1, keys: 1, medianPrice: 1 } }, { rows: 0, overlap: 0, median: 0, moved: 0 }),
    ).toEqual([]));

  it('says what a value was computed from', () =>
    expect(brokenLimits({ ...ALIKE, common: 40 }, LIMITS)).toEqual([
      { rule: 'overlap', value: 40, limit: 50, before: 100, after: 40 },
    ]));

  it.each([
    [1_000, 1_100, false],
    [1_000, 1_101, true],
    [1_000, 900, false],
    [1_000, 899, true],
  ])('of a price of %i that becomes %i: moved %s', (before, after, moved) =>
    expect(hasMoved(before, after)).toBe(moved),
  );
});

describe('two lists that are compared', () => {
  const row = (articleKey: string, brandKey: string, price: number, stock = 1) => ({
    articleKey,
    brandKey,
    price,
    stock,
  });
  const ended = (comparison: ListComparison) => {
    comparison.end();
    return comparison;
  };

  it('have a key in common where article and brand are the same, however the brand is spelled', () => {
    const comparison = new ListComparison((key) => (key === 'AUDI' ? 'VAG' : key));
    comparison.add([row('A', 'VAG', 100), row('B', 'X', 100)], [row('A', 'AUDI', 100), row('B', 'Y', 100)]);
    expect(ended(comparison).with(ALIKE.before, { rows: 2, medianPrice: 100 })).toMatchObject({
      after: { keys: 2 },
      common: 1,
      moved: 0,
    });
  });

  it('are compared by the lowest price of a key, over all pieces', () => {
    const comparison = new ListComparison((key) => key);
    comparison.add([row('A', 'X', 300), row('A', 'X', 100)], [row('A', 'X', 100), row('A', 'X', 900)]);
    comparison.add([row('B', 'X', 200)], [row('B', 'X', 100)]);
    expect(ended(comparison).with(ALIKE.before, { rows: 3, medianPrice: 200 })).toMatchObject({ common: 2, moved: 1 });
  });

  it('are compared once in an article that goes over pieces, whose former rows are asked for once', () => {
    const comparison = new ListComparison((key) => key);
    const piece = [row('A', 'X', 300), row('A', 'Y', 100)];
    expect(comparison.newArticles(piece)).toEqual(['A']);
    comparison.add(piece, [row('A', 'X', 100), row('A', 'Y', 100)]);
    const further = [row('A', 'X', 100), row('B', 'X', 100)];
    expect(comparison.newArticles(further)).toEqual(['B']);
    comparison.add(further, [row('B', 'X', 200)]);
    expect(ended(comparison).with(ALIKE.before, { rows: 4, medianPrice: 100 })).toMatchObject({
      after: { keys: 3 },
      common: 3,
      moved: 1,
    });
  });

  it('are compared by the first rows of an article that has very many', () => {
    const comparison = new ListComparison((key) => key);
    const rows = Array.from({ length: 6_000 }, (_, index) => row('A', `BRAND${index}`, 100));
    for (let start = 0; start < rows.length; start += 2_000)
      comparison.add(rows.slice(start, start + 2_000), start === 0 ? rows.slice(0, 5_000) : []);
    expect(ended(comparison).with(ALIKE.before, { rows: 6_000, medianPrice: 100 })).toMatchObject({
      after: { keys: 5_000 },
      common: 5_000,
    });
  });

  it('are compared by what was in stock and still is, in any row of a part', () => {
    const comparison = new ListComparison((key) => key);
    comparison.add(
      [row('A', 'X', 1, 0), row('A', 'X', 1, 2), row('B', 'X', 1, 0), row('C', 'X', 1, 5)],
      [row('A', 'X', 1, 1), row('A', 'X', 1, 0), row('B', 'X', 1, 3), row('C', 'X', 1, 0)],
    );
    expect(ended(comparison).with(ALIKE.before, { rows: 4, medianPrice: 1 })).toMatchObject({
      stocked: 2,
      stillStocked: 1,
    });
  });
});
