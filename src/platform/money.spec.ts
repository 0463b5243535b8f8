import fc from 'fast-check';
import { formatMinor, MAX_MINOR, parseMinor } from './money.js';

const anyAmount = fc.integer({ min: 0, max: MAX_MINOR });

describe('reading an amount', () => {
  it.each([
    ['0', 0],
    ['0.00', 0],
    ['0.1', 10],
    ['0.2', 20],
    ['0.3', 30],
    ['0.07', 7],
    ['1.1', 110],
    ['19.99', 1999],
    ['1.15', 115],
    ['4.35', 435],
    ['1001.10', 100110],
    ['3450', 345000],
    ['3450.00', 345000],
    ['007.50', 750],
    [' 12.30 ', 1230],
    ['90071992547409.91', MAX_MINOR],
  ])('%s is taken digit for digit', (decimal, minor) => {
    expect(parseMinor(decimal)).toBe(minor);
  });

  it.each([
    ['1e2', 10_000],
    ['1E2', 10_000],
    ['1e+2', 10_000],
    ['1.5e3', 150_000],
    ['125e-2', 125],
    ['1250e-3', 125],
    ['0e400', 0],
  ])('the exponent form %s means what it says', (decimal, minor) => {
    expect(parseMinor(decimal)).toBe(minor);
  });

  it.each(['1.005', '0.001', '2.675', '1e-3', '1005e-3', '1e-400', '0.30000000000000004'])(
    '%s has more than two places and is refused, never rounded',
    (decimal) => {
      expect(parseMinor(decimal)).toBeUndefined();
    },
  );

  it.each(['1e400', '1e999', '1e9999', '90071992547409.92', '9'.repeat(400)])(
    '%s is too large to be kept exactly and is refused',
    (decimal) => {
      expect(parseMinor(decimal)).toBeUndefined();
    },
  );

  it.each([
    '',
    ' ',
    '.',
    '5.',
    '.5',
    '1,50',
    '1 000',
    '-1',
    '+1',
    '--1',
    'abc',
    '0x10',
    'NaN',
    'Infinity',
    '1e',
    '1_0',
  ])('%j is no amount', (decimal) => {
    expect(parseMinor(decimal)).toBeUndefined();
  });

  it('0.1 and 0.2 are exactly 0.3 together', () => {
    expect(formatMinor(parseMinor('0.1')! + parseMinor('0.2')!)).toBe('0.30');
  });

  it('every amount is read back as it was shown', () => {
    fc.assert(fc.property(anyAmount, (minor) => expect(parseMinor(formatMinor(minor))).toBe(minor)));
  });

  it('every decimal with two places is shown as it was read', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: 0n, max: 90_071_992_547_408n }), fc.integer({ min: 0, max: 99 }))
      .map(([whole, places]) => `${whole}.${String(places).padStart(2, '0')}`);
    fc.assert(fc.property(decimal, (text) => expect(formatMinor(parseMinor(text)!)).toBe(text)));
  });

  it('moving the point by an exponent changes nothing', () => {
    fc.assert(fc.property(anyAmount, (minor) => expect(parseMinor(`${minor}e-2`)).toBe(minor)));
  });

  it('whatever the text, the answer is a whole number of minor units or none', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^-?[0-9]{1,20}(\.[0-9]{0,5})?([eE][+-]?[0-9]{1,4})?$/));
    fc.assert(
      fc.property(text, (decimal) => {
        const minor = parseMinor(decimal);
        expect(minor === undefined || (Number.isSafeInteger(minor) && minor >= 0)).toBe(true);
      }),
    );
  });
});

describe('showing an amount', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [50, '0.50'],
    [12345, '123.45'],
    [-5, '-0.05'],
    [-12345, '-123.45'],
    [MAX_MINOR, '90071992547409.91'],
  ])('%d minor units are %s', (minor, decimal) => {
    expect(formatMinor(minor)).toBe(decimal);
  });
});
