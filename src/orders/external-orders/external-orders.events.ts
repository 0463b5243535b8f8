import type { ExternalOrderState } from './external-order-state.js';
import type { IncomingContent, ReceivingOutcome } from './incoming-message.js';
import type { OfferedLine } from '../orders/offered-line.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import type { Hold } from '../../platform/transactions/hold.js';
import type { Transaction } from '../../platform/transactions/transaction.js';

/** The external order as the listeners of its events need it. */
export interface ExternalOrderSummary {
  id: number;
  /** Its id at the marketplace. */
  externalId: string;
  connectionId: number;
  regionId: number;
}

export interface ReceivedOrder {
  externalOrder: ExternalOrderSummary;
  positionCount: number;
  totalMinor: number;
  /** False: the inbox had it before, as something that could not be understood or as a mere cancellation. */
  isNew: boolean;
}

/** Orders came in that can be decided. */
export class ExternalOrdersReceived {
  constructor(readonly received: ReceivedOrder[]) {}
}

/** What an external order says of its buyer was erased; whoever kept something of it does the same, in this transaction. */
export class BuyerDataErased {
  constructor(
    readonly externalOrderId: number,
    /** When the external order came in. */
    readonly createdAt: Date,
    readonly regionId: number,
    /** Null = no order was made of it. */
    readonly orderId: number | null,
  ) {}
}

/** What the client cancelled was kept, and the order, if there is one, has followed. */
export class ClientCancellationKept {
  constructor(
    readonly externalOrder: ExternalOrderSummary,
    /** The shop's order; null = none was made yet. */
    readonly orderId: number | null,
    /** The cancelled positions by their ids at the marketplace; undefined = the whole order. */
    readonly positionIds: string[] | undefined,
    /** Something that was cancelled stays with the shop: a person has to look. */
    readonly conflict: boolean,
    /** The buyer's, "" = none. */
    readonly reason: string,
  ) {}
}

/** The client cancelled an external order or some of its positions in the marketplace. */
export class ExternalOrderCancelledByClient {
  constructor(
    readonly externalOrderId: number,
    readonly connectionId: number,
    /** Nothing is left of the order: the whole was cancelled, or the last of its positions. */
    readonly nothingLeft: boolean,
    readonly positionIds: number[],
    /** Its id at the marketplace. */
    readonly externalId: string,
    readonly regionId: number,
    readonly at: Date,
  ) {}
}

/** The marketplace sent another content for an order that the shop has decided: a person has to look. */
export class ExternalOrderChangedAfterDecision {
  constructor(
    readonly externalOrder: ExternalOrderSummary,
    /** The shop's order; null = none was made. */
    readonly orderId: number | null,
  ) {}
}

/** Colleagues were named in a note, who may see the order. */
export class ColleaguesMentioned {
  constructor(
    readonly externalOrder: ExternalOrderSummary,
    /** The shop's order; null = none was made yet. */
    readonly orderId: number | null,
    readonly userIds: number[],
    /** Name of who wrote the note. */
    readonly author: string,
  ) {}
}

/** Somebody was given an external order to look after by another one. */
export class ExternalOrderAssigned {
  constructor(
    readonly externalOrder: ExternalOrderSummary,
    /** The shop's order; null = none was made yet. */
    readonly orderId: number | null,
    readonly userId: number,
    /** Name of who gave it. */
    readonly actor: string,
  ) {}
}

/** A row of the inbox is other than it was: its content, its state, its flags. */
export class ExternalOrderChanged {
  constructor(
    readonly externalOrderId: number,
    readonly regionId: number,
    readonly createdAt: Date,
    /** Its state before. */
    readonly from: ExternalOrderState,
    readonly state: ExternalOrderState,
    /** What is accepted or refused of it comes to another sum. */
    readonly isSumOther: boolean,
  ) {}
}

export interface ReceivedContentOf {
  externalOrder: ExternalOrderSummary;
  outcome: Exclude<ReceivingOutcome, 'duplicate' | 'cancelled'>;
}

/** A marketplace sent external orders, or another content of them; a repeat of what came before is not told. */
export class ExternalOrderContentsReceived {
  constructor(
    readonly received: ReceivedContentOf[],
    readonly at: Date,
  ) {}
}

export type Decision = 'accepted' | 'refused';

/** A position with what was decided; quantities may both be above 0 when a smaller quantity was accepted. */
export interface DecidedPosition extends OfferedLine {
  id: number;
  externalId: string;
  acceptedQuantity: number;
  refusedQuantity: number;
}

/** The shop accepted or refused an external order or some of its positions. */
export class ExternalOrderDecided {
  constructor(
    readonly externalOrder: {
      id: number;
      externalId: string;
      hasSyntheticId: boolean;
      connectionId: number;
      regionId: number;
    },
    /** The order that accepting made or extended, or that was there before; null = none. */
    readonly orderId: number | null,
    /** All positions of the current version were decided alike, in full, in one step; null = single positions were. */
    readonly whole: Decision | null,
    /** In position order. */
    readonly positions: DecidedPosition[],
    readonly reason: string,
    /** The status that accepted items start in; "" when none was accepted. */
    readonly initialStatus: string,
    readonly at: Date,
    /** It can be undone until then. */
    readonly hold: Hold | null,
  ) {}
}

/** Refused positions wait for a decision again. */
export class ExternalOrderReopened {
  constructor(
    readonly externalOrder: ExternalOrderSummary,
    /** Empty where none was decided, since the order was not understood. */
    readonly positionIds: number[],
    /** What stays refused, and why. */
    readonly stillRefused: { positions: DecidedPosition[]; reason: string },
    readonly at: Date,
  ) {}
}

/** Something came in that could not be understood: a person has to look. */
export class ExternalOrderNeedsAttention {
  constructor(
    readonly externalOrder: ExternalOrderSummary,
    readonly problems: FieldError[],
    /** False: the inbox had an earlier content of it. */
    readonly isNew: boolean,
  ) {}
}

/**
 * Publishes what came into the inbox: one event for all orders of a transaction.
 * @param isNew false: the inbox had another content of it before, or only a cancellation
 */
export async function publishReceived(
  tx: Transaction,
  arrived: Array<{ order: ExternalOrderSummary; content: IncomingContent }>,
  isNew: boolean,
): Promise<void> {
  const orders: ReceivedOrder[] = [];
  for (const { order: externalOrder, content } of arrived) {
    if (content.kind === 'unreadable') {
      await tx.publish(new ExternalOrderNeedsAttention(externalOrder, content.problems, isNew));
    } else {
      const { positions, totalMinor } = content;
      orders.push({ externalOrder, positionCount: positions.length, totalMinor, isNew });
    }
  }
  if (orders.length > 0) await tx.publish(new ExternalOrdersReceived(orders));
}
