import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import {
  ComputedColumn,
  InstantColumn,
  LastIfNullColumn,
  LargeColumn,
  MinorUnitsColumn,
  CreatedRow,
} from '../../platform/sql/columns.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import { BARE_NUMBER, NAME_REST, PHONE_DIGITS } from '../orders/searched-text.js';
import { type ExternalOrderState, externalOrderState, type PositionState } from './external-order-state.js';
import { OfferedLine } from '../orders/offered-line.js';
import type { ReasonCode, WouldBe } from './rule-verdict.js';

/** Id of an order that came without a usable one: this and the start of its body's hash. */
export const SYNTHETIC_ID_PREFIX = 'sha256:';

const COUNTED_REASON_LENGTH = 100;

/** As much of a refusal's reason as refusals are counted by; "" = none was given, nor does a dash say one. */
export function countedReason(reason: string): string {
  const counted = Array.from(reason.replace(/\s+/g, ' ').trim()).slice(0, COUNTED_REASON_LENGTH).join('').trim();
  return counted === '-' ? '' : counted;
}

/** Stands for the id of a user where processing rules decided. */
export const BY_RULES = 0;

/** Of one order, as it comes in and as it is decided. */
export const MAX_POSITIONS = 1_000;

/** An order as it came from a marketplace: the inbox, before and after the decision. */
@Entity('external_orders')
@Index('external_orders_identity', ['connectionId', 'externalIdHash'], { unique: true })
@Index('external_orders_state', ['state', 'createdAt', 'id'])
@Index('external_orders_created', ['createdAt', 'id'])
@Index('external_orders_region', ['regionId', 'state', 'createdAt', 'id'])
// Holds all that the dashboard counts.
@Index('external_orders_days', [
  'createdAt',
  'state',
  'regionId',
  'decidedAt',
  'decidedById',
  'acceptedMinor',
  'refusedMinor',
])
@Index('external_orders_decided_by', ['decidedById', 'createdAt', 'id'])
@Index('external_orders_changed', ['changedAfterDecision', 'createdAt', 'id'])
@Index('external_orders_conflict', ['cancelConflict', 'createdAt', 'id'])
@Index('external_orders_assignee', ['assigneeId', 'createdAt', 'id'])
@Index('external_orders_cancelled', ['cancelledByClient', 'createdAt', 'id'])
// Of the embedded database alone, whose planner does not see how much a filter leaves.
@Index('external_orders_region_created', { synchronize: false })
@Index('external_orders_connection_created', { synchronize: false })
@Index('external_orders_connection_state', { synchronize: false })
export class ExternalOrder extends CreatedRow {
  @Column({ type: 'int' })
  connectionId: number;

  @Column({ type: 'int' })
  regionId: number;

  @Index('external_orders_external_id')
  @Column({ type: 'varchar', length: 255 })
  externalId: string;

  /** SHA-256 of the id, hex: collations would take some different ids for the same. */
  @Column({ type: 'varchar', length: 64 })
  externalIdHash: string;

  @Column({ type: 'varchar', length: 32 })
  state: ExternalOrderState;

  /** Of the content, from 1. */
  @Column({ type: 'int' })
  version: number;

  /** Of the current content; "" = only a cancellation has come so far. */
  @Column({ type: 'varchar', length: 64 })
  contentHash: string;

  /** Of the content that came last, where that is not the current one: an earlier one again, or one after the decision. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  latestHash: string | null;

  @Index('external_orders_total')
  @MinorUnitsColumn()
  totalMinor: number;

  /** Of what is accepted, in the quantities that were; it follows the positions. */
  @MinorUnitsColumn()
  acceptedMinor: number;

  /** Of what is refused, with the rest of positions that were accepted in a smaller quantity. */
  @MinorUnitsColumn()
  refusedMinor: number;

  @Index('external_orders_customer_name')
  @Column({ type: 'varchar', length: 255 })
  customerName: string;

  /** From the second word on. */
  @Index('external_orders_customer_name_rest')
  @ComputedColumn(NAME_REST)
  readonly customerNameRest?: string;

  @Column({ type: 'varchar', length: 255 })
  customerPhone: string;

  @Index('external_orders_customer_phone')
  @ComputedColumn(PHONE_DIGITS)
  readonly customerPhoneDigits?: string;

  @Column({ type: 'varchar', length: 255 })
  customerEmail: string;

  @Column({ type: 'varchar', length: 255 })
  deliveryType: string;

  @Column({ type: 'text' })
  deliveryAddress: string;

  @Column({ type: 'text' })
  comment: string;

  /** Of the vehicle that the parts are for; "" = not known. */
  @Column({ type: 'varchar', length: 17, default: '' })
  vin: string;

  /** What it is searched by (`searchedTextOf`); it is never read. */
  @LargeColumn('largeBytes', { select: false })
  searchedText?: Buffer;

  /** When the buyer ordered, as the marketplace says. */
  @InstantColumn({ nullable: true })
  orderedAt: Date | null;

  /** Why the content could not be understood. */
  @LargeColumn('largeJson')
  problems: FieldError[];

  @Column({ type: 'boolean' })
  changedAfterDecision: boolean;

  @Column({ type: 'boolean' })
  cancelConflict: boolean;

  /** The client cancelled the whole. */
  @Column({ type: 'boolean' })
  cancelledByClient: boolean;

  /** The user who looks after it; null = nobody. */
  @Column({ type: 'int', nullable: true })
  assigneeId: number | null;

  /** The user who has it open; null = nobody. */
  @Column({ type: 'int', nullable: true })
  claimedById: number | null;

  @InstantColumn({ nullable: true })
  claimedAt: Date | null;

  /** When that user last did something. */
  @InstantColumn({ nullable: true })
  claimRenewedAt: Date | null;

  /** Of the first decision. */
  @InstantColumn({ nullable: true })
  decidedAt: Date | null;

  /** The user who made it, `BY_RULES` where rules did; null = a program, or nobody yet. */
  @Column({ type: 'int', nullable: true })
  decidedById: number | null;

  /** Since when it waits, where that is not when it came in: its content was changed, or it was reopened. */
  @InstantColumn({ nullable: true })
  waitsSince: Date | null;

  /** When its first decision is due; null = it waits for none, or there is no limit. */
  @Index('external_orders_decide_by')
  @LastIfNullColumn()
  decideBy: Date | null;

  /** When managers are to be told of that next; null = not any more. */
  @Index('external_orders_decide_notice')
  @InstantColumn({ nullable: true })
  decideNoticeAt: Date | null;

  /** Whether its first decision came in time; null = there was no limit, or nobody has decided. */
  @Column({ type: 'boolean', nullable: true })
  decidedInTime: boolean | null;

  @InstantColumn({ nullable: true })
  deletedAt: Date | null;

  get hasSyntheticId(): boolean {
    return this.externalId.startsWith(SYNTHETIC_ID_PREFIX);
  }

  /** Sets the state and the sums that follow from the positions (all that are stored). */
  followPositions(positions: ExternalOrderPosition[]): void {
    if (this.deletedAt) return;
    const current = positions.filter(({ isCurrent }) => isCurrent);
    this.acceptedMinor = sumOf(current, ({ state, acceptedQuantity }) => (state === 'accepted' ? acceptedQuantity : 0));
    this.refusedMinor = sumOf(current, refusedQuantityOf);
    this.state = externalOrderState({
      positions: current,
      cancelledByClient: this.cancelledByClient,
      isDecided: this.decidedAt !== null,
      hasProblems: this.problems.length > 0,
    });
  }
}

function sumOf(positions: ExternalOrderPosition[], quantityOf: (position: ExternalOrderPosition) => number): number {
  return positions.reduce((sum, position) => sum + position.priceMinor * quantityOf(position), 0);
}

/** All of a refused position, or what an accepted one was accepted less. */
function refusedQuantityOf({ state, quantity, acceptedQuantity }: ExternalOrderPosition): number {
  if (state === 'refused') return quantity;
  return state === 'accepted' ? quantity - acceptedQuantity : 0;
}

/** One line of an external order. */
@Entity('external_order_positions')
@Index('external_order_positions_number_bare', ['numberBare'])
@Index('external_order_positions_state', ['externalOrderId', 'isCurrent', 'state'])
@Index('external_order_positions_refused', ['refusalReason', 'externalOrderId'])
export class ExternalOrderPosition extends OfferedLine {
  @PrimaryGeneratedColumn({ type: 'int' })
  id: number;

  @Column({ type: 'int' })
  externalOrderId: number;

  /** Its number without separators. */
  @ComputedColumn(BARE_NUMBER)
  readonly numberBare?: string;

  /** Order of the positions, from 0. */
  @Column({ type: 'int' })
  line: number;

  @Column({ type: 'varchar', length: 255 })
  externalId: string;

  @Column({ type: 'int' })
  acceptedQuantity: number;

  @Column({ type: 'varchar', length: 16 })
  state: PositionState;

  /** False for a cancellation that is kept although the current content does not name the position. */
  @Column({ type: 'boolean' })
  isCurrent: boolean;

  @InstantColumn({ nullable: true })
  decidedAt: Date | null;

  /** The user who decided it, `BY_RULES` where a rule did; null = a program, or nobody yet. */
  @Column({ type: 'int', nullable: true })
  decidedById: number | null;

  /** What refusals are counted by (`countedReason`); null = it is not refused. */
  @Column({ type: 'varchar', length: COUNTED_REASON_LENGTH, nullable: true })
  refusalReason: string | null;

  /** The processing rule that decided it; null = a person or another program did, or nobody yet. */
  @Column({ type: 'int', nullable: true })
  ruleId: number | null;

  /** Why that rule did. */
  @Column({ type: 'varchar', length: 24, nullable: true })
  reasonCode: ReasonCode | null;

  /** What the first rule that fits, or that may fit, would have done, where that one is in shadow or leaves it to people. */
  @Column({ type: 'simple-json', nullable: true })
  wouldBe: WouldBe | null;
}
