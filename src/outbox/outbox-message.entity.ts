import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn, LargeColumn } from '../platform/sql/columns.js';

/** `waiting`: an earlier message of its ordering key is not finished; for the outside that is `pending` too. */
export type MessageState = 'waiting' | 'pending' | 'sending' | 'delivered' | 'dead' | 'cancelled' | 'skipped';

/** Reason of what is not sent because its receiver is gone for good. */
export const ENDPOINT_ARCHIVED = 'target_retired';

/** States of an ordering key's messages that hold back the later ones. */
export const UNFINISHED: MessageState[] = ['waiting', 'pending', 'sending'];

/** One message that is sent durably: at least once, with one idempotency key, in the order of its ordering key. */
@Entity('deliveries')
@Index('deliveries_claim', ['endpointId', 'state', 'dueAt', 'id'])
@Index('deliveries_lane', ['orderingKeyId', 'state', 'seq'])
@Index('deliveries_leases', ['state', 'dueAt'])
@Index('deliveries_created', ['channel', 'createdAt', 'id'])
@Index('deliveries_kind', ['channel', 'kind', 'createdAt', 'id'])
@Index('deliveries_region', ['regionId', 'createdAt', 'id'])
@Index('deliveries_subject', ['subject'])
// Of the embedded database alone, whose planner does not see how much a filter leaves.
@Index('deliveries_target_created', { synchronize: false })
@Index('deliveries_state_created', { synchronize: false })
export class OutboxMessage {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  @Column({ type: 'varchar', length: 16 })
  channel: string;

  @Column({ type: 'int', name: 'target_id' })
  endpointId: number;

  @Column({ type: 'int', name: 'lane_id' })
  orderingKeyId: number;

  /** Who may see it; null = it lies in no region. */
  @Column({ type: 'int', nullable: true })
  regionId: number | null;

  /** Place in the ordering key, from 1. */
  @Column({ type: 'int' })
  seq: number;

  /** What it is about, in the channel's words. */
  @Column({ type: 'varchar', length: 32 })
  kind: string;

  @Column({ type: 'varchar', length: 16 })
  state: MessageState;

  /** Why it was skipped, given up or cancelled; "" = neither. */
  @Column({ type: 'varchar', length: 255 })
  reason: string;

  /** What a person would search it by. */
  @Column({ type: 'varchar', length: 255 })
  subject: string;

  @Column({ type: 'varchar', length: 36 })
  idempotencyKey: string;

  /** For the channel alone. */
  @LargeColumn('largeJson')
  payload: object;

  /** When it may be tried; while it is being sent, the end of the lease. */
  @InstantColumn()
  dueAt: Date;

  /** It waits until then whatever the circuit breaker does: the receiver asked for it, or the failure was its own. */
  @InstantColumn({ nullable: true, name: 'held_until' })
  notBefore: Date | null;

  /** When the last try of it was recorded; null = it was never tried, or a person wants it tried anew. */
  @InstantColumn({ nullable: true })
  triedAt: Date | null;

  /** Token of the claim that is sending it, "" = none. */
  @Column({ type: 'varchar', length: 36, name: 'owner' })
  leaseToken: string;

  /** Attempts that were spent. */
  @Column({ type: 'int', name: 'attempt_count' })
  countedAttempts: number;

  /** All attempts, also those that spent none. */
  @Column({ type: 'int', name: 'tries_made' })
  attempts: number;

  /** Attempts of the retry schedule used up since it was made or last retried by hand. */
  @Column({ type: 'int', name: 'schedule_step' })
  retryStep: number;

  /** The next try was asked for by a person. */
  @Column({ type: 'boolean' })
  isManual: boolean;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn({ nullable: true })
  deliveredAt: Date | null;
}
