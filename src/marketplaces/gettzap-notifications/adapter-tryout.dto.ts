import { ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { Allow, IsIn, IsString, MaxLength } from 'class-validator';
import { AttemptRequest } from '../../outbox/attempt.dto.js';
import { ExpressionError } from '../../platform/expressions/expression-error.js';
import { MAX_EXPRESSION_LENGTH } from '../../platform/expressions/expressions.service.js';
import type { IncomingMessage, IncomingPosition } from '../../orders/external-orders/incoming-message.js';
import type { ErrorParams } from '../../platform/error-texts.js';
import { ErrorParamsProperty, FieldError } from '../../platform/field-error.dto.js';
import { formatMinor } from '../../platform/money.js';
import { IsOptionalDefined, IsId } from '../../platform/http/validation.js';

const ANY_JSON = {
  oneOf: [
    { type: 'object', additionalProperties: true },
    { type: 'array', items: {} },
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
  ],
  nullable: true,
} satisfies ApiPropertyOptions;

export class TryAdapter {
  @IsIn(['inbound', 'outbound'])
  direction: 'inbound' | 'outbound';

  /** JSONata; without it the connection's own is tried. */
  @IsOptionalDefined()
  @IsString()
  @MaxLength(MAX_EXPRESSION_LENGTH)
  expression?: string;

  /** A stored message of this connection (inbound). */
  @IsOptionalDefined()
  @IsId()
  messageId?: string;

  /** A notification of this connection (outbound); without it and without a sample, an example is taken. */
  @IsOptionalDefined()
  @IsId()
  notificationId?: string;

  /** Inbound: any JSON, or a text that holds JSON (then its numbers are read digit for digit). Outbound: fields of the message. */
  @ApiPropertyOptional(ANY_JSON)
  @Allow()
  sample?: unknown;
}

export class TriedPositionView {
  id: string;
  brand: string;
  number: string;
  name: string;
  quantity: number;
  price: string;
  deliveryDays: number | null;
  comment: string;
}

/** What the contract's reader understood; `unreadable` names what is wrong with it in `problems`. */
export class TriedMessageView {
  kind: 'order' | 'cancellation' | 'unreadable';
  externalId: string;
  problems: FieldError[];
  orderedAt?: string | null;
  comment?: string;
  vin?: string;
  customer?: { name: string; phone: string; email: string };
  delivery?: { type: string; address: string };
  positions?: TriedPositionView[];
  total?: string;
  /** Of a cancellation. */
  reason?: string;
  /** Of a cancellation; absent = the whole order. */
  positionIds?: string[];
}

export class TryErrorView {
  /** Stable name of what is wrong. */
  code: string;
  @ErrorParamsProperty()
  params: ErrorParams;
  message: string;
  line?: number;
  column?: number;
  /** Characters from the start of the expression, from 1. */
  position?: number;
}

export class AdapterTryView {
  ok: boolean;
  /** What the expression gave; numbers that a double cannot hold as text. */
  @ApiPropertyOptional(ANY_JSON)
  result?: unknown;
  /** Inbound only. */
  message?: TriedMessageView;
  /** Outbound only: what would be sent, secrets masked. */
  request?: AttemptRequest;
  error?: TryErrorView;
}

export function presentTryError({ detail, line, column, position }: ExpressionError): TryErrorView {
  const place = line !== undefined && column !== undefined && position !== undefined;
  return { ...detail, ...(place && { line, column, position }) };
}

export function presentMessage(message: IncomingMessage): TriedMessageView {
  const { kind, externalId } = message;
  if (message.kind === 'unreadable') return { kind, externalId, problems: message.problems };
  if (message.kind === 'cancellation') {
    const { reason, positions: positionIds } = message;
    return { kind, externalId, problems: [], reason, ...(positionIds && { positionIds }) };
  }
  const { orderedAt, comment, vin, customer, delivery, positions, totalMinor } = message;
  return {
    kind,
    externalId,
    problems: [],
    orderedAt: orderedAt?.toISOString() ?? null,
    comment,
    vin,
    customer,
    delivery,
    positions: positions.map(presentPosition),
    total: formatMinor(totalMinor),
  };
}

function presentPosition(position: IncomingPosition): TriedPositionView {
  const { externalId: id, brand, number, name, quantity, priceMinor, deliveryDays, comment } = position;
  return { id, brand, number, name, quantity, price: formatMinor(priceMinor), deliveryDays, comment };
}
