import { Column, Entity, Index } from 'typeorm';
import { InstantColumn, LargeColumn, CreatedRow, Row } from '../platform/sql/columns.js';
import type { AttemptRequest, AttemptResponse } from './attempt.dto.js';
import type { StoredError } from '../platform/error-texts.js';

/** `waiting`: an earlier message of its ordering key is not finished; for the outside that is `pending` too. */
export type MessageState = 'waiting' | 'pending' | 'sending' | 'delivered' | 'dead' | 'cancelled' | 'skipped';

/** Reason of what is not sent because its receiver is gone for good. */
export const ENDPOINT_ARCHIVED = 'target_retired';

/** Reason of what a person does not want to be sent, for now. */
export const CANCELLED_BY_USER = 'cancelled_by_user';

/** Reason of what was held back until its change was undone. */
export const UNDONE = 'undone';

/** States in which nobody is sending it; it may have been tried. */
export const UNSENT: MessageState[] = ['waiting', 'pending'];

/** States of an ordering key's messages that hold back the later ones. */
export const UNFINISHED: MessageState[] = ['waiting', 'pending', 'sending'];

/**
 * What finds an endpoint's next message is to go by it. Where rows come and go all the time the server's estimates are off, and it may
 * read through the backlog of another endpoint instead: a claim then took 13 ms, not 1.4, with 750 messages of another one.
 */
export const CLAIM_INDEX = 'outbox_messages_claim';

/** One message that is sent durably: at least once, with one idempotency key, in the order of its ordering key. */
@Entity('outbox_messages')
@Index(CLAIM_INDEX, ['endpointId', 'state', 'dueAt', 'id'])
@Index('outbox_messages_ordering_key', ['orderingKeyId', 'state', 'seq'])
@Index('outbox_messages_leases', ['state', 'dueAt'])
@Index('outbox_messages_created', ['channel', 'createdAt', 'id'])
@Index('outbox_messages_kind', ['channel', 'kind', 'createdAt', 'id'])
@Index('outbox_messages_region', ['regionId', 'createdAt', 'id'])
@Index('outbox_messages_subject', ['subject'])
@Index('outbox_messages_hold', ['holdId'])
// Of the embedded database alone, whose planner does not see how much a filter leaves.
@Index('outbox_messages_endpoint_created', { synchronize: false })
@Index('outbox_messages_state_created', { synchronize: false })
export class OutboxMessage extends CreatedRow {
  @Column({ type: 'varchar', length: 16 })
  channel: string;

  @Column({ type: 'int' })
  endpointId: number;

  @Column({ type: 'int' })
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
  @InstantColumn({ nullable: true })
  notBefore: Date | null;

  /** The change that it tells of can be undone while it is held back by this (see `Hold`); null = it never could. */
  @Column({ type: 'varchar', length: 36, nullable: true })
  holdId: string | null;

  /** When the last attempt of it was recorded; null = it was never tried, or a person wants it tried anew. */
  @InstantColumn({ nullable: true })
  triedAt: Date | null;

  /** Token of the claim that is sending it, "" = none. */
  @Column({ type: 'varchar', length: 36 })
  leaseToken: string;

  /** Attempts that were spent. */
  @Column({ type: 'int' })
  countedAttempts: number;

  /** All attempts, also those that spent none. */
  @Column({ type: 'int' })
  attempts: number;

  /** Attempts of the retry schedule used up since it was made or last retried by hand. */
  @Column({ type: 'int' })
  retryStep: number;

  /** The next attempt was asked for by a person. */
  @Column({ type: 'boolean' })
  isManual: boolean;

  @InstantColumn({ nullable: true })
  deliveredAt: Date | null;
}

/** Messages that must arrive in order. Whoever adds to an ordering key or finishes one of its messages holds its row. */
@Entity('outbox_ordering_keys')
@Index('outbox_ordering_keys_identity', ['channel', 'key'], { unique: true })
export class OrderingKey extends Row {
  @Column({ type: 'varchar', length: 16 })
  channel: string;

  /** In the channel's words. */
  @Column({ type: 'varchar', length: 64 })
  key: string;
}

/** One attempt of a message, secrets masked. */
@Entity('outbox_attempts')
@Index('outbox_attempts_bodies', ['bodyRemovedAt', 'at'])
export class OutboxAttempt extends Row {
  @Index('outbox_attempts_message')
  @Column({ type: 'int' })
  messageId: number;

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

  /** Why no answer came; null = one came. */
  @Column({ type: 'simple-json', nullable: true })
  error: StoredError | null;

  /** The bodies of request and response were removed then; null = they are there. */
  @InstantColumn({ nullable: true })
  bodyRemovedAt: Date | null;
}

/** An attempt that failed so that the endpoint as a whole may be down. */
export interface RecentFailure {
  orderingKeyId: number;
  /** No answer came at all. */
  isOfNetwork: boolean;
}

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

  /** When the first of them was; null = there are none. */
  @InstantColumn({ nullable: true })
  failingSince: Date | null;

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
