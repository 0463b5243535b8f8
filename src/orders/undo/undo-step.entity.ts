import { Column, Entity, Index } from 'typeorm';
import { CreatedRow, InstantColumn, LargeColumn } from '../../platform/sql/columns.js';

/** What is undone: each is known to the module that does it. */
export type UndoKind = 'decision' | 'item_status';

/** One change that can be undone until nobody has to be told of it any more; a call may make many. */
@Entity('undo_steps')
@Index('undo_steps_token', ['token'])
@Index('undo_steps_subject', ['subjectId', 'kind'])
@Index('undo_steps_created', ['createdAt', 'id'])
export class UndoStep extends CreatedRow {
  /** Of the call. */
  @Column({ type: 'varchar', length: 36 })
  token: string;

  /** Null for an API key. */
  @Column({ type: 'int', nullable: true })
  userId: number | null;

  @Column({ type: 'int', nullable: true })
  apiKeyId: number | null;

  /** When it can be undone no more: the end of the hold, or when it was undone or done over. */
  @InstantColumn()
  until: Date;

  @Column({ type: 'varchar', length: 36 })
  holdId: string;

  @Column({ type: 'varchar', length: 16 })
  kind: UndoKind;

  /** The external order or order that was changed. */
  @Column({ type: 'int' })
  subjectId: number;

  /** Its region; null = it was changed before regions were kept. */
  @Column({ type: 'int', nullable: true })
  regionId: number | null;

  /** What the module needs to put it back. */
  @LargeColumn('largeJson')
  change: object;
}
