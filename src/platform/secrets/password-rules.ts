import { readFileSync } from 'node:fs';
import { ErrorDetail, errorDetail } from '../error-texts.js';
import { ownFile } from '../own-file.js';

/**
 * The most used passwords that are long enough to be taken otherwise, in lower case: those of 10 characters and more of the 49,000 that
 * the package @zxcvbn-ts/language-common 4.1.3 lists (MIT licence, from leaked passwords). Among them are all of the 10,000 most used.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  readFileSync(ownFile('platform/secrets/common-passwords.txt'), 'utf8').trim().split(/\s+/),
);

export const MIN_PASSWORD_LENGTH = 10;
export const MAX_PASSWORD_LENGTH = 1_000;

/**
 * Why a password is too easy to guess for the account of this e-mail; undefined = it is not. As NIST 800-63B advises, only the length
 * and what everybody tries first count, no kinds of characters.
 */
export function weaknessOf(password: string, email: string): ErrorDetail | undefined {
  const plain = password.trim().toLowerCase();
  if (plain.length < MIN_PASSWORD_LENGTH) return errorDetail('too_short', { min: MIN_PASSWORD_LENGTH });
  if (COMMON_PASSWORDS.has(plain)) return errorDetail('password_common');
  if (new Set(plain).size < 3) return errorDetail('password_monotonous');
  const [name = ''] = email.toLowerCase().split('@');
  if (plain === email.toLowerCase() || plain === name) return errorDetail('password_is_email');
  return undefined;
}
