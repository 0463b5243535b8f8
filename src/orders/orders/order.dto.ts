import { OmitType, ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsString, MaxLength, ValidateIf } from 'class-validator';
import { presentStatusBadge, StatusBadge } from '../order-statuses/order-status.dto.js';
import type { StatusDirectory } from '../order-statuses/order-status.entity.js';
import { formatMinor } from '../../platform/money.js';
import { IdFilter, IdsFilter, PageOf, SearchQuery, OneOf } from '../../platform/http/paging.dto.js';
import { IsOptionalDefined, IsId } from '../../platform/http/validation.js';
import type { Order, OrderItem, OrderHistoryEntry, OrderHistoryKind } from './order.entity.js';

/** One notification as the pages of an order show it; its words are those of the module that says it. */
export class NotificationView {
  id: string;
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
}

const MAX_ITEMS_AT_ONCE = 500;

export const ORDER_FLAGS = ['cancelledByClient', 'cancelConflict'] as const;
export type OrderFlag = (typeof ORDER_FLAGS)[number];

/** `q` searches the order's number, its id at the marketplace, the part numbers and the customer, in the same way as in the inbox. */
export class OrderQuery extends SearchQuery {
  /** A status, or `none` for the orders that are in no single one. */
  @ValidateIf((_, value) => value !== 'none')
  @IdFilter()
  statusId?: number | 'none';

  @IdFilter()
  regionId?: number;

  @IdFilter()
  connectionId?: number;

  @OneOf(ORDER_FLAGS)
  flag?: OrderFlag;

  @IdsFilter()
  ids?: number[];
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

export class SetItemStatus {
  /** Up to 500, of any orders. */
  @IsId({ each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_ITEMS_AT_ONCE)
  @IsArray()
  itemIds: string[];

  @IsId()
  statusId: string;

  /** For the texts and the history. */
  @IsOptionalDefined()
  @IsString()
  @MaxLength(2_000)
  comment?: string;
}

export class OrderItemView {
  id: string;
  positionId: string;
  brand: string;
  number: string;
  name: string;
  quantity: number;
  /** Decimal string, for one piece. */
  price: string;
  comment: string;
  status: StatusBadge;
}

export class OrderFlags {
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
  items: OrderItemView[];
  flags: OrderFlags;
  createdAt: string;
}

export class OrderHistoryView {
  at: string;
  kind: OrderHistoryKind;
  itemId: string | null;
  fromStatus: string;
  toStatus: string;
  comment: string;
  /** "" = the marketplace or the service itself. */
  actor: string;
}

export class OrderDetail extends OrderSummary {
  history: OrderHistoryView[];
  notifications: NotificationView[];
}

export class OrderPage extends PageOf(OrderSummary) {}

export class ChangedOrderView {
  id: string;
  status: StatusBadge | null;
}

export class ItemStatusResult {
  /** How many items passed into the status. */
  changed: number;
  /** How many were in it already. */
  unchanged: number;
  orders: ChangedOrderView[];
}

export function presentStatusOf(statusId: number | null, directory: StatusDirectory): StatusBadge | null {
  const status = statusId === null ? undefined : directory.get(statusId);
  return status ? presentStatusBadge(status) : null;
}

export function presentOrder(order: Order, items: OrderItem[], directory: StatusDirectory): OrderSummary {
  const { cancelledByClient, cancelConflict } = order;
  return {
    id: String(order.id),
    number: String(order.id),
    externalOrderId: String(order.externalOrderId),
    externalId: order.externalId,
    connectionId: String(order.connectionId),
    regionId: String(order.regionId),
    status: presentStatusOf(order.statusId, directory),
    items: items.map((item) => ({
      id: String(item.id),
      positionId: String(item.positionId),
      brand: item.brand,
      number: item.number,
      name: item.name,
      quantity: item.quantity,
      price: formatMinor(item.priceMinor),
      comment: item.comment,
      status: presentStatusOf(item.statusId, directory)!,
    })),
    flags: { cancelledByClient, cancelConflict },
    createdAt: order.createdAt.toISOString(),
  };
}

export function presentOrderHistory(entry: OrderHistoryEntry): OrderHistoryView {
  const { kind, fromStatus, toStatus, comment, actor } = entry;
  return {
    at: entry.at.toISOString(),
    kind,
    itemId: entry.itemId === null ? null : String(entry.itemId),
    fromStatus,
    toStatus,
    comment,
    actor,
  };
}
