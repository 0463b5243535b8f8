import { Column, Entity, Index } from 'typeorm';
import { InstantColumn, LargeColumn, Row } from '../../platform/sql/columns.js';
import type { FieldError } from '../../platform/field-error.dto.js';

/** `received` is not stored: the external order itself tells it. */
export type ExternalOrderHistoryKind =
  | 'received'
  | 'updated'
  | 'not_understood'
  | 'changed_after_decision'
  | 'changed_after_deletion'
  | 'change_seen'
  | 'assigned'
  | 'released'
  | 'earlier_content_again'
  | 'current_content_again'
  | 'cancelled_by_client'
  | 'cancel_conflict'
  | 'accepted'
  | 'refused'
  | 'decision_undone'
  | 'reopened'
  | 'deleted'
  | 'personal_data_deleted';

/** One thing that another content says otherwise, as text. */
export interface FieldChange {
  /** `delivery.address`, `positions[2].quantity`; `positions[2]` alone was added or is gone. */
  path: string;
  before: string;
  after: string;
}

export interface HistoryDetails {
  /** The positions that were decided or cancelled; absent = the whole. */
  positions?: Array<{ id: string; acceptedQuantity?: number; refusedQuantity?: number }>;
  problems?: FieldError[];
  /** What the buyer changed by another content. */
  changes?: FieldChange[];
  /** Name of who looks after it from then on. */
  assignee?: string;
}

/** One thing that happened to an external order. */
@Entity('external_order_history_entries')
@Index('external_order_history_entries_kind', ['kind', 'at', 'externalOrderId'])
export class ExternalOrderHistoryEntry extends Row {
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

/** A content that an external order was received with and that is not its current one: a repeat of it changes nothing. */
@Entity('received_contents')
@Index('received_contents_identity', ['externalOrderId', 'contentHash'], { unique: true })
export class ReceivedContent extends Row {
  @Column({ type: 'int' })
  externalOrderId: number;

  @Column({ type: 'varchar', length: 64 })
  contentHash: string;

  @InstantColumn()
  at: Date;
}
