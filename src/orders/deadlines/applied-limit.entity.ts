import { Column, Entity, Index } from 'typeorm';
import { InstantColumn, Row } from '../../platform/sql/columns.js';

/** By which limit, and which calendars, the deadlines of a connection's orders or of a status's items were reckoned last. */
@Entity('applied_limits')
@Index('applied_limits_scope', ['scope'], { unique: true })
export class AppliedLimit extends Row {
  /** `connection:<id>` or `status:<id>`. */
  @Column({ type: 'varchar', length: 64 })
  scope: string;

  /** Hash of their versions; "" = there was no limit. */
  @Column({ type: 'varchar', length: 64 })
  applied: string;

  @InstantColumn()
  appliedAt: Date;

  /** It was done once more, when nobody could go by what was before any longer. */
  @Column({ type: 'boolean' })
  isSettled: boolean;
}
