import { type EntityManager, In } from 'typeorm';
import { type Actor, seesRegion } from '../../access/actor.js';
import { groupBy } from '../../platform/collections.js';
import { errorDetail } from '../../platform/error-texts.js';
import { ChangedMeanwhileError, InvalidInputError, type LastChange } from '../../platform/errors.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import type { StatusDirectory } from '../order-statuses/order-status.entity.js';
import { MOST_PARTS } from './item-division.js';
import type { SetItemStatus } from './item-status.dto.js';
import { type Order, OrderHistoryEntry, OrderItem } from './order.entity.js';

/** Orders with all that moving their items asks for. */
export interface Affected {
  orders: Map<number, Order>;
  /** All of these orders, by order, in item order. */
  items: Map<number, OrderItem[]>;
  itemsById: Map<number, OrderItem>;
  /** Those that calls before have moved. */
  moved: Set<OrderItem>;
  directory: StatusDirectory;
}

/** An item as a call names it. */
interface Named {
  id: string;
  /** Undefined = all of it. */
  quantity?: number | undefined;
  /** Pieces that the caller takes it to have. */
  of?: number | undefined;
  /** Status that the caller takes it to be in. */
  fromStatusId?: string | undefined;
  /** Of it in the call. */
  path: string;
}

/** An item in another status than the caller takes it to be in. */
export interface OvertakenItem {
  item: OrderItem;
  error: FieldError;
}

/** By order; none of its items moves. */
export type OvertakenOrders = Map<number, OvertakenItem[]>;

export function namedIn({ itemIds, items }: SetItemStatus): Named[] {
  if (items) return items.map((item, index) => ({ ...item, path: `items[${index}]` }));
  return (itemIds ?? []).map((id, index) => ({ id, path: `itemIds[${index}]` }));
}

export async function orderIdsOf(manager: EntityManager, inputs: SetItemStatus[]): Promise<number[]> {
  const ids = inputs.flatMap(namedIn).map(({ id }) => Number(id));
  const id = In([...new Set(ids)]);
  const items = await manager.find(OrderItem, { select: { id: true, orderId: true }, where: { id } });
  return [...new Set(items.map(({ orderId }) => orderId))];
}

/** The items that a call names, with the pieces of each; without those of orders that are overtaken. */
export function chooseItems({ orders, items, itemsById, directory }: Affected, input: SetItemStatus, actor: Actor) {
  if (input.itemIds && input.items)
    return InvalidInputError.of('items', errorDetail('instead_of', { other: 'itemIds' }));
  const chosen = new Map<OrderItem, number>();
  const errors: FieldError[] = [];
  const overtaken: OvertakenItem[] = [];
  let isDividedMeanwhile = false;
  for (const { id, quantity, of, fromStatusId, path } of namedIn(input)) {
    const item = itemsById.get(Number(id));
    const idPath = input.items ? `${path}.id` : path;
    if (!item || !seesRegion(actor, orders.get(item.orderId)!.regionId)) {
      errors.push({ path: idPath, ...errorDetail('no_such_item') });
    } else if (input.items && chosen.has(item)) {
      errors.push({ path: idPath, ...errorDetail('repeated') });
    } else if (of !== undefined && of !== item.quantity) {
      isDividedMeanwhile = true;
    } else if (quantity !== undefined && quantity > item.quantity) {
      errors.push({ path: `${path}.quantity`, ...errorDetail('too_large', { max: item.quantity }) });
    } else if (quantity !== undefined && quantity < item.quantity && partsOf(items, item) >= MOST_PARTS) {
      errors.push({ path: `${path}.quantity`, ...errorDetail('divided_too_often', { max: MOST_PARTS }) });
    } else {
      chosen.set(item, quantity ?? item.quantity);
      // Who set the same meanwhile did what the caller wants.
      if (fromStatusId === undefined || [fromStatusId, input.statusId].includes(String(item.statusId))) continue;
      const detail = errorDetail('other_status', { status: directory.get(item.statusId)!.name });
      overtaken.push({ item, error: { path: `${path}.fromStatusId`, ...detail } });
    }
  }
  if (errors.length > 0) return new InvalidInputError(errors);
  if (isDividedMeanwhile) return new ChangedMeanwhileError();
  const overtakenOrders: OvertakenOrders = groupBy(overtaken, ({ item }) => item.orderId);
  for (const item of chosen.keys()) if (overtakenOrders.has(item.orderId)) chosen.delete(item);
  return { chosen, overtaken: overtakenOrders };
}

/** Who put overtaken items into their statuses, by item; one that is not known is not in it. */
export async function lastChangesOf(
  manager: EntityManager,
  overtaken: OvertakenItem[],
): Promise<Map<number, LastChange>> {
  if (overtaken.length === 0) return new Map();
  const ids = new Set(overtaken.map(({ item }) => item.id));
  const orderIds = new Set(overtaken.map(({ item }) => item.orderId));
  const entries = await manager.find(OrderHistoryEntry, {
    select: { id: true, itemId: true, actor: true, at: true },
    where: { orderId: In([...orderIds]), kind: 'item_status' },
    order: { id: 'ASC' },
  });
  const last = new Map(entries.map((entry) => [entry.itemId!, entry]));
  const known = [...last].filter(([itemId, { actor }]) => ids.has(itemId) && actor !== '');
  return new Map(known.map(([itemId, { actor: by, at }]) => [itemId, { by, at }]));
}

function partsOf(items: Map<number, OrderItem[]>, { orderId, positionId }: OrderItem): number {
  return items.get(orderId)!.filter((item) => item.positionId === positionId).length;
}
