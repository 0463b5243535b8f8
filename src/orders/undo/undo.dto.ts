import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { IsOptionalDefined } from '../../platform/http/validation.js';
import { LONGEST_HOLD_MS } from '../../platform/transactions/hold.js';

const LONGEST_HOLD_S = LONGEST_HOLD_MS / 1_000;

/** Seconds for which nobody is told and the change can be undone; 0 = told at once. */
export const HoldSeconds = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: LONGEST_HOLD_S }),
    IsOptionalDefined(),
    IsInt(),
    Min(0),
    Max(LONGEST_HOLD_S),
  );

/** By which a change can be undone. */
export class UndoOffer {
  token: string;
  /** Until then. */
  until: string;
}

export class UndoResult {
  /** Changes that were undone: external orders of decisions, orders of statuses. */
  undone: number;
  /** Those that somebody has changed meanwhile, the client too: they stay as they are. */
  kept: number;
}
