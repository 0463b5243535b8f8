/** Without those that are read wrongly: l and 1, O and 0. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** A password that nobody can guess (over 110 bits) but a person can read out: four groups of five. */
export function newPassword(): string {
  return Array.from({ length: GROUPS }, () => Array.from({ length: GROUP_LENGTH }, letter).join('')).join('-');
}

function letter(): string {
  const fair = 256 - (256 % LETTERS.length);
  for (;;) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < fair) return LETTERS[byte % LETTERS.length];
  }
}
