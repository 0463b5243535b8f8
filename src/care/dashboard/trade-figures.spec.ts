import {
  decisionsOf,
  inTimePercent,
  medianOf,
  moneyOf,
  refusalsByRulesOf,
  refusalsOf,
  refusedBrandsOf,
  totalOf,
} from './trade-figures.js';
import { Sums } from './sums.js';
import type { Figures } from './quarter-count.entity.js';

const sumsOf = (...figures: Figures[]) => {
  const sums = new Sums();
  for (const each of figures) sums.add(each);
  return sums;
};

describe('money of a period', () => {
  it('is exact above what a number holds', () => {
    const great = String(Number.MAX_SAFE_INTEGER);
    const days = [{ day: '', sums: sumsOf({ $accepted: great }, { $accepted: great, $refused: '1' }) }];
    expect(moneyOf(totalOf([...days, ...days]))).toEqual({
      accepted: '360287970189639.64',
      refused: '0.02',
      acceptedPercent: 99.9,
    });
  });

  it.each([
    ['0', '0', null],
    ['1', '0', 100],
    ['0', '5', 0],
    ['1', '2', 33.3],
    ['2', '1', 66.7],
    ['99999', '1', 99.9],
    ['1', '99999', 0.1],
  ])('of %s accepted and %s refused has a share of %s %%', ($accepted, $refused, percent) => {
    expect(moneyOf(sumsOf({ $accepted, $refused })).acceptedPercent).toBe(percent);
  });
});

describe('refusals by reason', () => {
  const reason = (name: string, orders: number, minor: string) => ({
    [`$reason:${name}`]: orders,
    [`$reason$:${name}`]: minor,
  });

  it('go by amount, then by orders; a smaller quantity comes behind', () => {
    const sums = sumsOf(
      { $smaller: 3, $smaller$: '900' },
      reason('b', 1, '200'),
      reason('', 2, '200'),
      reason('b', 1, '50'),
    );
    expect(refusalsOf(sums)).toEqual([
      { kind: 'reason', reason: 'b', orders: 2, amount: '2.50' },
      { kind: 'none', reason: '', orders: 2, amount: '2.00' },
      { kind: 'smaller', reason: '', orders: 3, amount: '9.00' },
    ]);
  });

  it('are gathered from the ninth on', () => {
    const sums = sumsOf(...Array.from({ length: 10 }, (_, index) => reason(`r${index}`, 1, String(1_000 - index))));
    const shown = refusalsOf(sums);
    expect(shown.map((each) => each.reason)).toEqual([...Array.from({ length: 8 }, (_, index) => `r${index}`), '']);
    expect(shown.at(-1)).toEqual({ kind: 'others', reason: '', orders: 2, amount: '19.83' });
  });
});

describe('refusals by brand', () => {
  const refused = (brand: string, positions: number, minor: string) => ({
    [`$brand:${brand}`]: positions,
    [`$brand$:${brand}`]: minor,
  });

  it('of all spellings count as one, the greatest amount first', () => {
    const sums = sumsOf(
      refused('Бош', 1, '500'),
      refused('BOSCH', 2, '700'),
      refused('TRW', 9, '1000'),
      refused('', 1, '1'),
    );
    expect(refusedBrandsOf(sums, (brand) => (brand === 'Бош' ? 'BOSCH' : brand))).toEqual([
      { brand: 'BOSCH', positions: 3, amount: '12.00' },
      { brand: 'TRW', positions: 9, amount: '10.00' },
      { brand: '', positions: 1, amount: '0.01' },
    ]);
  });

  it('are those of ten brands at most', () => {
    const many = Array.from({ length: 12 }, (_, index) => refused(`B${index}`, 1, String(index)));
    const brands = refusedBrandsOf(sumsOf(...many), (brand) => brand).map(({ brand }) => brand);
    expect([brands.length, brands[0], brands[9]]).toEqual([10, 'B11', 'B2']);
  });
});

describe('refusals by rules', () => {
  it('go by their reason codes, the greatest amount first; codes of nothing are left out', () => {
    const sums = sumsOf({
      '$code:no_offer': 1,
      '$code$:no_offer': '5',
      '$code:zero_stock': 1,
      '$code$:zero_stock': '9',
    });
    expect(refusalsByRulesOf(sums)).toEqual([
      { reasonCode: 'zero_stock', positions: 1, amount: '0.09' },
      { reasonCode: 'no_offer', positions: 1, amount: '0.05' },
    ]);
  });
});

describe('decisions in time', () => {
  it('are a share of those that had a deadline', () => {
    const wait = (isInTime: boolean | null) => ({ userId: 7, seconds: 10, isInTime });
    expect(inTimePercent([true, true, false, null].map(wait))).toBe(66.7);
    expect(inTimePercent([null].map(wait))).toBeNull();
  });

  it('are all only where not one was late', () => {
    const wait = (isInTime: boolean) => ({ userId: 7, seconds: 10, isInTime });
    const inTime = Array.from({ length: 2_500 }, () => wait(true));
    expect(inTimePercent(inTime)).toBe(100);
    expect(inTimePercent([...inTime, wait(false)])).toBe(99.9);
  });
});

describe('decisions by manager', () => {
  it('have each manager’s own median; whoever decided most comes first', () => {
    const sums = sumsOf({ '$decided:7': 1, '$refused:7': 1 }, { '$decided:': 3, '$accepted:': 2 });
    const waits = [
      { userId: 7, seconds: 10, isInTime: true },
      { userId: null, seconds: 1, isInTime: false },
      { userId: null, seconds: 4, isInTime: null },
    ];
    expect(decisionsOf(sums, waits, new Map([[7, { name: 'Мария' } as never]]))).toEqual([
      { by: 'programs', userId: null, name: '', decided: 3, accepted: 2, refused: 0, medianSeconds: 3 },
      { by: 'person', userId: '7', name: 'Мария', decided: 1, accepted: 0, refused: 1, medianSeconds: 10 },
    ]);
  });

  it('of rules are told from those of programs', () => {
    const [rules] = decisionsOf(
      sumsOf({ '$decided:0': 2, '$accepted:0': 2 }),
      [{ userId: 0, seconds: 1, isInTime: null }],
      new Map(),
    );
    expect(rules).toEqual({
      ...{ by: 'rules', userId: null, name: '', decided: 2, accepted: 2, refused: 0, medianSeconds: 1 },
    });
  });

  it('have no median of nothing', () => {
    expect(medianOf([])).toBeNull();
  });
});
