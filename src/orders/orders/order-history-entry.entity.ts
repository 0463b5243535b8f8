import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn } from '../../platform/sql/columns.js';

export type OrderHistoryKind =
  | 'created'
  | 'extended'
  | 'item_status'
  | 'order_status'
  | 'status_replaced'
  | 'cancelled_by_client'
  | 'cancel_conflict';

/** One thing that happened to an order. Statuses are kept by name, since the directory changes. */
@Entity('order_history_entries')
export class OrderHistoryEntry {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

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

  /** Name of the user, "" = the marketplace or the service itself. */
  @Column({ type: 'varchar', length: 255 })
  actor: string;

  @InstantColumn()
  at: Date;
}
