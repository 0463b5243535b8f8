import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn, CreatedRow, MinorUnitsColumn, Row } from '../../platform/sql/columns.js';
import { OfferedLine } from './offered-line.js';

/** Of rows that a version wrote which did not know the column. */
const NEVER_CHANGED = '1970-01-01 00:00:00.000';

/** The shop's own order, made by accepting an external order. Its number is its id. */
@Entity('orders')
@Index('orders_created', ['createdAt', 'id'])
@Index('orders_updated', ['updatedAt', 'id'])
@Index('orders_status_created', ['statusId', 'createdAt', 'id'])
@Index('orders_region', ['regionId', 'statusId'])
@Index('orders_connection', ['connectionId', 'createdAt', 'id'])
@Index('orders_conflict', ['cancelConflict', 'createdAt', 'id'])
@Index('orders_cancelled', ['cancelledByClient', 'createdAt', 'id'])
@Index('orders_assignee', ['assigneeId', 'createdAt', 'id'])
@Index('orders_changed', ['changedAfterDecision', 'createdAt', 'id'])
@Index('orders_region_created', ['regionId', 'createdAt', 'id'])
export class Order extends CreatedRow {
  @Index('orders_external_order', { unique: true })
  @Column({ type: 'int' })
  externalOrderId: number;

  /** Its id at the marketplace. */
  @Column({ type: 'varchar', length: 255 })
  externalId: string;

  @Column({ type: 'int' })
  connectionId: number;

  @Column({ type: 'int' })
  regionId: number;

  /** By the whole-order rule; null = in no single status. */
  @Column({ type: 'int', nullable: true })
  statusId: number | null;

  /** The user who looks after it, as of the external order; null = nobody. */
  @Column({ type: 'int', nullable: true })
  assigneeId: number | null;

  /** Of what was accepted, whatever became of it since. */
  @Index('orders_total')
  @MinorUnitsColumn()
  totalMinor: number;

  /** As the external order has it, which keeps it once something is accepted; here to be sorted by. */
  @Index('orders_customer_name')
  @Column({ type: 'varchar', length: 255 })
  customerName: string;

  @Column({ type: 'boolean' })
  cancelledByClient: boolean;

  /** Something the client cancelled stays with the shop: a person has to look. */
  @Column({ type: 'boolean' })
  cancelConflict: boolean;

  /** The buyer changed it after the decision, and nobody has seen that yet. */
  @Column({ type: 'boolean' })
  changedAfterDecision: boolean;

  /** When it or one of its items was changed last; what stands beside it, as notes, is no change of it. */
  @InstantColumn({ default: NEVER_CHANGED })
  updatedAt: Date;
}

/** One line of an order, made from an accepted position; one that was divided is several. */
@Entity('order_items')
@Index('order_items_position', ['positionId', 'part'], { unique: true })
@Index('order_items_position_external_id', ['positionExternalId', 'orderId'])
@Index('order_items_offer', ['offerListId', 'offerArticleKey', 'createdAt'])
export class OrderItem extends OfferedLine {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  @Index('order_items_order')
  @Column({ type: 'int' })
  orderId: number;

  /** The external order's position that it was made from. */
  @Column({ type: 'int' })
  positionId: number;

  /** 0 = made by accepting the position, which happens once; 1, 2 … = divided off later. */
  @Column({ type: 'int', default: 0 })
  part: number;

  /** The item that it was divided from; null = from none. */
  @Column({ type: 'int', nullable: true })
  dividedFromId: number | null;

  /** Pieces that the buyer ordered of the position. */
  @Column({ type: 'int', default: 0 })
  orderedQuantity: number;

  /** That position's id at the marketplace. */
  @Column({ type: 'varchar', length: 255 })
  positionExternalId: string;

  /** Of its offer, to be found by; null = it has none. */
  @Column({ type: 'int', nullable: true })
  offerListId: number | null;

  @Column({ type: 'varchar', length: 64, nullable: true })
  offerArticleKey: string | null;

  @Column({ type: 'varchar', length: 64, nullable: true })
  offerBrandKey: string | null;

  @Index('order_items_status')
  @Column({ type: 'int' })
  statusId: number;

  /** Since when it is in its status; null = since it was made. */
  @InstantColumn({ nullable: true })
  inStatusSince: Date | null;

  /** When it is to leave its status; null = there is no limit. */
  @Index('order_items_leave_by')
  @InstantColumn({ nullable: true })
  leaveBy: Date | null;

  /** When managers are to be told of that next; null = not any more. */
  @Index('order_items_leave_notice')
  @InstantColumn({ nullable: true })
  leaveNoticeAt: Date | null;

  @InstantColumn()
  createdAt: Date;
}

export type OrderHistoryKind =
  | 'created'
  | 'extended'
  | 'extension_undone'
  | 'item_status'
  | 'item_status_undone'
  | 'order_status'
  | 'status_replaced'
  | 'cancelled_by_client'
  | 'cancel_conflict'
  | 'changed_by_buyer'
  | 'change_seen';

/** One thing that happened to an order. Statuses are kept by name, since the directory changes. */
@Entity('order_history_entries')
export class OrderHistoryEntry extends Row {
  @Index('order_history_entries_order')
  @Column({ type: 'int' })
  orderId: number;

  /** Null when the whole order is meant. */
  @Column({ type: 'int', nullable: true })
  itemId: number | null;

  @Column({ type: 'varchar', length: 32 })
  kind: OrderHistoryKind;

  /** "" = in no status before. */
  @Column({ type: 'varchar', length: 255 })
  fromStatus: string;

  @Column({ type: 'varchar', length: 255 })
  toStatus: string;

  @Column({ type: 'text' })
  comment: string;

  /** Pieces of the item, where they are fewer than the buyer ordered; null = all, or no item is meant. */
  @Column({ type: 'int', nullable: true })
  quantity: number | null;

  /** Name of the user, "" = the marketplace or the service itself. */
  @Column({ type: 'varchar', length: 255 })
  actor: string;

  @InstantColumn()
  at: Date;
}
