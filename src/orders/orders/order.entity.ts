import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn } from '../../platform/sql/columns.js';

/** The shop's own order, made by accepting an external order. Its number is its id. */
@Entity('orders')
@Index('orders_created', ['createdAt', 'id'])
@Index('orders_status_created', ['statusId', 'createdAt', 'id'])
@Index('orders_region', ['regionId', 'statusId'])
@Index('orders_connection', ['connectionId', 'createdAt', 'id'])
@Index('orders_conflict', ['cancelConflict', 'createdAt', 'id'])
@Index('orders_cancelled', ['cancelledByClient', 'createdAt', 'id'])
// Of the embedded database alone, whose planner does not see how much a filter leaves.
@Index('orders_region_created', { synchronize: false })
export class Order {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  @Index('orders_external_order', { unique: true })
  @Column({ type: 'int' })
  externalOrderId: number;

  /** Its id at the marketplace. */
  @Index('orders_external_id')
  @Column({ type: 'varchar', length: 255 })
  externalId: string;

  @Column({ type: 'int' })
  connectionId: number;

  @Column({ type: 'int' })
  regionId: number;

  /** By the whole-order rule; null = in no single status. */
  @Column({ type: 'int', nullable: true })
  statusId: number | null;

  @Column({ type: 'boolean' })
  cancelledByClient: boolean;

  /** Something the client cancelled stays with the shop: a person has to look. */
  @Column({ type: 'boolean' })
  cancelConflict: boolean;

  @InstantColumn()
  createdAt: Date;
}
