import type { EntityManager } from 'typeorm';
import { beginningWith, likeAnywhere, likeBeginning, withoutIn } from '../../platform/sql/indexed-search.js';

/** Expression of a name from its second word on; of one word, itself. Surnames are put first or last. */
export const NAME_REST = `SUBSTR(customer_name, INSTR(customer_name, ' ') + 1)`;

/** Expression of a phone number without the signs that it is written with. */
export const PHONE_DIGITS = withoutIn('customer_phone', ['+', ' ', '-', '(', ')', '.']);

/** Fewer digits are found in every other number. */
const FEWEST_DIGITS = 3;

/** What finds an external order by its customer; the parameters are those of `customerParameters`. */
export function customerContains(alias: string, q: string): string {
  const texts = ['customerName', 'customerPhone', 'customerEmail'].map(
    (column) => `${alias}.${column} LIKE :like ESCAPE '!'`,
  );
  const phones = Object.keys(phoneLikes(q)).map((name) => `${alias}.customerPhoneDigits LIKE :${name}`);
  return `(${[...texts, ...phones].join(' OR ')})`;
}

export function customerParameters(q: string): Record<string, string> {
  return { like: likeAnywhere(q), ...phoneLikes(q) };
}

/** Ids of external orders whose customer's name, its second word or the phone number begins so. */
export async function customersBeginning(manager: EntityManager, q: string): Promise<number[]> {
  const columns = { customerName: [q], customerNameRest: [q], customerPhoneDigits: phoneBeginnings(q) };
  const ids: number[] = [];
  for (const [column, beginnings] of Object.entries(columns)) {
    ids.push(...(await beginningWith(manager, { entity: 'ExternalOrder', column, id: 'id', beginnings })));
  }
  return ids;
}

/** The digits of what may be a phone number, or a part of one; "" = it is none. */
function phoneDigits(q: string): string {
  const digits = /^[\d\s()+.-]+$/.test(q) ? q.replace(/\D/g, '') : '';
  return digits.length < FEWEST_DIGITS ? '' : digits;
}

/** How a number that begins so may be written: numbers of the country with 7, 8 or neither before them. */
function phoneBeginnings(q: string): string[] {
  const digits = phoneDigits(q);
  if (!digits) return [];
  const bare = /^[78]/.test(digits) && digits.length > FEWEST_DIGITS ? digits.slice(1) : digits;
  return [...new Set([digits, bare, `7${bare}`, `8${bare}`])];
}

function phoneLikes(q: string): Record<string, string> {
  const digits = phoneDigits(q);
  const likes = digits ? [likeAnywhere(digits), ...phoneBeginnings(q).map(likeBeginning)] : [];
  return Object.fromEntries(likes.map((like, index) => [`phoneLike${index}`, like]));
}
