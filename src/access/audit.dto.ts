import { ApiProperty, OmitType } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { IdFilter } from '../platform/http/filters.js';
import { PageOf, SearchQuery } from '../platform/http/paging.dto.js';
import type { AuditEntry } from './audit-entry.entity.js';

export class AuditQuery extends OmitType(SearchQuery, ['q'] as const) {
  @IdFilter()
  userId?: number;

  /** What was done, e.g. `update`. */
  @IsOptional()
  @IsString()
  @MaxLength(32)
  action?: string;

  /** Kind of thing, e.g. `order_status`. */
  @IsOptional()
  @IsString()
  @MaxLength(32)
  subject?: string;

  @IdFilter()
  subjectId?: number;
}

export class AuditEntryView {
  id: string;
  /** Null for an API key. */
  userId: string | null;
  apiKeyId: string | null;
  actor: string;
  action: string;
  subject: string;
  subjectId: string;
  /** The changed fields as they were. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  before: object;
  @ApiProperty({ type: 'object', additionalProperties: true })
  after: object;
  requestId: string;
  createdAt: string;
}

export class AuditPage extends PageOf(AuditEntryView) {}

export function presentAuditEntry(entry: AuditEntry): AuditEntryView {
  const { actor, action, subject, before, after, requestId } = entry;
  return {
    ...{ actor, action, subject, before, after, requestId },
    id: String(entry.id),
    userId: entry.userId === null ? null : String(entry.userId),
    apiKeyId: entry.apiKeyId === null ? null : String(entry.apiKeyId),
    subjectId: String(entry.subjectId),
    createdAt: entry.createdAt.toISOString(),
  };
}
