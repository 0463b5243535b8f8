import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn, LargeColumn } from '../../platform/sql/columns.js';
import type { FieldError } from '../../platform/field-error.dto.js';

/** `received` is not stored: the external order itself tells it. */
export type ExternalOrderHistoryKind =
  | 'received'
  | 'updated'
  | 'not_understood'
  | 'changed_after_decision'
  | 'changed_after_deletion'
  | 'earlier_content_again'
  | 'current_content_again'
  | 'cancelled_by_client'
  | 'cancel_conflict'
  | 'accepted'
  | 'refused'
  | 'deleted'
  | 'personal_data_deleted';

export interface HistoryDetails {
  /** The positions that were decided or cancelled; absent = the whole. */
  positions?: Array<{ id: string; acceptedQuantity?: number; refusedQuantity?: number }>;
  problems?: FieldError[];
}

/** One thing that happened to an external order. */
@Entity('external_order_history_entries')
@Index('external_order_history_entries_kind', ['kind', 'at', 'externalOrderId'])
export class ExternalOrderHistoryEntry {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  @Index('external_order_history_entries_order')
  @Column({ type: 'int' })
  externalOrderId: number;

  @Column({ type: 'varchar', length: 32 })
  kind: ExternalOrderHistoryKind;

  /** Version of the content at that time. */
  @Column({ type: 'int' })
  version: number;

  /** Reason or comment. */
  @Column({ type: 'text' })
  comment: string;

  @LargeColumn('largeJson')
  details: HistoryDetails;

  /** Name of the user, "" = the marketplace. */
  @Column({ type: 'varchar', length: 255 })
  actor: string;

  @InstantColumn()
  at: Date;
}
