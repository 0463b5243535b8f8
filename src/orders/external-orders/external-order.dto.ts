import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { User } from '../../access/user.entity.js';
import { type AssigneeChoice, AssigneeFilter, AssigneeView, presentAssignee } from '../orders/assignee.dto.js';
import { BuyerChangeView } from '../orders/buyer-change.dto.js';
import { NoteView } from '../orders/note.dto.js';
import { ChosenOfferView, presentChosenOffer } from '../orders/chosen-offer.dto.js';
import { CustomerView, DeliveryMethodView, NotificationView, presentBuyer } from '../orders/order.dto.js';
import { UndoOffer } from '../undo/undo.dto.js';
import { ORDER_SORTS, SortedOrdersQuery } from '../orders/sorted-orders.dto.js';
import { FieldError } from '../../platform/field-error.dto.js';
import { formatMinor } from '../../platform/money.js';
import { AnyOf, IdFilter, IdsFilter, OneOf } from '../../platform/http/filters.js';
import { PageOf } from '../../platform/http/paging.dto.js';
import { ClaimView, presentClaim } from './claim.dto.js';
import { ExternalOrder, type ExternalOrderPosition } from './external-order.entity.js';
import { type ExternalOrderHistoryEntry, type ExternalOrderHistoryKind } from './external-order-history.entity.js';
import { EXTERNAL_ORDER_STATES, ExternalOrderState, PositionState } from './external-order-state.js';
import { REASON_CODES, type ReasonCode, RULE_ACTIONS, type RuleAction } from './rule-verdict.js';

export const EXTERNAL_ORDER_FLAGS = ['changedAfterDecision', 'cancelConflict', 'cancelledByClient'] as const;
export type ExternalOrderFlag = (typeof EXTERNAL_ORDER_FLAGS)[number];

export const EXTERNAL_ORDER_SORTS = [...ORDER_SORTS, 'timeLeft'] as const;
export type ExternalOrderSort = (typeof EXTERNAL_ORDER_SORTS)[number];

export type DeciderChoice = number | 'none' | 'rules';

/** Who made the first decision; `?decidedBy=` (empty) means no filter. */
function DeciderFilter(): PropertyDecorator {
  return IdFilter({
    or: ['none', 'rules'],
    description:
      'The user who made the first decision, `rules` where processing rules did, `none` where a program did.',
  });
}

/**
 * `q` searches the id at the marketplace, the parts (brand, name, number with its spaces, dashes, dots and slashes or without them), the
 * customer's name, phone (however it is written) and e-mail, the address and the comment. Each of its words has to be there, in capitals or
 * not, ё is е: anywhere among the newest 5000 that the other filters leave. Among all it is looked for as what an id, a part number, a
 * customer's name or phone begins with, from three characters on. `meta.searchedNewest` tells that there were more than 5000.
 */
export class ExternalOrderQuery extends OmitType(SortedOrdersQuery, ['sort'] as const) {
  /** `timeLeft`: whose first decision is due soonest come first, those without a deadline last. */
  @ApiPropertyOptional({ enum: EXTERNAL_ORDER_SORTS })
  @IsOptional()
  @IsIn(EXTERNAL_ORDER_SORTS)
  sort: ExternalOrderSort = '-createdAt';

  /** `true`: only those whose first decision should have been made by now. */
  @OneOf(['true'])
  overdue?: 'true';

  /** `true`: only those that the client cancelled in the last 24 hours, and those where what was cancelled stays with the shop. */
  @OneOf(['true'])
  cancelledLately?: 'true';

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

  @DeciderFilter()
  decidedBy?: DeciderChoice;

  /** Why a position of it was refused: the first 100 characters of the reason, or `-` where none was given. */
  @IsOptional()
  @Transform(({ value }) => (value === '' ? undefined : value))
  @IsString()
  @MaxLength(255)
  refusalReason?: string;

  @IdsFilter()
  ids?: number[];
}

export class ExternalOrderFlags {
  changedAfterDecision: boolean;
  cancelConflict: boolean;
  cancelledByClient: boolean;
}

export class PositionDecisionView {
  @ApiProperty({ enum: ['person', 'rule'] })
  by: 'person' | 'rule';
  /** Null = a person decided, or one of the shop's programs. */
  ruleId: string | null;
  /** Why the rule did. */
  @ApiProperty({ enum: REASON_CODES, nullable: true })
  reasonCode: ReasonCode | null;
  /** What it was accepted with; null = no offer was named. */
  @ApiProperty({ type: ChosenOfferView, nullable: true })
  offer: ChosenOfferView | null;
}

export class WouldBeView {
  ruleId: string;
  @ApiProperty({ enum: RULE_ACTIONS })
  action: RuleAction;
  /** Pieces that it would have accepted. */
  quantity: number;
  @ApiProperty({ enum: REASON_CODES })
  reasonCode: ReasonCode;
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
  /** What it was accepted with; null = no offer was named. */
  @ApiProperty({ type: ChosenOfferView, nullable: true })
  offer: ChosenOfferView | null;
  /** Null = nobody has decided it. */
  @ApiProperty({ type: PositionDecisionView, nullable: true })
  decision: PositionDecisionView | null;
  /** What a rule in shadow would have done, or that a rule leaves it to people; null = neither. */
  @ApiProperty({ type: WouldBeView, nullable: true })
  wouldBe: WouldBeView | null;
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
  /** Of the vehicle that the parts are for, as it was sent; "" = not known. */
  vin: string;
  /** When the buyer ordered, as the marketplace says. */
  orderedAt: string | null;
  receivedAt: string;
  /** When its first decision is due; null = it waits for none, or there is no limit. */
  decideBy: string | null;
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
  /** By what the caller may undo a decision that nobody was told of yet; null = there is none. */
  @ApiProperty({ type: UndoOffer, nullable: true })
  undo: UndoOffer | null;
  /** What the buyer changed, newest first, up to 1000. */
  changes: BuyerChangeView[];
  /** Of the shop's people for each other, oldest first; the newest 500. */
  notes: NoteView[];
  /** Oldest first; that it came in, and the newest 1000 of what happened since. */
  history: ExternalOrderHistoryView[];
  /** How many entries are left out, between the first and the second. */
  historyOmitted: number;
  /** Oldest first; the newest 1000. */
  notifications: NotificationView[];
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
    vin: order.vin,
    orderedAt: order.orderedAt?.toISOString() ?? null,
    receivedAt: order.createdAt.toISOString(),
    decideBy: order.decideBy?.toISOString() ?? null,
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
  const offer = presentChosenOffer(position.offer);
  const { ruleId, reasonCode, wouldBe } = position;
  const by = ruleId === null ? ('person' as const) : ('rule' as const);
  const isDecided = position.decidedAt !== null && state !== 'open';
  return {
    id,
    externalId,
    brand,
    number,
    name,
    quantity,
    acceptedQuantity,
    price,
    deliveryDays,
    state,
    comment,
    offer,
    decision: isDecided ? { by, ruleId: ruleId === null ? null : String(ruleId), reasonCode, offer } : null,
    wouldBe: wouldBe && { ...wouldBe, ruleId: String(wouldBe.ruleId) },
  };
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
