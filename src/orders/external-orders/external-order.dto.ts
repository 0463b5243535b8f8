import { ApiProperty, OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsString,
  Length,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import type { User } from '../../access/user.entity.js';
import { type AssigneeChoice, AssigneeFilter, AssigneeView, presentAssignee } from '../orders/assignee.dto.js';
import { BuyerChangeView } from '../orders/buyer-change.dto.js';
import { NoteView } from '../orders/note.dto.js';
import { CustomerView, DeliveryMethodView, NotificationView, presentBuyer } from '../orders/order.dto.js';
import { HoldSeconds, UndoOffer } from '../undo/undo.dto.js';
import { FieldError } from '../../platform/field-error.dto.js';
import { formatMinor } from '../../platform/money.js';
import { AnyOf, IdFilter, IdsFilter, PageOf, SearchQuery, OneOf } from '../../platform/http/paging.dto.js';
import { IsOptionalDefined, IsId, ExpectedVersion } from '../../platform/http/validation.js';
import { ClaimView, presentClaim } from './claim.dto.js';
import {
  ExternalOrder,
  MAX_POSITIONS,
  type ExternalOrderPosition,
  type ExternalOrderHistoryEntry,
  type ExternalOrderHistoryKind,
} from './external-order.entity.js';
import { EXTERNAL_ORDER_STATES, ExternalOrderState, PositionState } from './external-order-state.js';

const MAX_BULK = 200;
const MAX_REASON = 2_000;

export const EXTERNAL_ORDER_FLAGS = ['changedAfterDecision', 'cancelConflict', 'cancelledByClient'] as const;
export type ExternalOrderFlag = (typeof EXTERNAL_ORDER_FLAGS)[number];

/**
 * `q` searches the id at the marketplace, the parts (brand, name, number with its spaces, dashes, dots and slashes or without them), the
 * customer's name, phone (however it is written) and e-mail, the address and the comment. Each of its words has to be there, in capitals or
 * not, ё is е: anywhere among the newest 5000 that the other filters leave. Among all it is looked for as what an id, a part number, a
 * customer's name or phone begins with, from three characters on. `meta.searchedNewest` tells that there were more than 5000.
 */
export class ExternalOrderQuery extends SearchQuery {
  /** One state or several, separated by commas; without it all but the deleted ones. */
  @AnyOf(EXTERNAL_ORDER_STATES)
  state?: ExternalOrderState[];

  @IdFilter()
  connectionId?: number;

  @IdFilter()
  regionId?: number;

  @OneOf(EXTERNAL_ORDER_FLAGS)
  flag?: ExternalOrderFlag;

  @AssigneeFilter()
  assignee?: AssigneeChoice;

  @IdsFilter()
  ids?: number[];
}

export class AcceptedPositionInput {
  @IsId()
  id: string;

  /** Pieces, from 1 up to the position's quantity; the rest is refused. Absent = in full. */
  @IsOptionalDefined()
  @IsInt()
  @Min(1)
  quantity?: number;
}

export class AcceptExternalOrder {
  /** Absent = all open positions. */
  @IsOptionalDefined()
  @ValidateNested({ each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_POSITIONS)
  @IsArray()
  @Type(() => AcceptedPositionInput)
  positions?: AcceptedPositionInput[];

  /** The one that the caller has seen; another one is answered with 409 `changed_meanwhile`. */
  @ExpectedVersion()
  version?: number;

  /** Nobody is told for so many seconds, in which it can be undone. */
  @HoldSeconds()
  hold?: number;
}

export class RefusedPositionInput {
  @IsId()
  id: string;
}

export const Reason = (): PropertyDecorator => (target, property) => {
  IsOptionalDefined()(target, property as string);
  IsString()(target, property);
  MaxLength(MAX_REASON)(target, property as string);
};

export class RefuseExternalOrder {
  /** Absent = all open positions. */
  @IsOptionalDefined()
  @ValidateNested({ each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_POSITIONS)
  @IsArray()
  @Type(() => RefusedPositionInput)
  positions?: RefusedPositionInput[];

  @Reason()
  reason?: string;

  /** The one that the caller has seen; another one is answered with 409 `changed_meanwhile`. */
  @ExpectedVersion()
  version?: number;

  /** Nobody is told for so many seconds, in which it can be undone. */
  @HoldSeconds()
  hold?: number;
}

export class BulkDecision {
  /** Up to 200. */
  @IsId({ each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_BULK)
  @IsArray()
  ids: string[];

  @Reason()
  reason?: string;

  /** Nobody is told for so many seconds, in which it can be undone. */
  @HoldSeconds()
  hold?: number;
}

export class ReopenExternalOrder {
  /** Absent = all that are refused. */
  @IsOptionalDefined()
  @ValidateNested({ each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_POSITIONS)
  @IsArray()
  @Type(() => RefusedPositionInput)
  positions?: RefusedPositionInput[];
}

export class DeleteExternalOrder {
  @IsString()
  @Length(1, MAX_REASON)
  reason: string;
}

export type BulkOutcome =
  'accepted' | 'refused' | 'already_decided' | 'cancelled_by_client' | 'needs_attention' | 'not_found' | 'failed';

export class BulkResultView {
  id: string;
  /** `failed`: it was not decided, or nobody knows (`detail` says so); the others were decided all the same. */
  outcome: BulkOutcome;
  detail?: string;
}

export class BulkResult {
  results: BulkResultView[];
  /** For all that were decided at once; null = they cannot be undone. */
  @ApiProperty({ type: UndoOffer, nullable: true })
  undo: UndoOffer | null;
}

export class ExternalOrderFlags {
  changedAfterDecision: boolean;
  cancelConflict: boolean;
  cancelledByClient: boolean;
}

export class PositionView {
  id: string;
  /** Its id at the marketplace. */
  externalId: string;
  brand: string;
  number: string;
  name: string;
  quantity: number;
  acceptedQuantity: number;
  /** Decimal string, for one piece. */
  price: string;
  deliveryDays: number | null;
  state: PositionState;
  comment: string;
}

export class ExternalOrderSummary {
  id: string;
  /** Its id at the marketplace. */
  externalId: string;
  connectionId: string;
  regionId: string;
  state: ExternalOrderState;
  flags: ExternalOrderFlags;
  /** Decimal string. */
  total: string;
  customer: CustomerView;
  delivery: DeliveryMethodView;
  comment: string;
  /** When the buyer ordered, as the marketplace says. */
  orderedAt: string | null;
  receivedAt: string;
  createdAt: string;
  version: number;
  /** The order made from it. */
  orderId: string | null;
  /** Who looks after it; null = nobody. */
  assignee: AssigneeView | null;
  /** Who has it open; null = nobody. */
  claim: ClaimView | null;
  positions: PositionView[];
  /** Why the content could not be understood. */
  problems: FieldError[];
}

export class ExternalOrderHistoryView {
  at: string;
  kind: ExternalOrderHistoryKind;
  version: number;
  comment: string;
  /** "" = the marketplace. */
  actor: string;
  @ApiProperty({ type: 'object', additionalProperties: true })
  details: object;
}

export class ExternalOrderDetail extends ExternalOrderSummary {
  /** What the buyer changed, newest first, up to 1000. */
  changes: BuyerChangeView[];
  /** Of the shop's people for each other, oldest first; the newest 500. */
  notes: NoteView[];
  history: ExternalOrderHistoryView[];
  notifications: NotificationView[];
}

export class DecidedExternalOrder extends ExternalOrderDetail {
  /** Null = it cannot be undone. */
  @ApiProperty({ type: UndoOffer, nullable: true })
  undo: UndoOffer | null;
}

export class ExternalOrderPage extends PageOf(ExternalOrderSummary) {}

export function presentExternalOrder(
  order: ExternalOrder,
  positions: ExternalOrderPosition[],
  orderId: number | undefined,
  { users, now }: { users: ReadonlyMap<number, User>; now: Date },
): ExternalOrderSummary {
  const { changedAfterDecision, cancelConflict, cancelledByClient } = order;
  return {
    id: String(order.id),
    externalId: order.externalId,
    connectionId: String(order.connectionId),
    regionId: String(order.regionId),
    state: order.state,
    flags: { changedAfterDecision, cancelConflict, cancelledByClient },
    total: formatMinor(order.totalMinor),
    ...presentBuyer(order),
    comment: order.comment,
    orderedAt: order.orderedAt?.toISOString() ?? null,
    receivedAt: order.createdAt.toISOString(),
    createdAt: order.createdAt.toISOString(),
    version: order.version,
    orderId: orderId === undefined ? null : String(orderId),
    assignee: presentAssignee(order.assigneeId, users),
    claim: presentClaim(order, users, now),
    positions: positions.filter(({ isCurrent }) => isCurrent).map(presentPosition),
    problems: order.problems,
  };
}

export function presentPosition(position: ExternalOrderPosition): PositionView {
  const { externalId, brand, number, name, quantity, acceptedQuantity, deliveryDays, state, comment } = position;
  const price = formatMinor(position.priceMinor);
  const id = String(position.id);
  return { id, externalId, brand, number, name, quantity, acceptedQuantity, price, deliveryDays, state, comment };
}

/** @param order tells its own arrival, which is not stored a second time */
export function presentExternalOrderHistory(
  order: ExternalOrder,
  entries: ExternalOrderHistoryEntry[],
): ExternalOrderHistoryView[] {
  const stored = entries.map(({ at, kind, version, comment, actor, details }) => ({
    at: at.toISOString(),
    kind,
    version,
    comment,
    actor,
    details,
  }));
  const at = order.createdAt.toISOString();
  return [{ at, kind: 'received', version: 1, comment: '', actor: '', details: {} }, ...stored];
}

/** The filters of the list, without its state and paging. */
export class ExternalOrderCountQuery extends OmitType(ExternalOrderQuery, [
  'state',
  'page',
  'perPage',
  'sort',
] as const) {}

/** How many external orders are in each state, counted up to 10000; every state but `deleted` is there, also when it has none. */
export class ExternalOrderStateCounts {
  new: number;
  partially_decided: number;
  accepted: number;
  partially_accepted: number;
  refused: number;
  cancelled: number;
  needs_attention: number;
}

export class ExternalOrderCounts {
  states: ExternalOrderStateCounts;
  /** Of these states together. */
  total: number;
}
