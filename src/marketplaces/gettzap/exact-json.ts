import { LosslessNumber, parse } from 'lossless-json';
import { ErrorDetail, errorDetail } from '../../platform/error-texts.js';
import { excessOf } from '../../platform/http/json-bounds.js';
import { InvalidBodyError, MAX_DEPTH, MAX_VALUES, NotReadError } from './tree-bounds.js';

export class InvalidJsonError extends InvalidBodyError {}

/**
 * Parses JSON with every number kept digit for digit, as a `LosslessNumber`.
 * @throws InvalidJsonError also for what is nested too deep; NotReadError when it has too many values
 */
export function parseExactJson(text: string): unknown {
  const excess = excessOf(text, { depth: MAX_DEPTH, values: MAX_VALUES });
  if (excess === 'too_deep') throw new InvalidJsonError(errorDetail('too_deep', { max: MAX_DEPTH }));
  if (excess) throw new NotReadError(errorDetail('too_many_values', { max: MAX_VALUES }));
  try {
    return parse(text, undefined, { onDuplicateKey: ({ newValue }) => newValue });
  } catch (error) {
    throw new InvalidJsonError(describe((error as Error).message));
  }
}

/** The parser names the place at the end of its sentence, counted from 0. */
function describe(reason: string): ErrorDetail {
  const place = /at position (\d+)$/.exec(reason)?.[1];
  return place
    ? errorDetail('invalid_json_at', { position: Number(place) + 1 })
    : errorDetail('invalid_json', { reason });
}

/** The digits of a number, or the text of a string; undefined for anything else. */
export function digitsOrText(value: unknown): string | undefined {
  if (value instanceof LosslessNumber) return value.value;
  return typeof value === 'string' ? value : undefined;
}

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
