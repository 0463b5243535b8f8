import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { foldedText } from '../../platform/folded-text.js';
import { beginningWith, likeAnywhere, without, withoutIn } from '../../platform/sql/indexed-search.js';

/*
 * What an order is searched by: one text that is written with its content, and the beginnings of some columns. External orders and
 * their positions are kept above this room, so they are named as the database layer knows them.
 */

/** Signs that people put into a part number, or leave out. */
const SEPARATORS = [' ', '-', '.', '/'];
/** A shorter text without its separators would be found in every other number. */
const SHORTEST_BARE = 4;
/** Fewer digits are found in every other number. */
const FEWEST_DIGITS = 3;
/** What is said behind so many words is searched for as it stands. */
const MOST_WORDS = 8;
/** As much as a thousand positions need for their numbers, and some names. */
const MOST_BYTES = 64 * 1_024;
/** Of an address or a comment, in characters. */
const MOST_OF_A_TEXT = 2_000;

/** Expression of a part number without its separators. */
export const BARE_NUMBER = withoutIn('number', SEPARATORS);

/** Expression of a name from its second word on; of one word, itself. Surnames are put first or last. */
export const NAME_REST = `SUBSTR(customer_name, INSTR(customer_name, ' ') + 1)`;

/** Expression of a phone number without the signs that it is written with. */
export const PHONE_DIGITS = withoutIn('customer_phone', ['+', ' ', '-', '(', ')', '.']);

/** What a person would search an external order by. */
export interface SearchedOrder {
  /** Its id at the marketplace. */
  externalId: string;
  customer: { name: string; phone: string; email: string };
  delivery: { address: string };
  comment: string;
  vin: string;
  positions: Array<{ brand: string; number: string; name: string }>;
}

/**
 * The text of an order that is searched in the middle, a line for each thing, as bytes: so it is compared as it was folded here, whatever
 * the database's own rules. Of a very long order the end is missing, which is names of parts.
 */
export function searchedTextOf({ externalId, customer, delivery, comment, vin, positions }: SearchedOrder): Buffer {
  const lines = [
    ...[externalId, customer.name, customer.phone, customer.phone.replace(/\D/g, ''), customer.email, vin],
    ...positions.flatMap(({ number }) => [number, without(number, SEPARATORS)]),
    ...positions.map(({ brand }) => brand),
    ...[delivery.address.slice(0, MOST_OF_A_TEXT), comment.slice(0, MOST_OF_A_TEXT)],
    ...positions.map(({ name }) => name),
  ];
  const folded = new Set(lines.map(foldedText).filter((line) => line !== ''));
  return Buffer.from(`\n${[...folded].join('\n')}\n`).subarray(0, MOST_BYTES);
}

/**
 * Condition that finds each word of `q` somewhere in the text, however numbers are written.
 * @param column that holds what `searchedTextOf` made
 */
export function textContains<T extends ObjectLiteral>(query: SelectQueryBuilder<T>, column: string, q: string): string {
  return eachWord(q, (parameter, spelling) => {
    query.setParameter(parameter, Buffer.from(spelling));
    return `INSTR(${column}, :${parameter}) > 0`;
  });
}

/** The same for columns as they are stored. @param alias of the external order */
export function columnsContain<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  columns: string[],
  q: string,
): string {
  const lines = `CONCAT_WS('\n', '', ${columns.join(', ')})`;
  return eachWord(q, (parameter, spelling) => {
    // A server compares sign by sign, and й may have come in two.
    const forms = [...new Set(['NFC', 'NFD'].map((form) => spelling.normalize(form)))];
    return forms
      .map((form, index) => {
        query.setParameter(`${parameter}form${index}`, likeAnywhere(form));
        return `${lines} LIKE :${parameter}form${index} ESCAPE '!'`;
      })
      .join(' OR ');
  });
}

function eachWord(q: string, contains: (parameter: string, spelling: string) => string): string {
  const words = searchedWords(q).map((spellings, word) => {
    const any = spellings.map((spelling, index) => contains(`word${word}as${index}`, spelling));
    return `(${any.join(' OR ')})`;
  });
  return words.join(' AND ') || '1 = 0';
}

/** The words of what is searched for, each with the spellings in which it may be found; a number in groups is one word. */
export function searchedWords(q: string): string[][] {
  const words: string[] = [];
  for (const word of foldedText(q).split(' ')) {
    const last = words.length - 1;
    const goesOn = words.length === MOST_WORDS || (isNumeric(word) && isNumeric(words[last] ?? ''));
    if (goesOn) words[last] += ` ${word}`;
    else words.push(word);
  }
  return words.filter((word) => word !== '').map(spellingsOf);
}

function isNumeric(text: string): boolean {
  return /^[\d\s()+./-]+$/.test(text);
}

function spellingsOf(word: string): string[] {
  const bare = without(word, SEPARATORS);
  const digits = phoneDigits(word);
  const spellings = new Set([word, ...(bare.length < SHORTEST_BARE ? [] : [bare])]);
  if (digits) {
    spellings.add(digits);
    // What has the digits anywhere has them at the beginning, too.
    for (const line of phoneBeginnings(word)) if (!line.includes(digits)) spellings.add(`\n${line}`);
  }
  return [...spellings];
}

/**
 * Ids of the external orders whose id at the marketplace, part number, customer's name, its second word or phone number begins so, among
 * all.
 */
export function externalOrdersBeginning(manager: EntityManager, q: string): Promise<number[]> {
  const text = q.trim();
  const beginnings = {
    externalId: [text],
    customerName: [text],
    customerNameRest: [text],
    customerPhoneDigits: phoneBeginnings(text),
  };
  return beginningWith(manager, [
    ...Object.entries(beginnings).map(([column, beginnings]) => ({
      ...{ entity: 'ExternalOrder', column, id: 'id', beginnings },
    })),
    {
      entity: 'ExternalOrderPosition',
      column: 'numberBare',
      id: 'externalOrderId',
      beginnings: [without(text, SEPARATORS)],
    },
  ]);
}

/** The digits of what may be a phone number, or a part of one; "" = it is none. */
function phoneDigits(q: string): string {
  const digits = isNumeric(q) ? q.replace(/\D/g, '') : '';
  return digits.length < FEWEST_DIGITS ? '' : digits;
}

/** How a number that begins so may be written: numbers of the country with 7, 8 or neither before them. */
export function phoneBeginnings(q: string): string[] {
  const digits = phoneDigits(q);
  if (!digits) return [];
  const bare = /^[78]/.test(digits) && digits.length > FEWEST_DIGITS ? digits.slice(1) : digits;
  return [...new Set([digits, bare, `7${bare}`, `8${bare}`])];
}
