import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn } from '../../platform/sql/columns.js';
import { PartLine } from './part-line.js';

/** One line of an order, made from one accepted position. */
@Entity('order_items')
@Index('order_items_number_bare', ['numberBare'])
export class OrderItem extends PartLine {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  @Index('order_items_order')
  @Column({ type: 'int' })
  orderId: number;

  /** The external order's position that it was made from. */
  @Index('order_items_position', { unique: true })
  @Column({ type: 'int' })
  positionId: number;

  /** That position's id at the marketplace. */
  @Column({ type: 'varchar', length: 255 })
  positionExternalId: string;

  @Index('order_items_status')
  @Column({ type: 'int' })
  statusId: number;

  @InstantColumn()
  createdAt: Date;
}
