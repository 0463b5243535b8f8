import { errorDetail, type ErrorDetail } from '../../platform/error-texts.js';
import { LONGEST_PART_KEY, partKey } from '../keys/part-key.js';
import { LONGEST_BRAND_NAME } from './brand.entity.js';

export const MAX_BRANDS = 20_000;
/** Of all brands together: every process keeps them in memory. */
export const MAX_SPELLINGS = 100_000;

/** A text on one line, with one space where there are several. */
export function tidied(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** @returns what is wrong with a spelling; undefined when it can be one */
export function spellingError(text: string): ErrorDetail | undefined {
  if (text.length > LONGEST_BRAND_NAME) return errorDetail('too_long', { max: LONGEST_BRAND_NAME });
  const { length } = partKey(text);
  if (length === 0) return errorDetail('no_letters');
  return length > LONGEST_PART_KEY ? errorDetail('too_long', { max: LONGEST_PART_KEY }) : undefined;
}

/** Spellings by their keys, the first of each: those that differ by no letter or digit say the same. */
export function byKeys(spellings: readonly string[]): Map<string, string> {
  const first = new Map<string, string>();
  for (const spelling of spellings) if (!first.has(partKey(spelling))) first.set(partKey(spelling), spelling);
  return first;
}
