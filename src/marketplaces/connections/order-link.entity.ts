import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn } from '../../platform/sql/columns.js';

/** A secret address that a marketplace posts orders to. */
@Entity('order_links')
export class OrderLink {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  @Index('order_links_connection')
  @Column({ type: 'int' })
  connectionId: number;

  /** SHA-256 of the secret, hex. */
  @Index('order_links_secret', { unique: true })
  @Column({ type: 'varchar', length: 64 })
  secretHash: string;

  @Column({ type: 'text' })
  secretSealed: string;

  /** Null for the link in force; a replaced one works until then. */
  @InstantColumn({ nullable: true })
  validUntil: Date | null;

  @InstantColumn()
  createdAt: Date;
}
