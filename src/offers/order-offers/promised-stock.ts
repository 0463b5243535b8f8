import { type EntityManager, In, MoreThan } from 'typeorm';
import { STATUS_DIRECTORY } from '../../orders/order-statuses/order-status.entity.js';
import { OrderItem } from '../../orders/orders/order.entity.js';
import type { ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';
import { BRANDS } from '../brands/brand-directory.js';
import { partOfList, type PriceListOffer } from '../price-lists/price-list-offers.service.js';
import { earlier } from '../../platform/clock.js';

/** What is open for longer holds no stock any more: either it was forgotten, or the list knows of it long since. */
const HELD_FOR_MS = 90 * 24 * 3_600_000;

const HOLDING = new Set(['processing', 'arrived']);

/**
 * How much of a list's stock open orders were promised: pieces of items that are in work or have arrived, and not handed out yet.
 * @returns pieces by an offer's list and part, whatever import it is of
 */
export async function promisedStock(
  manager: EntityManager,
  snapshot: ConfigurationSnapshot,
  offers: PriceListOffer[],
  now: Date,
): Promise<(offer: PriceListOffer) => number> {
  if (offers.length === 0) return () => 0;
  const open = [...snapshot.get(STATUS_DIRECTORY).values()].filter(({ group }) => HOLDING.has(group));
  const rows = await manager
    .createQueryBuilder(OrderItem, 'item')
    .select('item.offerListId', 'listId')
    // A server's collation takes some different keys for the same; not called like the columns, by which it would group then.
    .addSelect('HEX(item.offerArticleKey)', 'article')
    .addSelect('HEX(item.offerBrandKey)', 'brand')
    .addSelect('SUM(item.quantity)', 'pieces')
    .where({
      offerListId: In([...new Set(offers.map(({ priceListId }) => priceListId))]),
      offerArticleKey: In([...new Set(offers.map(({ articleKey }) => articleKey))]),
      createdAt: MoreThan(earlier(now, HELD_FOR_MS)),
      statusId: In(open.map(({ id }) => id)),
    })
    .groupBy('item.offerListId')
    .addGroupBy('article')
    .addGroupBy('brand')
    .getRawMany<{ listId: number; article: string; brand: string; pieces: string | number }>();
  const directory = snapshot.get(BRANDS);
  const promised = new Map<string, number>();
  for (const { listId, article, brand, pieces } of rows) {
    const key = partOfList(directory, listId, keyOf(article), keyOf(brand));
    promised.set(key, (promised.get(key) ?? 0) + Number(pieces));
  }
  return ({ part }) => promised.get(part) ?? 0;
}

function keyOf(hex: string): string {
  return Buffer.from(hex, 'hex').toString();
}
