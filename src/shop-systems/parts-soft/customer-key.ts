import { foldedText } from '../../platform/folded-text.js';
import { phoneDigits } from '../../platform/phone-digits.js';
import { sha256 } from '../../platform/secrets/sha256.js';

/** A buyer as an order names them. */
export interface Buyer {
  regionId: number;
  name: string;
  phone: string;
  email: string;
}

/** Fewer digits are nobody's phone number. */
const FEWEST_DIGITS = 6;

/** SHA-256 of what one buyer's orders of a region have in common: the phone, else the e-mail, else the name; hex. */
export function customerKeyOf({ regionId, name, phone, email }: Buyer): string {
  return sha256(JSON.stringify([regionId, ...signOf(name, phoneDigits(phone), email.trim().toLowerCase())]));
}

function signOf(name: string, phone: string, email: string): [kind: string, value: string] {
  if (phone.length >= FEWEST_DIGITS) return ['phone', phone];
  return email ? ['email', email] : ['name', foldedText(name)];
}
