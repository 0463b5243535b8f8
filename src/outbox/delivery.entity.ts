import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn, LargeColumn } from '../platform/sql/columns.js';

/** `waiting`: an earlier delivery of its lane is not finished; for the outside that is `pending` too. */
export type DeliveryState = 'waiting' | 'pending' | 'sending' | 'delivered' | 'dead' | 'cancelled' | 'skipped';

/** Reason of what is not sent because its receiver is gone for good. */
export const TARGET_RETIRED = 'target_retired';

/** States of a lane's deliveries that hold back the later ones. */
export const UNFINISHED: DeliveryState[] = ['waiting', 'pending', 'sending'];

/** One message that is sent durably: at least once, with one idempotency key, in the order of its lane. */
@Entity('deliveries')
@Index('deliveries_claim', ['targetId', 'state', 'dueAt', 'id'])
@Index('deliveries_lane', ['laneId', 'state', 'seq'])
@Index('deliveries_leases', ['state', 'dueAt'])
@Index('deliveries_created', ['channel', 'createdAt', 'id'])
@Index('deliveries_kind', ['channel', 'kind', 'createdAt', 'id'])
@Index('deliveries_region', ['regionId', 'createdAt', 'id'])
@Index('deliveries_subject', ['subject'])
// Of the embedded database alone, whose planner does not see how much a filter leaves.
@Index('deliveries_target_created', { synchronize: false })
@Index('deliveries_state_created', { synchronize: false })
export class Delivery {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  @Column({ type: 'varchar', length: 16 })
  channel: string;

  @Column({ type: 'int' })
  targetId: number;

  @Column({ type: 'int' })
  laneId: number;

  /** Who may see it; null = it lies in no region. */
  @Column({ type: 'int', nullable: true })
  regionId: number | null;

  /** Place in the lane, from 1. */
  @Column({ type: 'int' })
  seq: number;

  /** What it is about, in the channel's words. */
  @Column({ type: 'varchar', length: 32 })
  kind: string;

  @Column({ type: 'varchar', length: 16 })
  state: DeliveryState;

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
  @InstantColumn({ nullable: true })
  heldUntil: Date | null;

  /** When the last try of it was recorded; null = it was never tried, or a person wants it tried anew. */
  @InstantColumn({ nullable: true })
  triedAt: Date | null;

  /** Token of the claim that is sending it, "" = none. */
  @Column({ type: 'varchar', length: 36 })
  owner: string;

  /** Tries that were spent. */
  @Column({ type: 'int' })
  attemptCount: number;

  /** All tries, also those that spent none. */
  @Column({ type: 'int' })
  triesMade: number;

  /** Tries of the retry schedule used up since it was made or last retried by hand. */
  @Column({ type: 'int' })
  scheduleStep: number;

  /** The next try was asked for by a person. */
  @Column({ type: 'boolean' })
  isManual: boolean;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn({ nullable: true })
  deliveredAt: Date | null;
}
