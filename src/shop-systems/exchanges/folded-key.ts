/** Capital Cyrillic letters that look like Latin ones, which people type for each other. */
const CYRILLIC = 'АВЕЁКМНОРСТУХ';
const LATIN = 'ABEEKMHOPCTYX';
const LOOK_ALIKES = new Map([...CYRILLIC].map((letter, index) => [letter, LATIN[index]!]));

/** Letters and digits of a text alone, in capitals. */
export function lettersOf(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** The same however it was typed: `ав-12/3` = `AB123`. */
export function foldedKey(text: string): string {
  return lettersOf(text).replace(/[А-ЯЁ]/g, (letter) => LOOK_ALIKES.get(letter) ?? letter);
}
