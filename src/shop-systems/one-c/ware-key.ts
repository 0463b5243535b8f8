import { foldedKey } from '../exchanges/folded-key.js';
import { sha256 } from '../../platform/secrets/sha256.js';

/** As long as 1C keeps an id. */
const MAX_WARE_KEY = 64;
const HASH_LENGTH = 16;

/** The id of the card that a part has in 1C: one for one part of one brand; always with a hyphen, which a position's id has not. */
export function wareKey(brand: string, number: string): string {
  const key = `${foldedKey(brand)}-${foldedKey(number) || shortHash(number.trim())}`;
  return key.length <= MAX_WARE_KEY ? key : `${key.slice(0, MAX_WARE_KEY - HASH_LENGTH - 1)}-${shortHash(key)}`;
}

function shortHash(text: string): string {
  return sha256(text).slice(0, HASH_LENGTH);
}
