import { Column, Entity, Index } from 'typeorm';
import { InstantColumn, Row } from '../platform/sql/columns.js';
import type { RecentFailure } from './circuit-breaker.js';

/** Written as `12 15n 15n`: the ordering keys, and which were failures of the network. */
const failuresText = {
  to: (failures?: RecentFailure[] | null) =>
    (failures ?? []).map(({ orderingKeyId, isOfNetwork }) => `${orderingKeyId}${isOfNetwork ? 'n' : ''}`).join(' '),
  from: (text: string | null): RecentFailure[] =>
    (text ?? '')
      .split(' ')
      .filter(Boolean)
      .map((each) => ({ orderingKeyId: Number.parseInt(each), isOfNetwork: each.endsWith('n') })),
};

/** A receiver with one fate: when it refuses our sign-in or does not answer, all its messages wait. */
@Entity('outbox_endpoints')
@Index('outbox_endpoints_identity', ['channel', 'key'], { unique: true })
export class Endpoint extends Row {
  @Column({ type: 'varchar', length: 16 })
  channel: string;

  /** In the channel's words. */
  @Column({ type: 'varchar', length: 64 })
  key: string;

  /** Switched off by the shop: its messages wait. */
  @Column({ type: 'boolean' })
  isEnabled: boolean;

  /** It is gone for good: nothing is sent to it any more. */
  @Column({ type: 'boolean' })
  isArchived: boolean;

  /** Since when what it was paused for may be right; a refusal of an attempt that began before says nothing. */
  @InstantColumn({ nullable: true })
  resumedAt: Date | null;

  /** It refused our sign-in; null = not paused. */
  @InstantColumn({ nullable: true })
  pausedAt: Date | null;

  @Column({ type: 'varchar', length: 255 })
  pauseReason: string;

  /** Network errors, timeouts and 5xx in a row. */
  @Column({ type: 'int' })
  failuresInRow: number;

  /** The last of them; what opens the circuit breaker. */
  @Column({ type: 'varchar', length: 255, nullable: true, transformer: failuresText })
  recentFailures: RecentFailure[];

  /** When something arrived for the last time right after a failure; an ordering key that failed before and fails again does so by itself. */
  @InstantColumn({ nullable: true })
  recoveredAt: Date | null;

  /** The circuit breaker is open since then; null = closed. */
  @InstantColumn({ nullable: true })
  openedAt: Date | null;

  /** When the next probe is due. */
  @InstantColumn({ nullable: true })
  probeAt: Date | null;

  /** Failed probes since it opened. */
  @Column({ type: 'int' })
  probesFailed: number;

  /** Messages are sent to it: it is on, not paused, and its circuit breaker is closed. */
  get isReady(): boolean {
    return this.isEnabled && !this.pausedAt && !this.openedAt;
  }
}
