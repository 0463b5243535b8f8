import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn, RowVersionColumn } from '../../platform/sql/columns.js';
import type { StatusGroup } from './status-group.js';

/** An entry of the shop's status directory. */
@Entity('order_statuses')
export class OrderStatus {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  @Column({ type: 'varchar', length: 255 })
  name: string;

  @Column({ type: 'varchar', length: 16 })
  group: StatusGroup;

  /** `#rrggbb`. */
  @Column({ type: 'varchar', length: 7 })
  color: string;

  /** Place in the directory, ascending. */
  @Column({ type: 'int' })
  position: number;

  /** New items begin in it; exactly one status has this. */
  @Column({ type: 'boolean' })
  isInitial: boolean;

  @Column({ type: 'boolean' })
  notifyManager: boolean;

  /** GettZap's status that is set when an item passes into this one; "" sends nothing. */
  @Column({ type: 'varchar', length: 255 })
  gettzapItemStatus: string;

  @Column({ type: 'text' })
  gettzapItemText: string;

  /** GettZap's status that is set when the whole order passes into this one; "" sends nothing. */
  @Column({ type: 'varchar', length: 255 })
  gettzapOrderStatus: string;

  @Column({ type: 'text' })
  gettzapOrderText: string;

  @InstantColumn()
  createdAt: Date;

  /** Raised by every change, from 1. */
  @RowVersionColumn()
  version: number;
}
