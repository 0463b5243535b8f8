import fc from 'fast-check';
import { LARGEST_STOCK, readMultiplicity, readPrice, readQuantity } from './list-numbers.js';

describe('a price', () => {
  it.each([
    ['1234,50', 123_450],
    ['1 234,50', 123_450],
    ['1\u00A0234,50', 123_450],
    ["1'234.50", 123_450],
    ['1,234.50', 123_450],
    ['1.234,50', 123_450],
    ['1.234.567', 123_456_700],
    ['1 234,50 руб.', 123_450],
    ['99р', 9_900],
    ['99 ₽', 9_900],
    ['100', 10_000],
    ['100.', 10_000],
    [',5', 50],
    ['0,015', 2],
    ['12,344', 1_234],
    ['1.005', 101],
    ['999999999,99', 99_999_999_999],
  ])('%s is %i kopecks', (text, minor) => expect(readPrice(text)).toBe(minor));

  it.each(['', '-', 'звоните', '12 $', '1,23,4', '1.5E+3', '12-15', 'NaN', '0x10'])('%j cannot be read', (text) =>
    expect(readPrice(text)).toEqual({ problem: 'price_unreadable' }),
  );

  it.each(['0', '0,00', '-5', '0,004'])('%s is no price', (text) =>
    expect(readPrice(text)).toEqual({ problem: 'price_not_positive' }),
  );

  it('of a billion and more is an article in the wrong column', () =>
    expect(readPrice('4012345678901')).toEqual({ problem: 'price_too_large' }));

  it('is the same however its thousands are written', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999_999_999 }),
        fc.constantFrom(' ', '\u00A0', "'", ''),
        (minor, gap) => {
          const rubles = String(Math.floor(minor / 100)).replace(/\B(?=(\d{3})+$)/g, gap);
          const kopecks = String(minor % 100).padStart(2, '0');
          expect(readPrice(`${rubles},${kopecks}`)).toBe(minor);
          expect(readPrice(`${rubles}.${kopecks} руб`)).toBe(minor);
        },
      ),
    ));

  it('is never guessed: whatever comes is kopecks above zero, or a problem', () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        const price = readPrice(text);
        if (typeof price === 'number') expect(Number.isSafeInteger(price) && price > 0).toBe(true);
        else expect(price.problem).toMatch(/^price_/);
      }),
    ));
});

describe('a quantity', () => {
  it.each([
    ['5', 5, false],
    ['12,000', 12, false],
    ['1 000', 1_000, false],
    ['3 шт.', 3, false],
    ['5,9', 5, false],
    ['-3', 0, false],
    ['', 0, false],
    ['-', 0, false],
    ['нет', 0, false],
    ['Нет в наличии', 0, false],
    ['под заказ', 0, false],
    ['есть', 1, true],
    ['+', 1, true],
    ['+++', 1, true],
    ['В наличии', 1, true],
    ['>10', 11, true],
    ['> 10 шт', 11, true],
    ['более 1 000', 1_001, true],
    ['>=10', 10, true],
    ['10+', 10, true],
    ['10 и более', 10, true],
    ['от 4', 4, true],
    ['<5', 1, true],
    ['до 5', 1, true],
    ['10-50', 10, true],
    ['99999999999', LARGEST_STOCK, false],
  ])('%j is %i, at least: %s', (text, stock, isAtLeast) => expect(readQuantity(text)).toEqual({ stock, isAtLeast }));

  it.each(['звоните', '5/6', '2 дня', 'A123'])('%j cannot be read', (text) =>
    expect(readQuantity(text)).toBeUndefined(),
  );

  it('is a whole number from 0, whatever comes', () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { stock } = readQuantity(text) ?? { stock: 0 };
        expect(Number.isInteger(stock) && stock >= 0 && stock <= LARGEST_STOCK).toBe(true);
      }),
    ));
});

describe('a multiplicity', () => {
  it.each([
    ['', 1],
    ['0', 1],
    ['4', 4],
    ['4,000', 4],
    ['2 шт', 2],
  ])('%j is %i', (text, count) => expect(readMultiplicity(text)).toBe(count));

  it.each(['1,5', '-1', 'пара'])('%j cannot be read', (text) => expect(readMultiplicity(text)).toBeUndefined());

  it('is looked at once, however long the text', () => {
    const startedAt = performance.now();
    expect(readMultiplicity(`1${' '.repeat(100_000)}x`)).toBeUndefined();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
