import { Column, Entity, Index } from 'typeorm';
import type { StoredError } from '../../platform/error-texts.js';
import { InstantColumn, LargeColumn, CreatedRow } from '../../platform/sql/columns.js';

export const MESSAGE_OUTCOMES = [
  'created',
  'updated',
  'duplicate',
  'cancelled',
  'needs_attention',
  'changed_after_decision',
  'changed_after_deletion',
  'invalid_json',
  'invalid_body',
  'unsupported_type',
  'body_too_large',
  'connection_inactive',
] as const;
export type MessageOutcome = (typeof MESSAGE_OUTCOMES)[number];

/** The journal of incoming messages: every body that came to a valid order link, as it came. */
@Entity('gettzap_messages')
@Index('gettzap_messages_created', ['createdAt', 'id'])
@Index('gettzap_messages_connection', ['connectionId', 'createdAt'])
@Index('gettzap_messages_outcome', ['outcome', 'createdAt', 'id'])
@Index('gettzap_messages_region', ['regionId', 'createdAt', 'id'])
@Index('gettzap_messages_bodies', ['bodyRemovedAt', 'createdAt'])
export class GettzapMessage extends CreatedRow {
  @Column({ type: 'int' })
  connectionId: number;

  /** The connection's when it came in, or else when it was processed again; null = it had none. */
  @Column({ type: 'int', nullable: true })
  regionId: number | null;

  /** Null when nothing came of it. */
  @Index('gettzap_messages_external_order')
  @Column({ type: 'int', nullable: true })
  externalOrderId: number | null;

  @Column({ type: 'varchar', length: 32 })
  outcome: MessageOutcome;

  /** Why it could not be read; null = it could. */
  @Column({ type: 'simple-json', nullable: true })
  detail: StoredError | null;

  @Column({ type: 'varchar', length: 255 })
  contentType: string;

  /** Secrets masked. */
  @LargeColumn('largeJson')
  headers: Record<string, string>;

  @LargeColumn('largeBytes')
  body: Buffer;

  /** Bytes. */
  @Column({ type: 'int' })
  size: number;

  /** Of the last time it was processed again; null = never. */
  @InstantColumn({ nullable: true })
  reprocessedAt: Date | null;

  /** Body and headers were removed then, for their age or on a buyer's request; null = they are there. */
  @InstantColumn({ nullable: true })
  bodyRemovedAt: Date | null;
}
