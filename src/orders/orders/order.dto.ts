import { OmitType, ApiProperty } from '@nestjs/swagger';
import { OrderHandOverView } from './order-hand-over.dto.js';
import type { User } from '../../access/user.entity.js';
import { presentStatusBadge, StatusBadge } from '../order-statuses/order-status.dto.js';
import type { StatusDirectory } from '../order-statuses/order-status.entity.js';
import { formatMinor } from '../../platform/money.js';
import { LastAttemptView } from '../../platform/last-attempt.dto.js';
import { IdFilter, IdsFilter, OneOf } from '../../platform/http/filters.js';
import { PageOf } from '../../platform/http/paging.dto.js';
import { type AssigneeChoice, AssigneeFilter, AssigneeView, presentAssignee } from './assignee.dto.js';
import { BuyerChangeView } from './buyer-change.dto.js';
import { NoteView } from './note.dto.js';
import { ChosenOfferView, presentChosenOffer } from './chosen-offer.dto.js';
import type { Order, OrderItem, OrderHistoryEntry, OrderHistoryKind } from './order.entity.js';
import type { OrderSource } from './order-source.js';
import { SortedOrdersQuery } from './sorted-orders.dto.js';

/** One notification as the pages of an order show it; its words are those of the module that says it. */
export class NotificationView {
  id: string;
  channel: 'gettzap';
  kind: 'order_accepted' | 'order_refused' | 'position_accepted' | 'position_refused' | 'item_status' | 'order_status';
  state: 'pending' | 'sending' | 'retrying' | 'delivered' | 'dead' | 'cancelled' | 'skipped';
  /** Why it was not sent, or was given up; "" = neither. */
  reason: string;
  /** GettZap's status. */
  status: string;
  text: string;
  positionId: string | null;
  attemptCount: number;
  nextAttemptAt: string | null;
  /** What an unfinished one waits for at its connection: `api_url` = GettZap's address is not known yet; null = for nothing. */
  @ApiProperty({ enum: ['api_url'], nullable: true })
  waitsFor: 'api_url' | null;
  createdAt: string;
  deliveredAt: string | null;
  connectionId: string;
  regionId: string | null;
  externalOrderId: string;
  /** The order's id at GettZap. */
  externalId: string;
  orderId: string | null;
  idempotencyKey: string;
  /** Pieces, for a position accepted or refused in part. */
  quantity: number | null;
  /** Of one that was tried and is not delivered; null = of no other. */
  lastAttempt: LastAttemptView | null;
}

export const ORDER_FLAGS = ['changedAfterDecision', 'cancelledByClient', 'cancelConflict'] as const;
export type OrderFlag = (typeof ORDER_FLAGS)[number];

/** `q` searches the order's number, and all that its external order is searched by, in the same way. */
export class OrderQuery extends SortedOrdersQuery {
  /** A status, or `none` for the orders that are in no single one. */
  @IdFilter({ or: ['none'] })
  statusId?: number | 'none';

  @IdFilter()
  regionId?: number;

  @IdFilter()
  connectionId?: number;

  @OneOf(ORDER_FLAGS)
  flag?: OrderFlag;

  @AssigneeFilter()
  assignee?: AssigneeChoice;

  @IdsFilter()
  ids?: number[];
}

/** The list's filters, with what else it is asked for. */
export class OrderListQuery extends OrderQuery {
  /** `pending`: each order has its `changes`, those alone that are not in it. */
  @OneOf(['pending'])
  changes?: 'pending';
}

/** The filters of the list, without its status and paging. */
export class OrderCountQuery extends OmitType(OrderQuery, ['statusId', 'page', 'perPage', 'sort'] as const) {}

export class OrderStatusCount {
  /** Null = in no single status. */
  statusId: string | null;
  /** Up to 10000. */
  count: number;
}

export class OrderCounts {
  total: number;
  /** Statuses that no order is in are left out. */
  statuses: OrderStatusCount[];
}

export class CustomerView {
  name: string;
  phone: string;
  email: string;
}

export class DeliveryMethodView {
  type: string;
  address: string;
}

export class OrderItemView {
  id: string;
  positionId: string;
  /** Its position's id at the marketplace. */
  positionExternalId: string;
  brand: string;
  number: string;
  name: string;
  quantity: number;
  /** What the buyer ordered of the position; an item has less where it was divided, or not all was accepted. */
  orderedQuantity: number;
  /** The item that it was divided from; null = from none. */
  dividedFromId: string | null;
  /** Decimal string, for one piece. */
  price: string;
  /** As promised to the buyer; null = nothing was. */
  deliveryDays: number | null;
  comment: string;
  /** What its position was accepted with; null = no offer was named. */
  @ApiProperty({ type: ChosenOfferView, nullable: true })
  offer: ChosenOfferView | null;
  status: StatusBadge;
  /** When it is to leave its status; null = there is no limit. */
  leaveBy: string | null;
}

export class OrderFlags {
  /** The buyer changed it after the decision, and nobody has seen that yet. */
  changedAfterDecision: boolean;
  cancelledByClient: boolean;
  /** Something the client cancelled stays with the shop. */
  cancelConflict: boolean;
}

export class OrderSummary {
  id: string;
  number: string;
  externalOrderId: string;
  /** Its id at the marketplace. */
  externalId: string;
  connectionId: string;
  regionId: string;
  /** Null = the items are in different statuses. */
  status: StatusBadge | null;
  /** When the first of its items is to leave its status; null = there is no limit. */
  leaveBy: string | null;
  items: OrderItemView[];
  customer: CustomerView;
  delivery: DeliveryMethodView;
  /** The buyer's. */
  comment: string;
  /** Of the vehicle that the parts are for, as it was sent; "" = not known. */
  vin: string;
  /** Decimal string: of what was accepted, whatever became of it since. */
  total: string;
  /** Decimal string: of all that the buyer ordered. */
  orderedTotal: string;
  flags: OrderFlags;
  /** Who looks after it; null = nobody. */
  assignee: AssigneeView | null;
  /**
   * Only with `changes=pending`: what the buyer's newest content says otherwise, where it came after the decision, so that the order stays
   * as it was.
   */
  changes?: BuyerChangeView[];
  createdAt: string;
}

export class OrderHistoryView {
  at: string;
  kind: OrderHistoryKind;
  itemId: string | null;
  /** Pieces of the item, where they are fewer than the buyer ordered; null = all, or no item is meant. */
  quantity: number | null;
  fromStatus: string;
  toStatus: string;
  comment: string;
  /** "" = the marketplace or the service itself. */
  actor: string;
}

export class OrderDetail extends OmitType(OrderSummary, ['changes'] as const) {
  /** What the buyer changed, newest first, up to 1000. */
  changes: BuyerChangeView[];
  /** Of the shop's people for each other, oldest first; the newest 500. */
  notes: NoteView[];
  /** Oldest first; the newest 1000. */
  history: OrderHistoryView[];
  /** How many older entries are left out. */
  historyOmitted: number;
  /** Oldest first; the newest 1000. */
  notifications: NotificationView[];
  /** At the shop's own systems. */
  handOvers: OrderHandOverView[];
}

export class OrderPage extends PageOf(OrderSummary) {}

export function presentStatusOf(statusId: number | null, directory: StatusDirectory): StatusBadge | null {
  const status = statusId === null ? undefined : directory.get(statusId);
  return status ? presentStatusBadge(status) : null;
}

/** The two parts of an external order that orders show, too. */
export function presentBuyer(source: Omit<OrderSource, 'id' | 'comment' | 'vin' | 'totalMinor'>) {
  const { customerName: name, customerPhone: phone, customerEmail: email } = source;
  const { deliveryType: type, deliveryAddress: address } = source;
  return { customer: { name, phone, email }, delivery: { type, address } };
}

/** What an order's view is made of, besides the order itself. */
export interface OrderContext {
  /** Its external order. */
  source: OrderSource;
  items: OrderItem[];
  directory: StatusDirectory;
  users: ReadonlyMap<number, User>;
}

export function presentOrder(order: Order, { source, items, directory, users }: OrderContext): OrderSummary {
  const { changedAfterDecision, cancelledByClient, cancelConflict } = order;
  return {
    id: String(order.id),
    number: String(order.id),
    externalOrderId: String(order.externalOrderId),
    externalId: order.externalId,
    connectionId: String(order.connectionId),
    regionId: String(order.regionId),
    status: presentStatusOf(order.statusId, directory),
    leaveBy: earliest(items)?.toISOString() ?? null,
    items: items.map((item) => ({
      id: String(item.id),
      positionId: String(item.positionId),
      positionExternalId: item.positionExternalId,
      brand: item.brand,
      number: item.number,
      name: item.name,
      quantity: item.quantity,
      orderedQuantity: item.orderedQuantity,
      dividedFromId: item.dividedFromId === null ? null : String(item.dividedFromId),
      price: formatMinor(item.priceMinor),
      deliveryDays: item.deliveryDays,
      comment: item.comment,
      offer: presentChosenOffer(item.offer),
      status: presentStatusOf(item.statusId, directory)!,
      leaveBy: item.leaveBy?.toISOString() ?? null,
    })),
    ...presentBuyer(source),
    comment: source.comment,
    vin: source.vin,
    total: formatMinor(order.totalMinor),
    orderedTotal: formatMinor(source.totalMinor),
    flags: { changedAfterDecision, cancelledByClient, cancelConflict },
    assignee: presentAssignee(order.assigneeId, users),
    createdAt: order.createdAt.toISOString(),
  };
}

function earliest(items: OrderItem[]): Date | undefined {
  const times = items.flatMap(({ leaveBy }) => leaveBy ?? []);
  return times.sort((one, other) => one.getTime() - other.getTime())[0];
}

export function presentOrderHistory(entry: OrderHistoryEntry): OrderHistoryView {
  const { kind, fromStatus, toStatus, quantity, comment, actor } = entry;
  return {
    at: entry.at.toISOString(),
    kind,
    quantity,
    itemId: entry.itemId === null ? null : String(entry.itemId),
    fromStatus,
    toStatus,
    comment,
    actor,
  };
}
