import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { InstantColumn, LargeColumn } from '../platform/sql/columns.js';
import type { AttemptRequest, AttemptResponse } from './attempt.dto.js';

/** One try of a message, secrets masked. */
@Entity('delivery_attempts')
@Index('delivery_attempts_bodies', ['bodyRemovedAt', 'at'])
export class OutboxAttempt {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  @Index('delivery_attempts_delivery')
  @Column({ type: 'int' })
  deliveryId: number;

  /** From 1. */
  @Column({ type: 'int' })
  number: number;

  @InstantColumn()
  at: Date;

  @Column({ type: 'int' })
  durationMs: number;

  /** It used up an attempt of the schedule. */
  @Column({ type: 'boolean' })
  isSpent: boolean;

  /** A person asked for it. */
  @Column({ type: 'boolean' })
  isManual: boolean;

  @LargeColumn('largeJson')
  request: AttemptRequest;

  @LargeColumn('largeJson', { nullable: true })
  response: AttemptResponse | null;

  /** Network error or timeout, "" = an answer came. */
  @Column({ type: 'varchar', length: 500 })
  error: string;

  /** The bodies of request and response were removed then; null = they are there. */
  @InstantColumn({ nullable: true })
  bodyRemovedAt: Date | null;
}
