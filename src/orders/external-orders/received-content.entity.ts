import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn } from '../../platform/sql/columns.js';

/** A content that an external order was received with and that is not its current one: a repeat of it changes nothing. */
@Entity('received_contents')
@Index('received_contents_identity', ['externalOrderId', 'contentHash'], { unique: true })
export class ReceivedContent {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  @Column({ type: 'int' })
  externalOrderId: number;

  @Column({ type: 'varchar', length: 64 })
  contentHash: string;

  @InstantColumn()
  at: Date;
}
