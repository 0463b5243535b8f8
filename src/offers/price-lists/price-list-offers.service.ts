import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { BRANDS, canonicalBrand } from '../brands/brand-directory.js';
import { partKey } from '../keys/part-key.js';
import { isStale, PRICE_LISTS, type PriceList } from './price-list.entity.js';

/** A part is offered in few lists; where it is in thousands of rows of one, its columns are mistaken. */
const MOST_ROWS = 5_000;

export interface WantedPart {
  brand: string;
  number: string;
}

/** A row of a list in force. */
export interface PriceListOffer {
  /** Of the list and the row, as long as the list is in force. */
  id: string;
  priceListId: number;
  priceListName: string;
  isOwnStock: boolean;
  deliveryDaysMin: number;
  deliveryDaysMax: number;
  listedAt: Date;
  isStale: boolean;
  brand: string;
  article: string;
  name: string;
  /** Kopecks. */
  price: number;
  stock: number;
  isAtLeast: boolean;
  multiplicity: number;
}

interface FoundRow {
  importId: number;
  articleKey: string;
  line: number;
  brandKey: string;
  brand: string;
  article: string;
  name: string;
  price: string | number;
  stock: number;
  isAtLeast: number | boolean;
  multiplicity: number;
}

/** Finds what the lists in force have of parts. */
@Injectable()
export class PriceListOffers {
  constructor(
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {}

  /**
   * All in one statement. Which lists are in force, and which spellings are one brand, the snapshot of the configuration says.
   * @returns for each part its offers, in no order
   */
  async find(manager: EntityManager, regionId: number, parts: WantedPart[]): Promise<PriceListOffer[][]> {
    const snapshot = this.configuration.current;
    const lists = new Map<number, PriceList>();
    for (const list of snapshot.get(PRICE_LISTS).values())
      if (list.regionId === regionId && list.liveImportId !== null) lists.set(list.liveImportId, list);
    const articles = parts.map(({ number }) => partKey(number));
    const rows = await rowsOf(
      manager,
      [...lists.keys()],
      [...new Set(articles)].filter((key) => key !== ''),
    );
    const directory = snapshot.get(BRANDS);
    const now = this.clock.now();
    return parts.map(({ brand }, index) => {
      const { key } = canonicalBrand(directory, brand);
      return rows
        .filter(({ articleKey }) => articleKey === articles[index])
        .filter(({ brandKey }) => (directory.byKey.get(brandKey)?.key ?? brandKey) === key)
        .map((row) => offerOf(row, lists.get(row.importId)!, now));
    });
  }
}

async function rowsOf(manager: EntityManager, importIds: number[], articleKeys: string[]): Promise<FoundRow[]> {
  if (importIds.length === 0 || articleKeys.length === 0) return [];
  const places = (values: unknown[]) => values.map(() => '?').join(', ');
  return manager.query<FoundRow[]>(
    'SELECT import_id AS importId, article_key AS articleKey, line, brand_key AS brandKey, brand, article, name, price, ' +
      'stock, is_at_least AS isAtLeast, multiplicity FROM price_list_rows ' +
      `WHERE import_id IN (${places(importIds)}) AND article_key IN (${places(articleKeys)}) LIMIT ${MOST_ROWS}`,
    [...importIds, ...articleKeys],
  );
}

function offerOf(row: FoundRow, list: PriceList, now: Date): PriceListOffer {
  const { importId, line, brand, article, name, stock, multiplicity } = row;
  return {
    id: `${importId}-${line}`,
    priceListId: list.id,
    priceListName: list.name,
    isOwnStock: list.isOwnStock,
    deliveryDaysMin: list.deliveryDaysMin,
    deliveryDaysMax: list.deliveryDaysMax,
    listedAt: list.listedAt!,
    isStale: isStale(list, now),
    brand,
    article,
    name,
    price: Number(row.price),
    stock,
    isAtLeast: Boolean(row.isAtLeast),
    multiplicity,
  };
}
