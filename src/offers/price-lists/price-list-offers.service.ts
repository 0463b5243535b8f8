import { setImmediate as othersTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ChosenOffer } from '../../orders/orders/offered-line.js';
import type { PartLine } from '../../orders/orders/part-line.js';
import { Clock } from '../../platform/clock.js';
import { groupBy } from '../../platform/collections.js';
import type { ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';
import { type BrandDirectory, BRANDS, canonicalKey, keysOf } from '../brands/brand-directory.js';
import { LONGEST_PART_KEY, partKey } from '../keys/part-key.js';
import { isStale, PRICE_LISTS, type PriceList } from './price-list.entity.js';
import type { PriceListRow } from './price-list-import.entity.js';

/** A part as an order names it; without a brand offers of every one fit. */
type NamedPart = Pick<PartLine, 'brand' | 'number'>;

/** A row of a price list that is in force, with what its list says of all its rows. */
export interface PriceListOffer extends Omit<ChosenOffer, 'listedAt'> {
  /** Of the row, as long as the list is in force. */
  id: string;
  line: number;
  /** Of its list and part: what is promised of a part counts for all its rows, whatever the spelling of its brand. */
  part: string;
  multiplicity: number;
  listedAt: Date;
  isStale: boolean;
}

/** What is offered of a part. */
export interface FoundOffers<Offer = PriceListOffer> {
  offers: Offer[];
  /** There are more, or may be: nothing follows from what is missing. */
  isCut: boolean;
}

/** A part by its keys; the brand's is that of its brand in the directory, "" = any. */
type Part = Pick<PriceListRow, 'articleKey' | 'brandKey'>;

/** As the drivers bring it. */
interface Row extends Omit<PriceListRow, 'price' | 'isAtLeast'> {
  price: string | number;
  isAtLeast: boolean | number;
}

const SELECT =
  'SELECT import_id AS importId, line, article_key AS articleKey, brand_key AS brandKey, brand, article, name, price, stock, ' +
  'is_at_least AS isAtLeast, multiplicity FROM price_list_rows';

/** So many parts are asked for at once. */
const PARTS_AT_ONCE = 500;
/** A part is offered in few lists; where it is in thousands of rows, columns of one are mistaken. */
const ROWS_AT_ONCE = 2_000;
/** Of all that are asked for, so that such lists take no more memory than there is. */
const MOST_ROWS = 100_000;
/** Where more spellings are asked for together, all brands are, and told apart afterwards. */
const MOST_SPELLINGS = 2_000;

/** Finds parts in the price lists that are in force. */
@Injectable()
export class PriceListOffers {
  constructor(private readonly clock: Clock) {}

  /** Lists of the region that are in force, when each came, and whether it is too old to go by. */
  inForce(snapshot: ConfigurationSnapshot, regionId: number): Array<{ id: number; isStale: boolean; listedAt: Date }> {
    const now = this.clock.now();
    const lists = [...live(snapshot, regionId).values()];
    return lists.map((list) => ({ id: list.id, isStale: isStale(list, now), listedAt: list.listedAt! }));
  }

  /**
   * @param snapshot of a transaction what it goes by: rows of another import may be gone, or not be in force yet
   * @returns what is offered of each part, in no particular sequence; of parts that are the same it is the same object
   */
  async find(
    manager: EntityManager,
    snapshot: ConfigurationSnapshot,
    regionId: number,
    parts: NamedPart[],
  ): Promise<FoundOffers[]> {
    const lists = live(snapshot, regionId);
    const directory = snapshot.get(BRANDS);
    const keyOf = (brand: string) => canonicalKey(directory, partKey(brand));
    const named = parts.map(({ brand, number }): Part => ({ articleKey: partKey(number), brandKey: keyOf(brand) }));
    const isPossible = ({ articleKey }: Part) => articleKey !== '' && articleKey.length <= LONGEST_PART_KEY;
    const distinct = [...new Map(named.filter(isPossible).map((part) => [nameOf(part), part])).values()];
    const waiting: Part[][] = [];
    for (let start = 0; lists.size > 0 && start < distinct.length; start += PARTS_AT_ONCE)
      waiting.push(distinct.slice(start, start + PARTS_AT_ONCE));
    const now = this.clock.now();
    const found = new Map<string, FoundOffers>();
    let left = MOST_ROWS;
    for (let asked = waiting.pop(); asked; asked = waiting.pop()) {
      // Of a long order, on the embedded database nobody else would have a turn in between.
      if (waiting.length > 0) await othersTurn();
      const rows = left > 0 ? await someRows(manager, [...lists.keys()], asked, directory) : [];
      const isCut = left <= 0 || rows.length === ROWS_AT_ONCE;
      const half = asked.length >> 1;
      // One of them has very many, or all together have: none is left out for the others.
      if (left > 0 && isCut && half > 0) {
        waiting.push(asked.slice(half), asked.slice(0, half));
        continue;
      }
      left -= rows.length;
      const byArticle = groupBy(rows, ({ articleKey }) => articleKey);
      for (const part of asked) {
        const ofArticle = byArticle.get(part.articleKey) ?? [];
        const isOf = ({ brandKey }: Row) => part.brandKey === '' || canonicalKey(directory, brandKey) === part.brandKey;
        const offers = ofArticle.filter(isOf).map((row) => offerOf(row, lists.get(row.importId)!, directory, now));
        found.set(nameOf(part), { offers, isCut });
      }
    }
    return named.map((part) => found.get(nameOf(part)) ?? NOTHING);
  }
}

const NOTHING: FoundOffers = { offers: [], isCut: false };

function nameOf({ articleKey, brandKey }: Part): string {
  return `${articleKey} ${brandKey}`;
}

/** The brand is asked for, too: an article of very many rows may be offered by one maker in a few. */
function someRows(
  manager: EntityManager,
  importIds: number[],
  parts: Part[],
  directory: BrandDirectory,
): Promise<Row[]> {
  const articles = [...new Set(parts.map(({ articleKey }) => articleKey))];
  const brands = [...new Set(parts.flatMap(({ brandKey }) => keysOf(directory, brandKey)))];
  const isAny = brands.length > MOST_SPELLINGS || parts.some(({ brandKey }) => brandKey === '');
  const spellings = isAny ? [] : brands;
  const places = (of: unknown[]) => of.map(() => '?').join(', ');
  const ofBrands = isAny ? '' : `AND brand_key IN (${places(spellings)}) `;
  const where = `WHERE import_id IN (${places(importIds)}) AND article_key IN (${places(articles)}) ${ofBrands}`;
  return manager.query(`${SELECT} ${where}LIMIT ${ROWS_AT_ONCE}`, [...importIds, ...articles, ...spellings]);
}

/** Lists of the region by the import that is in force. */
function live(snapshot: ConfigurationSnapshot, regionId: number): Map<number, PriceList> {
  const lists = [...snapshot.get(PRICE_LISTS).values()];
  return new Map(
    lists.flatMap((list) => (list.regionId === regionId && list.liveImportId ? [[list.liveImportId, list]] : [])),
  );
}

/** The name of a part of a list, by which its pieces are counted. */
export function partOfList(
  directory: BrandDirectory,
  priceListId: number,
  articleKey: string,
  brandKey: string,
): string {
  return `${priceListId} ${articleKey} ${canonicalKey(directory, brandKey)}`;
}

function offerOf(
  { importId, price, isAtLeast, ...row }: Row,
  list: PriceList,
  directory: BrandDirectory,
  now: Date,
): PriceListOffer {
  const { id: priceListId, name: priceListName, isOwnStock, deliveryDaysMin, deliveryDaysMax, listedAt } = list;
  return {
    id: `${importId}-${row.line}`,
    ...row,
    part: partOfList(directory, priceListId, row.articleKey, row.brandKey),
    priceMinor: Number(price),
    isAtLeast: Boolean(isAtLeast),
    priceListId,
    priceListName,
    isOwnStock,
    deliveryDaysMin,
    deliveryDaysMax,
    listedAt: listedAt!,
    isStale: isStale(list, now),
  };
}
