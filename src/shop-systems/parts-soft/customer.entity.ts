import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { CreatedRow, InstantColumn } from '../../platform/sql/columns.js';

/** A buyer, as programs written for PARTS SOFT know them: those orders of a region whose buyer has the same phone, e-mail or name. */
@Entity('customers')
@Index('customers_created', ['createdAt', 'id'])
@Index('customers_updated', ['updatedAt', 'id'])
@Index('customers_region', ['regionId', 'createdAt', 'id'])
export class Customer extends CreatedRow {
  @Column({ type: 'int' })
  regionId: number;

  /** SHA-256 of what orders are recognised by (`customerKeyOf`), hex. */
  @Index('customers_key', { unique: true })
  @Column({ type: 'varchar', length: 64 })
  keyHash: string;

  /** As the newest of the orders says, like the rest. */
  @Column({ type: 'varchar', length: 255 })
  name: string;

  @Column({ type: 'varchar', length: 255 })
  phone: string;

  @Column({ type: 'varchar', length: 255 })
  email: string;

  /** When the newest of the orders was made, or the buyer was forgotten. */
  @InstantColumn()
  updatedAt: Date;
}

/** Whose an order is. */
@Entity('customer_orders')
@Index('customer_orders_customer', ['customerId', 'orderId'])
export class CustomerOrder {
  @PrimaryColumn({ type: 'int' })
  orderId: number;

  @Column({ type: 'int' })
  customerId: number;
}
