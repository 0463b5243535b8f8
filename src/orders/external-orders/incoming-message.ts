import type { FieldError } from '../../platform/field-error.dto.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import type { PartLine } from '../orders/part-line.js';
import { type SearchedOrder, searchedTextOf } from '../orders/searched-text.js';
import type { ExternalOrder } from './external-order.entity.js';
import type { ExternalOrderState } from './external-order-state.js';

export interface IncomingPosition extends PartLine {
  externalId: string;
}

/** An order in the product's own words, understood in full. */
export interface IncomingOrder {
  kind: 'order';
  externalId: string;
  orderedAt: Date | null;
  comment: string;
  /** Of the vehicle that the parts are for; "" = not known. */
  vin: string;
  customer: { name: string; phone: string; email: string };
  delivery: { type: string; address: string };
  positions: IncomingPosition[];
  totalMinor: number;
  /** Same hash, same content. */
  contentHash: string;
}

/** The client refused the order in the marketplace. */
export interface IncomingCancellation {
  kind: 'cancellation';
  externalId: string;
  /** Their ids at the marketplace; undefined = the whole order. */
  positions?: string[];
  reason: string;
}

/** Something that is kept for a person to look at. */
export interface UnreadableMessage {
  kind: 'unreadable';
  externalId: string;
  problems: FieldError[];
  contentHash: string;
}

/** What a row of the inbox is filled from. */
export type IncomingContent = IncomingOrder | UnreadableMessage;

export type IncomingMessage = IncomingContent | IncomingCancellation;

export type ReceivingOutcome =
  | 'created'
  | 'updated'
  | 'duplicate'
  | 'cancelled'
  | 'needs_attention'
  | 'changed_after_decision'
  | 'changed_after_deletion';

/** Where a message came from; the region is the connection's. */
export interface ReceivingConnection {
  connectionId: number;
  regionId: number;
  /** Status that items pass into when the client cancels their positions, as it is set now; null = they stay where they are. */
  cancelledStatusId(tx: Transaction): Promise<number | null>;
}

/** What became of a message. */
export interface Received {
  externalOrderId: number;
  state: ExternalOrderState;
  outcome: ReceivingOutcome;
}

/** @param order a row of the inbox, or what is known of it */
export function received({ id, state }: Pick<ExternalOrder, 'id' | 'state'>, outcome: ReceivingOutcome): Received {
  return { externalOrderId: id, state, outcome };
}

/** What is searched of an order whose id alone is known. */
export const NOTHING_KNOWN: Omit<SearchedOrder, 'externalId'> = {
  customer: { name: '', phone: '', email: '' },
  delivery: { address: '' },
  comment: '',
  vin: '',
  positions: [],
};

/** Columns of the content; what an unreadable one says is not known: what was known before stays. */
export function contentColumns(content: IncomingContent): Partial<ExternalOrder> {
  if (content.kind === 'unreadable') return { contentHash: content.contentHash, problems: content.problems };
  return {
    contentHash: content.contentHash,
    problems: [],
    totalMinor: content.totalMinor,
    customerName: content.customer.name,
    customerPhone: content.customer.phone,
    customerEmail: content.customer.email,
    deliveryType: content.delivery.type,
    deliveryAddress: content.delivery.address,
    comment: content.comment,
    vin: content.vin,
    searchedText: searchedTextOf(content),
    orderedAt: content.orderedAt,
  };
}
