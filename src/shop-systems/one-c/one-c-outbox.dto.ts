import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsOptionalDefined, ObjectsOf } from '../../platform/http/validation.js';
import { MOST_IN_A_BATCH } from '../exchanges/batches.service.js';

export class OutboxQuery {
  /** Up to 100. */
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_IN_A_BATCH)
  limit: number = MOST_IN_A_BATCH;
}

export class OutboxPingView {
  result: 'ok';
  /** Name of the exchange. */
  exchange: string;
  contractVersion: number;
}

export class OutboxEventView {
  /** By which the acknowledgement names it. */
  eventId: string;
  entity: 'order';
  /** Our id of the order. */
  entityId: string;
  type: 'order.created' | 'order.changed' | 'order.cancelled';
  /** The same for all revisions of an order: make it one document. */
  idempotencyKey: string;
  @ApiProperty({ type: 'object', additionalProperties: true })
  payload: Record<string, unknown>;
}

export class OutboxBatchView {
  contractVersion: number;
  /** Null = nothing waits. */
  batchId: string | null;
  /** SHA-256 of the events as they are kept, hex; "" = nothing waits. */
  contentHash: string;
  formedAt: string | null;
  /** How often it was handed out. */
  attempt: number;
  events: OutboxEventView[];
}

export class OutboxResult {
  @IsString()
  @Length(1, 100)
  eventId: string;

  @IsBoolean()
  success: boolean;

  /** What the order is called over there. */
  @IsOptionalDefined()
  @IsString()
  @MaxLength(255)
  externalId?: string;

  /** Why it was not taken. */
  @IsOptionalDefined()
  @IsString()
  @MaxLength(1_000)
  error?: string;
}

export class AcknowledgeBatch {
  @ObjectsOf(() => OutboxResult)
  @ArrayMaxSize(MOST_IN_A_BATCH)
  @IsArray()
  results: OutboxResult[];
}

export class AcknowledgedView {
  /** Orders that were confirmed by it; 0 for a repeat. */
  confirmed: number;
}
