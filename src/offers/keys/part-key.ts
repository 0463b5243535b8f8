/** Cyrillic capitals that nobody can tell from Latin ones, and those. */
const LOOK_ALIKES = new Map([...'АВЕКМНОРСТУХІЈЅ'].map((letter, index) => [letter, 'ABEKMHOPCTYXIJS'[index]!]));

/** What is longer is no article; a list's line with it is rejected, since a shortened key would be another part's. */
export const LONGEST_PART_KEY = 64;

const decomposed = (text: string): string => text.normalize('NFKD').toUpperCase().normalize('NFKD');

/**
 * By which spellings of an article, or of a brand, are compared: capital letters and digits without anything between them, letters without
 * accents, Cyrillic ones that look like Latin ones as those. Zeros stay, since `0123` and `123` are two parts.
 */
export function partKey(text: string): string {
  return decomposed(text)
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/[\u0400-\u04FF]/gu, (letter) => LOOK_ALIKES.get(letter) ?? letter);
}
