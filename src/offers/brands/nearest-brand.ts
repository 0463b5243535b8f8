import { groupBy } from '../../platform/collections.js';
import type { BrandDirectory, KnownBrand } from './brand-directory.js';

/** A shorter spelling is like too many others. */
const SHORTEST_ALIKE = 4;
/** From this length on two slips of the pen are forgiven. */
const LONG = 8;

interface Spelling {
  key: string;
  brand: KnownBrand;
  letters: number;
}

/** Of each directory once, by the first letter: few mistake that one, and the others need not be gone through. */
const spellings = new WeakMap<object, Map<string, Spelling[]>>();

/**
 * The brand that somebody may have meant who wrote a spelling that none has: one that it goes on from (`BOSCH GMBH`), or is the beginning
 * of, or that a slip of the pen makes of it.
 * @param key of the spelling
 */
export function nearestBrand(directory: Pick<BrandDirectory, 'byKey'>, key: string): KnownBrand | null {
  if (key.length < SHORTEST_ALIKE) return null;
  const letters = lettersOf(key);
  let [nearest, least]: [KnownBrand | null, number] = [null, Infinity];
  for (const known of spellingsOf(directory).get(key[0]!) ?? []) {
    const distance = distanceOf(key, letters, known);
    if (distance < least) [nearest, least] = [known.brand, distance];
  }
  return nearest;
}

function spellingsOf(directory: Pick<BrandDirectory, 'byKey'>): Map<string, Spelling[]> {
  const known = spellings.get(directory);
  if (known) return known;
  const all = [...directory.byKey]
    .filter(([key]) => key.length >= SHORTEST_ALIKE)
    .map(([key, brand]) => ({ key, brand, letters: lettersOf(key) }));
  const byLetter = groupBy(all, ({ key }) => key[0]!);
  spellings.set(directory, byLetter);
  return byLetter;
}

/** Infinity = not alike; slips of the pen go before beginnings, of these the one that has more in common. */
function distanceOf(key: string, letters: number, { key: known, letters: knownLetters }: Spelling): number {
  const most = Math.min(key.length, known.length) >= LONG ? 2 : 1;
  // A slip changes two letters at most, which tells nearly all of them apart at once.
  if (Math.abs(key.length - known.length) <= most && bitsOf(letters ^ knownLetters) <= 2 * most) {
    const slips = slipsBetween(key, known, most);
    if (slips <= most) return slips;
  }
  if (key.startsWith(known)) return 3 + key.length - known.length;
  return known.startsWith(key) ? 3 + known.length - key.length : Infinity;
}

/** Which letters there are, as bits; some share one. */
function lettersOf(key: string): number {
  let letters = 0;
  for (let at = 0; at < key.length; at++) letters |= 1 << (key.charCodeAt(at) % 32);
  return letters;
}

function bitsOf(value: number): number {
  let bits = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) bits++;
  return bits;
}

/** Letters that are wrong, missing, too many or in the place of their neighbour; more than `most` are not counted. */
function slipsBetween(one: string, other: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      let slips = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (isSame ? 0 : 1));
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwapped) slips = Math.min(slips, before[j - 2]! + 1);
      row.push(slips);
    }
    if (Math.min(...row) > most) return Infinity;
    [before, last] = [last, row];
  }
  return last[other.length]!;
}
