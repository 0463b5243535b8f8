import { MAX_POSITIONS, SYNTHETIC_ID_PREFIX } from '../../orders/external-orders/external-order.entity.js';
import type {
  IncomingMessage,
  IncomingOrder,
  IncomingPosition,
  UnreadableMessage,
} from '../../orders/external-orders/incoming-message.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import { MAX_MINOR } from '../../platform/money.js';
import { sha256 } from '../../platform/secrets/sha256.js';
import { FieldReader } from './field-reader.js';
import { errorDetail } from '../../platform/error-texts.js';

/*
 * The wire contract, version 1. It is this product's own: GettZap publishes no reference of its API. See docs/gettzap.md.
 */

const MAX_COMMENT = 10_000;
/** ISO 3779. */
const VIN_LENGTH = 17;

/**
 * Turns a parsed body (numbers kept digit for digit) into the product's own words. What cannot be understood comes back as
 * `unreadable`, with every problem named by its path.
 * @param bodyHash SHA-256 of the raw body, hex
 */
export function readMessage(body: unknown, bodyHash: string): IncomingMessage {
  const message = FieldReader.of(body);
  const event = message.text('event', 64, { required: true });
  const order = message.object('order', { required: true });
  const externalId = order.id('id') ?? syntheticId(bodyHash);
  const incoming = readEvent(event, message, order, externalId);
  const { problems } = message;
  if (incoming && problems.length === 0) return incoming;
  return { kind: 'unreadable', externalId, problems, contentHash: bodyHash };
}

/** A message of which nothing is known but its body: what it is given to is not there, or failed. */
export function notUnderstood(problem: FieldError, bodyHash: string): UnreadableMessage {
  return { kind: 'unreadable', externalId: syntheticId(bodyHash), problems: [problem], contentHash: bodyHash };
}

function syntheticId(bodyHash: string): string {
  return `${SYNTHETIC_ID_PREFIX}${bodyHash.slice(0, 32)}`;
}

function readEvent(
  event: string,
  message: FieldReader,
  order: FieldReader,
  externalId: string,
): IncomingMessage | undefined {
  switch (event) {
    case 'order.created':
    case 'order.updated':
      return readOrder(order, externalId);
    case 'order.cancelled':
      return {
        kind: 'cancellation',
        externalId,
        reason: order.text('reason', MAX_COMMENT),
        ...(order.has('positions') && {
          positions: order.objects('positions', MAX_POSITIONS).map((position) => position.id('id') ?? ''),
        }),
      };
    default:
      if (event !== '') message.problem('event', errorDetail('unknown_event'));
      return undefined;
  }
}

function readOrder(order: FieldReader, externalId: string): IncomingOrder {
  const customer = order.object('customer');
  const delivery = order.object('delivery');
  const content = {
    orderedAt: order.time('created_at'),
    comment: order.text('comment', MAX_COMMENT),
    customer: {
      name: customer.text('name', 255),
      phone: customer.text('phone', 255),
      email: customer.text('email', 255),
    },
    delivery: { type: delivery.text('type', 255), address: delivery.text('address', MAX_COMMENT) },
    positions: readPositions(order),
  };
  const vin = order.text('vin', VIN_LENGTH);
  // Contents that were received before vehicles were read keep their hash.
  const contentHash = sha256(JSON.stringify(vin === '' ? content : { ...content, vin }));
  return { kind: 'order', externalId, ...content, vin, totalMinor: readTotal(order, content.positions), contentHash };
}

function readPositions(order: FieldReader): IncomingPosition[] {
  const seen = new Set<string>();
  return order.objects('positions', MAX_POSITIONS).map((position) => {
    const externalId = position.id('id') ?? '';
    if (externalId !== '' && seen.has(externalId)) position.problem('id', errorDetail('position_id_repeated'));
    seen.add(externalId);
    return {
      externalId,
      brand: position.text('brand', 255),
      number: position.text('number', 255, { required: true }),
      name: position.text('name', 1_000),
      quantity: position.wholeNumber('quantity', 1, { required: true }) ?? 0,
      priceMinor: position.price('price'),
      deliveryDays: position.wholeNumber('delivery_days', 0),
      comment: position.text('comment', MAX_COMMENT),
    };
  });
}

function readTotal(order: FieldReader, positions: IncomingPosition[]): number {
  const total = positions.reduce(
    (sum, { quantity, priceMinor }) => sum + BigInt(Math.trunc(quantity) || 0) * BigInt(priceMinor),
    0n,
  );
  if (total > BigInt(MAX_MINOR)) order.problem('positions', errorDetail('total_too_large'));
  return Number(total);
}
