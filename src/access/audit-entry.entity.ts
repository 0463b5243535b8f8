import { Column, Entity, Index } from 'typeorm';
import { LargeColumn, CreatedRow } from '../platform/sql/columns.js';

/** One change that somebody made: who, when, what, before and after. */
@Entity('audit_entries')
@Index('audit_entries_created', ['createdAt', 'id'])
@Index('audit_entries_subject', ['subject', 'subjectId'])
@Index('audit_entries_action', ['action', 'createdAt', 'id'])
@Index('audit_entries_user', ['userId', 'createdAt', 'id'])
export class AuditEntry extends CreatedRow {
  /** Null for an API key. */
  @Column({ type: 'int', nullable: true })
  userId: number | null;

  @Column({ type: 'int', nullable: true })
  apiKeyId: number | null;

  /** Name of the user or key at that time. */
  @Column({ type: 'varchar', length: 255 })
  actor: string;

  /** E.g. `update`. */
  @Column({ type: 'varchar', length: 32 })
  action: string;

  /** What kind of thing was changed, e.g. `order_status`. */
  @Column({ type: 'varchar', length: 32 })
  subject: string;

  @Column({ type: 'int' })
  subjectId: number;

  /** The changed fields as they were; secrets masked. */
  @LargeColumn('largeJson')
  before: object;

  @LargeColumn('largeJson')
  after: object;

  @Column({ type: 'varchar', length: 64 })
  requestId: string;
}
