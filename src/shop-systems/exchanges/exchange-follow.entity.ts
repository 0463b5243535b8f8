import { Column, Entity, Index } from 'typeorm';
import { InstantColumn, Row } from '../../platform/sql/columns.js';

/** How far an exchange was followed that we ask by ourselves, and which replica is asking. */
@Entity('exchange_follows')
export class ExchangeFollow extends Row {
  @Index('exchange_follows_exchange', { unique: true })
  @Column({ type: 'int' })
  exchangeId: number;

  /** The latest change that was read, in the words of the other side; "" = none was. */
  @Column({ type: 'varchar', length: 32 })
  seenUntil: string;

  /** What was changed since is to be read once more, in those words; "" = nothing is. */
  @Column({ type: 'varchar', length: 32 })
  recheckFrom: string;

  /** When it is asked next. */
  @InstantColumn()
  nextAt: Date;

  /** Token of who is asking, "" = nobody. */
  @Column({ type: 'varchar', length: 36 })
  leaseToken: string;

  @InstantColumn({ nullable: true })
  leaseUntil: Date | null;

  /** Times in a row that asking failed. */
  @Column({ type: 'int' })
  failures: number;

  /** When the directory of statuses over there was read; null = never. */
  @InstantColumn({ nullable: true })
  directoryAt: Date | null;
}
