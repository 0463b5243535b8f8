import { EntityManager, In } from 'typeorm';
import { DEFAULT_TIME_ZONE } from '../../access/regions/region.dto.js';
import { REGIONS } from '../../access/regions/regions.service.js';
import { STATUS_DIRECTORY, type StatusDirectory } from '../../orders/order-statuses/order-status.entity.js';
import { itemsOf } from '../../orders/orders/order-items.js';
import { Order, OrderHistoryEntry, OrderItem } from '../../orders/orders/order.entity.js';
import { sourcesOf, type OrderSource } from '../../orders/orders/order-source.js';
import { groupBy } from '../../platform/collections.js';
import type { ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';
import { sha256 } from '../../platform/secrets/sha256.js';
import { coversRegion, Exchange, isPushed, keyOf } from './exchange.entity.js';
import type { HandOver, KnownContent } from './hand-over.entity.js';
import { lineIn, toldLine, type HandedOverLine, type HandedOverOrder, type KnownLine } from './handed-over-order.js';
import { liveItems, sumOf } from './position-pieces.js';

const MARKETPLACE = 'GettZap';

/** Reads orders as they are handed over. @returns by order; those that are not there are left out */
export async function readHandedOver(
  manager: EntityManager,
  snapshot: ConfigurationSnapshot,
  exchange: Exchange,
  orderIds: number[],
): Promise<Map<number, HandedOverOrder>> {
  if (orderIds.length === 0) return new Map();
  const [orders, items, changes] = await Promise.all([
    manager.findBy(Order, { id: In(orderIds) }),
    itemsOf(manager, orderIds),
    lastChanges(manager, orderIds),
  ]);
  const sources = await sourcesOf(
    manager,
    orders.map(({ externalOrderId }) => externalOrderId),
  );
  const directory = snapshot.get(STATUS_DIRECTORY);
  return new Map(
    orders.map((order) => {
      const timeZone = snapshot.get(REGIONS).get(order.regionId)?.timeZone ?? DEFAULT_TIME_ZONE;
      const lines = linesOf(items.get(order.id) ?? [], directory);
      const isCancelled = lines.every(({ quantity }) => quantity === 0);
      const source = sources.get(order.externalOrderId)!;
      const changedAt = changes.get(order.id) ?? order.createdAt;
      return [order.id, { ...present(order, source, exchange, directory), lines, timeZone, changedAt, isCancelled }];
    }),
  );
}

/** SHA-256 of what of an order has to be handed over anew when it changes, hex. */
export function contentHashOf(exchange: Exchange, order: HandedOverOrder): string {
  const { changedAt: _, timeZone: __, ...content } = order;
  // Nothing but pieces can be told again to a system that is called.
  const pieces = order.lines.map(({ positionId, quantity }) => ({ positionId, quantity }));
  return sha256(JSON.stringify(isPushed(exchange) ? pieces : content));
}

/**
 * Whether an order is the exchange's business, which is neither what lies elsewhere nor what is too old and was never handed over, and is
 * other than the other side has it. What was cancelled before it was handed out is not; what is pushed may be there all the same.
 */
export function needsHandingOver(
  exchange: Exchange,
  { regionId, revision, confirmedHash }: HandOver,
  order: HandedOverOrder | undefined,
): order is HandedOverOrder {
  if (!order || !coversRegion(exchange, regionId)) return false;
  const isNew = revision === 0;
  if (isNew && (order.createdAt < exchange.since || (order.isCancelled && !isPushed(exchange)))) return false;
  return contentHashOf(exchange, order) !== confirmedHash;
}

/** @param before of it, whose lines keep what they are called there */
export function knownContentOf({ status, lines }: HandedOverOrder, before: KnownLine[] = []): KnownContent {
  return {
    statusId: status && Number(status.id),
    lines: lines.map((line) => toldLine(line, lineIn(before, line)?.keyThere)),
  };
}

function present(order: Order, source: OrderSource, exchange: Exchange, directory: StatusDirectory) {
  const { id, externalId, createdAt, statusId } = order;
  const status = statusId === null ? undefined : directory.get(statusId);
  return {
    key: keyOf(exchange, id),
    orderId: id,
    number: `${exchange.numberPrefix}${id}`,
    marketplace: MARKETPLACE,
    externalId,
    createdAt,
    status: status ? { id: String(status.id), name: status.name } : null,
    customer: { name: source.customerName, phone: source.customerPhone, email: source.customerEmail },
    delivery: { type: source.deliveryType, address: source.deliveryAddress },
    comment: source.comment,
  };
}

function linesOf(items: OrderItem[], directory: StatusDirectory): HandedOverLine[] {
  return [...groupBy(items, ({ positionId }) => positionId)].map(([positionId, parts]) => {
    const { brand, number, name, priceMinor, comment } = parts[0]!;
    const quantity = sumOf(liveItems(parts, directory));
    return { positionId: String(positionId), brand, number, name, quantity, priceMinor, comment };
  });
}

async function lastChanges(manager: EntityManager, orderIds: number[]): Promise<Map<number, Date>> {
  const newest = await manager
    .createQueryBuilder(OrderHistoryEntry, 'entry')
    .select('MAX(entry.id)', 'id')
    .where('entry.orderId IN (:...orderIds)', { orderIds })
    .groupBy('entry.orderId')
    .getRawMany<{ id: number }>();
  const entries = await manager.find(OrderHistoryEntry, {
    select: { id: true, orderId: true, at: true },
    where: { id: In(newest.map(({ id }) => id)) },
  });
  return new Map(entries.map(({ orderId, at }) => [orderId, at]));
}
