import { sha256 } from '../../platform/secrets/sha256.js';

/** Capital Cyrillic letters that look like Latin ones, which people type for each other. */
const CYRILLIC = 'АВЕЁКМНОРСТУХ';
const LATIN = 'ABEEKMHOPCTYX';
const LOOK_ALIKES = new Map([...CYRILLIC].map((letter, index) => [letter, LATIN[index]!]));

/** As long as 1C keeps an id. */
const MAX_WARE_KEY = 64;
const HASH_LENGTH = 16;

/** Letters and digits of a text alone, the same however it was typed: `ав-12/3` = `AB123`. */
export function foldedKey(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .replace(/[А-ЯЁ]/g, (letter) => LOOK_ALIKES.get(letter) ?? letter);
}

/** The id of the card that a part has in 1C: one for one part of one brand; always with a hyphen, which a position's id has not. */
export function wareKey(brand: string, number: string): string {
  const key = `${foldedKey(brand)}-${foldedKey(number) || shortHash(number.trim())}`;
  return key.length <= MAX_WARE_KEY ? key : `${key.slice(0, MAX_WARE_KEY - HASH_LENGTH - 1)}-${shortHash(key)}`;
}

function shortHash(text: string): string {
  return sha256(text).slice(0, HASH_LENGTH);
}
