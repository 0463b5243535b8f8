import { LosslessNumber } from 'lossless-json';

/** Longer numbers are never written out by a double. */
const MAX_DIGITS = 24;

/**
 * Turns what `parseExactJson` read into JSON for an expression, which calculates with doubles. A number that a double holds and
 * writes out again with the same value is a number there; any other (an id above 2^53, one with an exponent) is a text of its digits.
 */
export function jsonForExpression(exact: unknown): string {
  return JSON.stringify(exact, (_, value: unknown) => (value instanceof LosslessNumber ? plain(value.value) : value));
}

function plain(digits: string): number | string {
  if (digits.length > MAX_DIGITS) return digits;
  const value = Number(digits);
  const shortest = digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
  return String(value) === shortest ? value : digits;
}
