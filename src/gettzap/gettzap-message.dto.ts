import { IsIn, IsOptional } from 'class-validator';
import { IdFilter, Page, PageMeta, SearchQuery } from '../shared/paging.dto.js';
import { decodeBody } from './body-text.js';
import { GettzapMessage, MESSAGE_OUTCOMES, MessageOutcome } from './gettzap-message.entity.js';

/** `q` is the id of an external order here, as digits. */
export class GettzapMessageQuery extends SearchQuery {
  @IsOptional()
  @IsIn(MESSAGE_OUTCOMES)
  outcome?: MessageOutcome;

  @IdFilter()
  connectionId?: number;

  @IdFilter()
  externalOrderId?: number;
}

export class GettzapMessageSummary {
  id: string;
  connectionId: string;
  /** Null when nothing came of it. */
  externalOrderId: string | null;
  outcome: MessageOutcome;
  detail: string;
  contentType: string;
  /** Bytes. */
  size: number;
  receivedAt: string;
  createdAt: string;
  reprocessedAt: string | null;
}

export class GettzapMessageDetail extends GettzapMessageSummary {
  /** Secrets masked. */
  headers: Record<string, string>;
  /** As text; bytes that are not text are shown in base64. */
  body: string;
  bodyEncoding: 'text' | 'base64';
}

export class GettzapMessagePage implements Page<GettzapMessageSummary> {
  data: GettzapMessageSummary[];
  meta: PageMeta;
}

export function presentMessage(message: GettzapMessage): GettzapMessageSummary {
  return {
    id: String(message.id),
    connectionId: String(message.connectionId),
    externalOrderId: message.externalOrderId === null ? null : String(message.externalOrderId),
    outcome: message.outcome,
    detail: message.detail,
    contentType: message.contentType,
    size: message.size,
    receivedAt: message.createdAt.toISOString(),
    createdAt: message.createdAt.toISOString(),
    reprocessedAt: message.reprocessedAt?.toISOString() ?? null,
  };
}

export function presentMessageDetail(message: GettzapMessage): GettzapMessageDetail {
  const { headers, contentType } = message;
  const body = Buffer.from(message.body);
  try {
    return { ...presentMessage(message), headers, body: decodeBody(body, contentType), bodyEncoding: 'text' };
  } catch {
    return { ...presentMessage(message), headers, body: body.toString('base64'), bodyEncoding: 'base64' };
  }
}
