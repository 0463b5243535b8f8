import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, IsString, Length, MaxLength, Min } from 'class-validator';
import {
  ExpectedVersion,
  IsId,
  IsOptionalCount,
  IsOptionalDefined,
  Trimmed,
  ObjectsOf,
} from '../../platform/http/validation.js';
import { HoldSeconds, UndoOffer } from '../undo/undo.dto.js';
import { MAX_POSITIONS } from './external-order.entity.js';

const MAX_BULK = 200;
export const MAX_REASON = 2_000;

export class AcceptedPositionInput {
  @IsId()
  id: string;

  /** Pieces, from 1 up to the position's quantity; the rest is refused. Absent = in full. */
  @IsOptionalCount()
  quantity?: number;

  /** Of one of its offers (`GET /external-orders/:id/offers`), which is kept on the item. */
  @IsOptionalDefined()
  @IsString()
  @Length(1, 64)
  offerId?: string;
}

class Undoable {
  /** Nobody is told for so many seconds, in which it can be undone. */
  @HoldSeconds()
  hold?: number;
}

class DecisionOfOne extends Undoable {
  /** The one that the caller has seen; another one is answered with 409 `changed_meanwhile`. */
  @ExpectedVersion()
  version?: number;
}

export class AcceptExternalOrder extends DecisionOfOne {
  /** Absent = all open positions. */
  @IsOptionalDefined()
  @ObjectsOf(() => AcceptedPositionInput)
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_POSITIONS)
  @IsArray()
  positions?: AcceptedPositionInput[];
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

export class RefuseExternalOrder extends DecisionOfOne {
  /** Absent = all open positions. */
  @IsOptionalDefined()
  @ObjectsOf(() => RefusedPositionInput)
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_POSITIONS)
  @IsArray()
  positions?: RefusedPositionInput[];

  @Reason()
  reason?: string;
}

export class BulkDecision extends Undoable {
  /** Up to 200. */
  @IsId({ each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_BULK)
  @IsArray()
  ids: string[];

  /** Of each of `ids`, by place, the one that the caller has seen; one with another version by now is `changed_meanwhile`. */
  @IsOptionalDefined()
  @IsInt({ each: true })
  @Min(1, { each: true })
  @ArrayMaxSize(MAX_BULK)
  @IsArray()
  versions?: number[];

  @Reason()
  reason?: string;
}

export class ReopenExternalOrder {
  /** Absent = all that are refused. */
  @IsOptionalDefined()
  @ObjectsOf(() => RefusedPositionInput)
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_POSITIONS)
  @IsArray()
  positions?: RefusedPositionInput[];
}

export class DeleteExternalOrder {
  @Trimmed()
  @IsString()
  @Length(1, MAX_REASON)
  reason: string;
}

export type BulkOutcome =
  | 'accepted'
  | 'refused'
  | 'already_decided'
  | 'cancelled_by_client'
  | 'needs_attention'
  | 'changed_meanwhile'
  | 'not_found'
  | 'failed';

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
