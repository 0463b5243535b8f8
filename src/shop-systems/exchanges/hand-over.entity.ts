import { Column, Entity, Index } from 'typeorm';
import type { HandOverState } from '../../orders/orders/order-hand-over.dto.js';
import { CLOCKS_DIFFER_MS, later } from '../../platform/clock.js';
import { type ErrorDetail, errorDetail, type StoredError, storedError } from '../../platform/error-texts.js';
import { CreatedRow, InstantColumn, LargeColumn, Row } from '../../platform/sql/columns.js';
import { LONGEST_HOLD_MS } from '../../platform/transactions/hold.js';
import type { KnownLine, ReturnedDocument } from './handed-over-order.js';

/** Why nobody knows what became of an order. */
export const EXCHANGE_DELETED = errorDetail('exchange_deleted');
export const GIVEN_UP = errorDetail('given_up');
export const REGION_TAKEN = errorDetail('region_taken');
/** Somebody has it not handed over. */
export const CANCELLED = errorDetail('sending_cancelled');

const LONGEST_ERROR = 1_000;

/** How it is written down why the other side did not take an order. */
export function failureOf(why: ErrorDetail): Pick<HandOver, 'error' | 'problem'> {
  return { error: why.message.slice(0, LONGEST_ERROR), problem: storedError(why) };
}

/** What is under way to push an order: `queued` = a message will, `sending` = one is; "" = nothing. */
export type PushState = '' | 'queued' | 'sending';

/** What the other side was told of an order, as far as what comes back is compared with it. */
export interface KnownContent {
  /** Our status; null = in no single one. */
  statusId: number | null;
  lines: KnownLine[];
}

/** An order that an exchange hands over, in all its revisions. */
@Entity('exchange_hand_overs')
@Index('exchange_hand_overs_order', ['orderId', 'exchangeId'], { unique: true })
@Index('exchange_hand_overs_waiting', ['exchangeId', 'isWaiting', 'id'])
@Index('exchange_hand_overs_created', ['exchangeId', 'createdAt', 'id'])
@Index('exchange_hand_overs_push', ['exchangeId', 'isWaiting', 'pushState', 'id'])
@Index('exchange_hand_overs_mapping', ['exchangeId', 'needsMapping', 'id'])
export class HandOver extends CreatedRow {
  @Column({ type: 'int' })
  exchangeId: number;

  @Column({ type: 'int' })
  orderId: number;

  @Column({ type: 'int' })
  externalOrderId: number;

  /** The order's id at the marketplace. */
  @Column({ type: 'varchar', length: 255 })
  externalId: string;

  @Column({ type: 'int' })
  regionId: number;

  /** How often it was handed over with another content; 0 = not yet. */
  @Column({ type: 'int', default: 0 })
  revision: number;

  /** The order may be other than it was handed over last. */
  @Column({ type: 'boolean' })
  isWaiting: boolean;

  /** Not before; what it waits for can still be undone. Null = at once. */
  @InstantColumn({ nullable: true })
  notBefore: Date | null;

  /** What it was handed over in and is not confirmed of yet. */
  @Index('exchange_hand_overs_batch')
  @Column({ type: 'int', nullable: true })
  batchId: number | null;

  /** Of an exchange that pushes. */
  @Column({ type: 'varchar', length: 16, default: '' })
  pushState: PushState;

  /** SHA-256 of the content that the other side has, hex; "" = none yet. */
  @Column({ type: 'varchar', length: 64, default: '' })
  confirmedHash: string;

  /** What of that content comes back; null = none yet. */
  @LargeColumn('largeJson', { nullable: true })
  confirmedContent: KnownContent | null;

  @InstantColumn({ nullable: true })
  confirmedAt: Date | null;

  /** What it is called over there; "" = not known. */
  @Column({ type: 'varchar', length: 255, default: '' })
  number: string;

  /** Why the other side did not take it; "" = it did, or was not asked yet. */
  @Column({ type: 'varchar', length: 1000, default: '' })
  error: string;

  /** The same by its code where the service says so itself. */
  @Column({ type: 'simple-json', nullable: true })
  problem: StoredError | null;

  /** What came back last; null = nothing. */
  @LargeColumn('largeJson', { nullable: true })
  returned: ReturnedDocument | null;

  /** The value of its status that was carried out last; "" = none. */
  @Column({ type: 'varchar', length: 255, default: '' })
  appliedValue: string;

  /** The revision that was handed over last when that status was carried out; 0 = none was. */
  @Column({ type: 'int', default: 0 })
  appliedRevision: number;

  /** The values of its lines that were carried out last, by the lines' keys there. */
  @LargeColumn('largeJson', { nullable: true })
  appliedLines: Record<string, string> | null;

  /** Keys of the steps that were carried out. */
  @LargeColumn('largeJson', { nullable: true })
  appliedSteps: string[] | null;

  /** What came back has a status that is not in the mapping. */
  @Column({ type: 'boolean', default: false })
  needsMapping: boolean;

  /** What it waits for can still be undone. */
  isHeldAt(now: Date): boolean {
    return this.notBefore !== null && this.notBefore > now && this.notBefore <= dueBy(now).afterAnyHold;
  }

  /** It goes only when somebody asks for it. */
  get isLeftOut(): boolean {
    return this.state === 'failed' && this.problem?.code === CANCELLED.code;
  }

  get state(): HandOverState {
    if (this.batchId !== null || this.pushState === 'sending') return 'sent';
    if (this.isWaiting) return 'waiting';
    return this.error === '' ? 'confirmed' : 'failed';
  }
}

/** Rows that nobody has left out, as SQL over `handOver`. */
export const IS_NOT_LEFT_OUT = '(handOver.problem IS NULL OR handOver.problem <> :leftOut)';

/** Parameter of `IS_NOT_LEFT_OUT`. */
export const LEFT_OUT = { leftOut: JSON.stringify(storedError(CANCELLED)) };

/** Rows that nothing holds back any more, as SQL over `handOver`; what lies later than any hold was written by a clock that was ahead. */
export const IS_DUE =
  '(handOver.notBefore IS NULL OR handOver.notBefore <= :now OR handOver.notBefore > :afterAnyHold)';

/** Parameters of `IS_DUE`. */
export function dueBy(now: Date): { now: Date; afterAnyHold: Date } {
  return { now, afterAnyHold: later(now, LONGEST_HOLD_MS + CLOCKS_DIFFER_MS) };
}

const NOT_UNDER_WAY = "handOver.batchId IS NULL AND handOver.pushState <> 'sending'";

/** What of the rows are in a state, as SQL over `handOver`. */
export const IN_STATE: Record<HandOverState, string> = {
  sent: "(handOver.batchId IS NOT NULL OR handOver.pushState = 'sending')",
  waiting: `handOver.isWaiting = 1 AND ${NOT_UNDER_WAY}`,
  failed: `handOver.isWaiting = 0 AND ${NOT_UNDER_WAY} AND handOver.error <> ''`,
  confirmed: `handOver.isWaiting = 0 AND ${NOT_UNDER_WAY} AND handOver.error = ''`,
};

export const BATCH_FORMATS = ['commerceml', 'json'] as const;
export type BatchFormat = (typeof BATCH_FORMATS)[number];

/** Orders as they were handed out together, the same bytes until the other side confirms them. */
@Entity('exchange_batches')
@Index('exchange_batches_open', ['exchangeId', 'format', 'confirmedAt'])
export class HandOverBatch extends CreatedRow {
  @Column({ type: 'int' })
  exchangeId: number;

  @Column({ type: 'varchar', length: 16 })
  format: BatchFormat;

  /** Empty once it is removed. */
  @LargeColumn('largeBytes')
  body: Buffer;

  /** SHA-256 of the body, hex. */
  @Column({ type: 'varchar', length: 64 })
  contentHash: string;

  /** How often it was handed out. */
  @Column({ type: 'int' })
  attempts: number;

  @InstantColumn({ nullable: true })
  confirmedAt: Date | null;
}

/** One order of a batch. */
@Entity('exchange_batch_entries')
@Index('exchange_batch_entries_batch', ['batchId', 'handOverId'], { unique: true })
export class BatchEntry extends Row {
  @Column({ type: 'int' })
  batchId: number;

  @Index('exchange_batch_entries_hand_over')
  @Column({ type: 'int' })
  handOverId: number;

  @Index('exchange_batch_entries_order')
  @Column({ type: 'int' })
  orderId: number;

  @Column({ type: 'int' })
  revision: number;

  /** SHA-256 of the order's content, hex. */
  @Column({ type: 'varchar', length: 64 })
  contentHash: string;

  @LargeColumn('largeJson')
  knownContent: KnownContent;
}
