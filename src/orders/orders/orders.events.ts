import { groupBy } from '../../platform/collections.js';
import type { StatusDirectory } from '../order-statuses/order-status.entity.js';
import type { Hold } from '../../platform/transactions/hold.js';
import type { OfferedLine } from './offered-line.js';

/** The order as its listeners need it. */
export interface ChangedOrder {
  id: number;
  externalOrderId: number;
  /** Its id at the marketplace. */
  externalId: string;
  connectionId: number;
  regionId: number;
}

/** The item as its listeners need it. */
export interface ChangedItem extends OfferedLine {
  id: number;
  positionId: number;
  positionExternalId: string;
  /** Its pieces, where they are fewer than the buyer ordered of the position. */
  namedQuantity: number | undefined;
}

export interface OrderChange {
  order: ChangedOrder;
  /** The items that passed into the status, in item order. */
  items: ChangedItem[];
  statusId: number;
  /** The status that the whole order came into by that, or null. */
  reachedStatusId: number | null;
  /** `client`: the marketplace itself caused it, by a cancellation. */
  cause: 'user' | 'client';
  comment: string;
  /** It can be undone until then. */
  hold: Hold | null;
}

/** Items passed into statuses, possibly of several orders at once; one order may be there twice. */
export class OrderItemsStatusChanged {
  constructor(
    /** All statuses by id, as the changes were made by them. */
    readonly directory: StatusDirectory,
    /** In the sequence in which they happened. */
    readonly changes: OrderChange[],
    readonly at: Date,
  ) {}
}

/** How orders stand at the shop's own systems is other than it was. */
export class OrderHandOversChanged {
  constructor(readonly orders: Array<{ id: number; regionId: number }>) {}
}

/** Orders are other than they were: made, extended, cancelled by the client, or their items were put into another status. */
export class OrdersChanged {
  constructor(
    readonly orders: Array<{ id: number; regionId: number }>,
    /** False: as many pieces are to be delivered as before. */
    readonly hasOtherPieces = true,
  ) {}

  /** Each order once: those of which other pieces are to be delivered, and the rest. */
  static byPieces(orders: Array<{ id: number; regionId: number; hasOtherPieces: boolean }>): OrdersChanged[] {
    return [...groupBy(orders, ({ hasOtherPieces }) => hasOtherPieces)].map(
      ([hasOtherPieces, alike]) =>
        new OrdersChanged(
          [...new Map(alike.map(({ id, regionId }) => [id, { id, regionId }])).values()],
          hasOtherPieces,
        ),
    );
  }
}

/** What stands beside orders is other than it was, as notes, flags, or who looks after them; the orders themselves are not. */
export class BesideOrdersChanged {
  constructor(readonly orders: Array<{ id: number; regionId: number }>) {}
}

/** An order was taken back, and nothing is left of it. */
export class OrderTakenBack {
  constructor(
    readonly orderId: number,
    /** When it was made. */
    readonly createdAt: Date,
  ) {}
}
