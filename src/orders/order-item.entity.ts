import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn, MinorUnitsColumn } from '../shared/columns.js';

/** One line of an order, made from one accepted position. */
@Entity('order_items')
export class OrderItem {
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

  @Column({ type: 'varchar', length: 255 })
  brand: string;

  @Index('order_items_number')
  @Column({ type: 'varchar', length: 255 })
  number: string;

  @Column({ type: 'varchar', length: 1000 })
  name: string;

  @Column({ type: 'int' })
  quantity: number;

  /** For one piece. */
  @MinorUnitsColumn()
  priceMinor: number;

  /** The buyer's. */
  @Column({ type: 'text' })
  comment: string;

  @Index('order_items_status')
  @Column({ type: 'int' })
  statusId: number;

  @InstantColumn()
  createdAt: Date;
}
