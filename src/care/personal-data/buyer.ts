export interface Buyer {
  phone?: string | undefined;
  email?: string | undefined;
  name?: string | undefined;
}

/** Digits of a phone number that count: the code of the country is written in several ways, or left out. */
const PHONE_DIGITS = 10;
/** A run of digits as people write a phone number. */
const PHONE_LIKE = /\d(?:[\s().\u2010-\u2015-]{0,3}\d){5,}/g;

/**
 * @returns whether a text names the buyer by any of what is known: the phone number however it is written, the e-mail address
 * and the name in any case, each as a whole
 */
export function mentionOf({ phone, email, name }: Buyer): (text: string) => boolean {
  const tests: Array<(text: string) => boolean> = [];
  if (phone) {
    const wanted = digitsOf(phone).slice(-PHONE_DIGITS);
    tests.push((text) => (text.match(PHONE_LIKE) ?? []).some((run) => digitsOf(run).includes(wanted)));
  }
  for (const known of [email, name]) {
    if (!known) continue;
    const words = plain(known).split(' ').map(escaped).join('\\s+');
    const whole = new RegExp(`(?<![\\p{L}\\p{N}])${words}(?![\\p{L}\\p{N}])`, 'u');
    tests.push((text) => whole.test(plain(text)));
  }
  return (text) => tests.some((test) => test(text));
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim();
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
