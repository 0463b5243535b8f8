import type { OrderStatus } from '../order-statuses/order-status.entity.js';
import type { PartLine } from './part-line.js';

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
export interface ChangedItem extends PartLine {
  id: number;
  positionId: number;
  positionExternalId: string;
}

export interface OrderChange {
  order: ChangedOrder;
  /** The items that passed into the status, in item order. */
  items: ChangedItem[];
  /** The status that the whole order came into by that, or null. */
  reachedStatusId: number | null;
}

/** Items passed into a status, possibly of several orders at once. */
export class OrderItemsStatusChanged {
  constructor(
    readonly statusId: number,
    /** All statuses by id, as the change was made by them. */
    readonly directory: Map<number, OrderStatus>,
    readonly changes: OrderChange[],
    /** `client`: the marketplace itself caused it, by a cancellation. */
    readonly cause: 'user' | 'client',
    readonly comment: string,
    readonly at: Date,
  ) {}
}
