import { partKey } from '../../src/offers/keys/part-key.js';
import { putInForce } from '../../src/offers/price-lists/import-states.js';
import { writeRows } from '../../src/offers/price-lists/list-rows.js';
import { PriceListImport } from '../../src/offers/price-lists/price-list-import.entity.js';
import { PriceList } from '../../src/offers/price-lists/price-list.entity.js';
import { Configuration } from '../../src/platform/configuration/configuration.service.js';
import type { Shop } from './shop.js';

const COLUMNS = { brand: 1, article: 2, name: 3, quantity: 4, price: 5 };

const ROWS_AT_ONCE = 1_000;

/** An offer as a list has it; what is not named is nothing special. */
export interface ListedOffer {
  brand: string;
  article: string;
  name?: string;
  /** Minor units. */
  price: number;
  stock: number;
  isAtLeast?: boolean;
  multiplicity?: number;
}

/** A price list with these offers in force; answers its id. */
export async function listed(shop: Shop, offers: ListedOffer[], change: object = {}): Promise<string> {
  const { regionId } = (await shop.admin.get(`/marketplace-connections/${shop.connectionId}`)).body;
  const { total } = (await shop.admin.get('/price-lists')).body.meta;
  const name = total === 0 ? 'Основной склад' : `Склад ${total + 1}`;
  const settings = { name, regionId, columns: COLUMNS, deliveryDaysMax: 1, ...change };
  const { status, body } = await shop.admin.post('/price-lists', settings);
  expect([status, body.errors]).toEqual([201, undefined]);
  await renew(shop, body.id, offers);
  return body.id as string;
}

/** Puts other offers in force, past the file that they would come by. */
export async function renew(shop: Shop, priceListId: string, offers: ListedOffer[]): Promise<void> {
  const createdAt = shop.clock.now();
  await shop.app.get(Configuration).change(async (tx) => {
    const list = await tx.manager.findOneByOrFail(PriceList, { id: Number(priceListId) });
    const import_ = {
      ...{ priceListId: list.id, state: 'running' as const, source: 'upload' as const, fileName: '', fileBytes: 0 },
      ...{ author: '', leaseToken: '', leaseUntil: null, progress: 0, lines: 0, taken: 0, rejected: 0, keys: 0 },
      ...{ medianPrice: 0, encoding: '', separator: '', held: [], error: null, finishedAt: null, sweepAfter: null },
      createdAt,
    };
    const id = await tx.insert(PriceListImport, import_);
    const rows = offers.map(
      ({ brand, article, name = '', price, stock, isAtLeast = false, multiplicity = 1 }, line) => {
        const keys = [partKey(article), line + 1, partKey(brand)] as const;
        return [...keys, brand, article, name, price, stock, isAtLeast ? 1 : 0, multiplicity] as const;
      },
    );
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE)
      await writeRows(
        tx,
        id,
        rows.slice(start, start + ROWS_AT_ONCE).map((row) => [...row]),
      );
    await putInForce(tx, list, await tx.manager.findOneByOrFail(PriceListImport, { id }), createdAt);
  });
}
