import { decisionsOf, medianOf, moneyOf, refusalsOf, totalOf } from './trade-figures.js';
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
      acceptedPercent: 100,
    });
  });

  it.each([
    ['0', '0', null],
    ['1', '0', 100],
    ['0', '5', 0],
    ['1', '2', 33.3],
    ['2', '1', 66.7],
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

describe('decisions by manager', () => {
  it('have each manager’s own median; whoever decided most comes first', () => {
    const sums = sumsOf({ '$decided:7': 1, '$refused:7': 1 }, { '$decided:': 3, '$accepted:': 2 });
    const waits = [
      { userId: 7, seconds: 10 },
      { userId: null, seconds: 1 },
      { userId: null, seconds: 4 },
    ];
    expect(decisionsOf(sums, waits, new Map([[7, { name: 'Мария' } as never]]))).toEqual([
      { userId: null, name: '', decided: 3, accepted: 2, refused: 0, medianSeconds: 3 },
      { userId: '7', name: 'Мария', decided: 1, accepted: 0, refused: 1, medianSeconds: 10 },
    ]);
  });

  it('have no median of nothing', () => {
    expect(medianOf([])).toBeNull();
  });
});
