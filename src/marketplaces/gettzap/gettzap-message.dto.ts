import { ApiProperty, OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, ValidateNested } from 'class-validator';
import { detailOf, type ErrorParams } from '../../platform/error-texts.js';
import { IdFilter } from '../../platform/http/filters.js';
import { PageOf, SearchQuery } from '../../platform/http/paging.dto.js';
import { IsOptionalDefined } from '../../platform/http/validation.js';
import { RawBody, readBody, RefusedBody, unpacked } from './body-reader.js';
import { decodeBody } from './body-text.js';
import { GettzapMessage, MESSAGE_OUTCOMES, type MessageOutcome } from './gettzap-message.entity.js';
import type { ExternalOrderState } from '../../orders/external-orders/external-order-state.js';
import { ErrorParamsProperty } from '../../platform/field-error.dto.js';

/** `q` searches the order's id at the marketplace, and is the id of an external order, too. */
export class GettzapMessageQuery extends SearchQuery {
  @IsOptionalDefined()
  @IsIn(MESSAGE_OUTCOMES)
  outcome?: MessageOutcome;

  @IdFilter()
  connectionId?: number;

  @IdFilter()
  regionId?: number;

  @IdFilter()
  externalOrderId?: number;
}

/** Which stored messages; an empty filter means all. */
export class GettzapMessageFilter extends OmitType(GettzapMessageQuery, [
  'page',
  'perPage',
  'sort',
  'q',
  'externalOrderId',
] as const) {}

export class ReprocessMessages {
  @IsObject()
  @ValidateNested()
  @Type(() => GettzapMessageFilter)
  filter: GettzapMessageFilter;

  /** Goes on behind this message: what the last answer called `next`. */
  @IdFilter()
  after?: number;
}

export class ReprocessedView {
  /** Messages that match (behind `after`). */
  matched: number;
  /** Of them processed by this call, oldest first. */
  processed: number;
  /** How many came to what: an outcome, or the code of what was in the way (`connection_inactive`, `not_understood`, `not_found`, `failed`). */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' } })
  results: Record<string, number>;
  /** To be given as `after` for the rest; null = nothing is left. */
  next: string | null;
}

/** What list and page of a message both say. */
class MessageFacts {
  id: string;
  connectionId: string;
  /** Null when nothing came of it. */
  externalOrderId: string | null;
  outcome: MessageOutcome;
  /** Why it could not be read; "" = it could. */
  detail: string;
  /** Stable name of it, e.g. `invalid_json_at`. */
  detailCode: string;
  @ErrorParamsProperty()
  detailParams: ErrorParams;
  contentType: string;
  /** Bytes. */
  size: number;
  receivedAt: string;
  createdAt: string;
  reprocessedAt: string | null;
  /** Body and headers were removed then; null = they are there. */
  bodyRemovedAt: string | null;
}

export class GettzapMessageSummary extends MessageFacts {
  /** Its order's id at the marketplace; "" when nothing came of it. */
  externalId: string;
}

export class GettzapMessageDetail extends MessageFacts {
  /** Secrets masked. */
  headers: Record<string, string>;
  /** Unpacked, as text; bytes that are not text are shown in base64. */
  body: string;
  bodyEncoding: 'text' | 'base64';
  /** Of a form or of XML: what an inbound expression is given. Null for JSON, which it is given as it is, and for what cannot be read. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  tree: object | null;
}

export class GettzapMessagePage extends PageOf(GettzapMessageSummary) {}

export function presentMessage(message: GettzapMessage): MessageFacts {
  return {
    id: String(message.id),
    connectionId: String(message.connectionId),
    externalOrderId: message.externalOrderId === null ? null : String(message.externalOrderId),
    outcome: message.outcome,
    detail: message.detail ? detailOf(message.detail).message : '',
    detailCode: message.detail?.code ?? '',
    detailParams: message.detail?.params ?? {},
    contentType: message.contentType,
    size: message.size,
    receivedAt: message.createdAt.toISOString(),
    createdAt: message.createdAt.toISOString(),
    reprocessedAt: message.reprocessedAt?.toISOString() ?? null,
    bodyRemovedAt: message.bodyRemovedAt?.toISOString() ?? null,
  };
}

export async function presentMessageDetail(message: GettzapMessage): Promise<GettzapMessageDetail> {
  const { headers, contentType } = message;
  const raw = { body: Buffer.from(message.body), contentType, headers };
  const sent = await unpacked(raw);
  const body = sent instanceof RefusedBody ? raw.body : sent;
  const common = { ...presentMessage(message), headers, tree: await treeForExpression(raw) };
  try {
    return { ...common, body: decodeBody(body, contentType), bodyEncoding: 'text' };
  } catch {
    return { ...common, body: body.toString('base64'), bodyEncoding: 'base64' };
  }
}

async function treeForExpression(raw: RawBody): Promise<object | null> {
  const read = await readBody(raw);
  if (read instanceof RefusedBody || read.kind === 'json') return null;
  return (read.tree as object | undefined) ?? null;
}

/** Answer to a message that was taken in. */
export class ReceivedView {
  result: 'ok';
  externalOrderId: string;
  state: ExternalOrderState;
  /** It had come before and changed nothing. */
  duplicate: boolean;
}

/** One step of a connection's check: `settings`, `address`, `answer`, `sign_in`. */
export class CheckStepView {
  name: string;
  ok: boolean;
  /** Stable name of what was found. */
  code: string;
  @ErrorParamsProperty()
  params: ErrorParams;
  detail: string;
  ms: number;
}

export class ConnectionCheckView {
  ok: boolean;
  steps: CheckStepView[];
}
