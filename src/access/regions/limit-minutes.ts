import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, Max, Min, ValidateIf } from 'class-validator';
import { errorDetail } from '../../platform/error-texts.js';
import type { FieldError } from '../../platform/field-error.dto.js';

/** A year of office hours. */
const MOST_MINUTES = 120_000;

/** Minutes of work, from 1; null = none; left out = as it is. */
export function LimitMinutes(): PropertyDecorator {
  return (target, property) => {
    Max(MOST_MINUTES)(target, property as string);
    Min(1)(target, property as string);
    IsInt()(target, property as string);
    ValidateIf((_, value) => value !== undefined && value !== null)(target, property as string);
    ApiPropertyOptional({ type: Number, minimum: 1, maximum: MOST_MINUTES, nullable: true })(target, property);
  };
}

/** A warning comes after the limit has begun. @param path of the warning's field */
export function warnErrors(minutes: number | null, warnMinutes: number | null, path: string): FieldError[] {
  if (minutes === null || warnMinutes === null || warnMinutes < minutes) return [];
  return [{ path, ...errorDetail('less_than', { limit: minutes }) }];
}
