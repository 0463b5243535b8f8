import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { groupBy } from '../../platform/collections.js';
import type { ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';
import { BRANDS, canonicalKey } from '../brands/brand-directory.js';
import { LONGEST_PART_KEY, partKey } from '../keys/part-key.js';
import { isStale, PRICE_LISTS, type PriceList } from './price-list.entity.js';

/** A part as an order names it. */
export interface NamedPart {
  /** "" = it is not named, so that offers of every brand fit. */
  brand: string;
  number: string;
}

/** A row of a price list that is in force, with what its list says of all its rows. */
export interface PriceListOffer {
  /** Of the row, as long as the list is in force. */
  id: string;
  line: number;
  priceListId: number;
  priceListName: string;
  isOwnStock: boolean;
  articleKey: string;
  brandKey: string;
  brand: string;
  article: string;
  name: string;
  priceMinor: number;
  stock: number;
  isAtLeast: boolean;
  multiplicity: number;
  deliveryDaysMin: number;
  deliveryDaysMax: number;
  listedAt: Date;
  isStale: boolean;
}

interface Row {
  importId: number;
  line: number;
  articleKey: string;
  brandKey: string;
  brand: string;
  article: string;
  name: string;
  price: string | number;
  stock: number;
  isAtLeast: boolean | number;
  multiplicity: number;
}

const SELECT =
  'SELECT import_id AS importId, line, article_key AS articleKey, brand_key AS brandKey, brand, article, name, price, stock, ' +
  'is_at_least AS isAtLeast, multiplicity FROM price_list_rows';

/** So many articles are asked for at once. */
const ARTICLES_AT_ONCE = 500;
const ROWS_AT_ONCE = 5_000;
/** A part is offered in few lists; where it is in hundreds of rows, columns of one are mistaken. */
const MOST_OF_ARTICLE = 500;
/** Of all that are asked for, so that such lists take no more memory than there is. */
const MOST_ROWS = 100_000;

/** Finds parts in the price lists that are in force. */
@Injectable()
export class PriceListOffers {
  constructor(private readonly clock: Clock) {}

  /** Lists of the region that are in force. */
  countOf(snapshot: ConfigurationSnapshot, regionId: number): number {
    return live(snapshot, regionId).size;
  }

  /** Lists of the region that are in force, when each came, and whether it is too old to go by. */
  inForce(snapshot: ConfigurationSnapshot, regionId: number): Array<{ id: number; isStale: boolean; listedAt: Date }> {
    const now = this.clock.now();
    const lists = [...live(snapshot, regionId).values()];
    return lists.map((list) => ({ id: list.id, isStale: isStale(list, now), listedAt: list.listedAt! }));
  }

  /**
   * @param snapshot of a transaction what it goes by: rows of another import may be gone, or not be in force yet
   * @returns the offers of each part, in no particular sequence
   */
  async find(
    manager: EntityManager,
    snapshot: ConfigurationSnapshot,
    regionId: number,
    parts: NamedPart[],
  ): Promise<PriceListOffer[][]> {
    const lists = live(snapshot, regionId);
    const articles = parts.map(({ number }) => partKey(number));
    const asked = [...new Set(articles)].filter((key) => key !== '' && key.length <= LONGEST_PART_KEY);
    const rows = await this.rowsOf(manager, [...lists.keys()], asked);
    const byArticle = groupBy(rows, ({ articleKey }) => articleKey);
    const directory = snapshot.get(BRANDS);
    const now = this.clock.now();
    return parts.map(({ brand }, index) => {
      const key = canonicalKey(directory, partKey(brand));
      return (byArticle.get(articles[index]!) ?? [])
        .filter(({ brandKey }) => key === '' || canonicalKey(directory, brandKey) === key)
        .map((row) => offerOf(row, lists.get(row.importId)!, now));
    });
  }

  private async rowsOf(manager: EntityManager, importIds: number[], articles: string[]): Promise<Row[]> {
    if (importIds.length === 0) return [];
    const found: Row[] = [];
    const asked: string[][] = [];
    for (let start = 0; start < articles.length; start += ARTICLES_AT_ONCE)
      asked.push(articles.slice(start, start + ARTICLES_AT_ONCE));
    for (let keys = asked.pop(); keys && found.length < MOST_ROWS; keys = asked.pop()) {
      const places = (of: unknown[]) => of.map(() => '?').join(', ');
      const most = keys.length === 1 ? MOST_OF_ARTICLE : ROWS_AT_ONCE;
      const where = `WHERE import_id IN (${places(importIds)}) AND article_key IN (${places(keys)}) LIMIT ${most}`;
      const rows = await manager.query<Row[]>(`${SELECT} ${where}`, [...importIds, ...keys]);
      const half = keys.length >> 1;
      // One of them has very many, or all together have: none is left out for the others.
      if (rows.length === most && half > 0) asked.push(keys.slice(half), keys.slice(0, half));
      else found.push(...rows);
    }
    return found;
  }
}

/** Lists of the region by the import that is in force. */
function live(snapshot: ConfigurationSnapshot, regionId: number): Map<number, PriceList> {
  const lists = [...snapshot.get(PRICE_LISTS).values()];
  return new Map(
    lists.flatMap((list) => (list.regionId === regionId && list.liveImportId ? [[list.liveImportId, list]] : [])),
  );
}

function offerOf({ importId, price, isAtLeast, ...row }: Row, list: PriceList, now: Date): PriceListOffer {
  const { id: priceListId, name: priceListName, isOwnStock, deliveryDaysMin, deliveryDaysMax, listedAt } = list;
  return {
    id: `${importId}-${row.line}`,
    ...row,
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
