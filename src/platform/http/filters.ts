import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsDate, IsIn, IsInt, isISO8601, ValidateIf } from 'class-validator';
import { errorDetail } from '../error-texts.js';
import { IsOptionalDefined } from './validation.js';

/** A day (then its beginning, UTC) or an instant with its zone; what `new Date` takes besides, as a 31st of June, is guesswork. */
const ISO_TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

/** An optional period's beginning or end. */
export function InstantFilter(): PropertyDecorator {
  return (target, property) => {
    const anyOf = ['date', 'date-time'].map((format) => ({ type: 'string', format }));
    ApiPropertyOptional({ type: String, description: 'A day (its beginning, UTC) or an instant.', anyOf })(
      target,
      property,
    );
    IsOptionalDefined()(target, property);
    const isTime = (value: unknown) => ISO_TIME.test(String(value)) && isISO8601(value, { strict: true });
    Transform(({ value }) => (isTime(value) ? new Date(value) : value))(target, property as string);
    IsDate({ context: errorDetail('day_or_instant') })(target, property as string);
  };
}

const DECIMAL_ID = /^\d{1,15}$/;

/** One of the words or several, separated by commas; `?x=` (empty) means no filter. */
export function AnyOf(words: readonly string[]): PropertyDecorator {
  return (target, property) => {
    ApiPropertyOptional({ enum: words, isArray: true })(target, property);
    IsOptionalDefined()(target, property);
    Transform(({ value }) => (value === '' ? undefined : String(value).split(',')))(target, property as string);
    IsArray()(target, property);
    ArrayMaxSize(words.length)(target, property as string);
    IsIn(words, { each: true })(target, property as string);
  };
}

/** One of the words; `?x=` (empty) means no filter. */
export function OneOf(words: readonly string[]): PropertyDecorator {
  return (target, property) => {
    IsOptionalDefined()(target, property);
    Transform(({ value }) => (value === '' ? undefined : value))(target, property as string);
    IsIn(words)(target, property as string);
  };
}

interface IdOptions {
  /** Words that stand in the place of an id. */
  or?: readonly string[];
  description?: string;
}

/** An optional id filter; `?id=` (empty) means no filter. */
export function IdFilter({ or = [], description }: IdOptions = {}): PropertyDecorator {
  return (target, property) => {
    const pattern = `^(${['\\d{1,15}', ...or].join('|')})?$`;
    ApiPropertyOptional({ type: String, pattern, ...(description && { description }) })(target, property);
    if (or.length > 0) ValidateIf((_, value) => !or.includes(value as string))(target, property as string);
    IsOptionalDefined()(target, property);
    Transform(({ value }) => (value === '' ? undefined : DECIMAL_ID.test(value) ? Number(value) : value))(
      target,
      property as string,
    );
    IsInt({ context: errorDetail('id') })(target, property as string);
  };
}

/** Rows that can be chosen one by one. */
const MAX_CHOSEN = 1_000;

/** An optional list of ids, separated by commas; `?ids=` (empty) means no filter. */
export function IdsFilter(): PropertyDecorator {
  return (target, property) => {
    ApiPropertyOptional({
      type: String,
      description: `Ids, separated by commas, up to ${MAX_CHOSEN}.`,
      pattern: '^(\\d{1,15}(,\\d{1,15})*)?$',
    })(target, property);
    IsOptionalDefined()(target, property);
    const read = (id: string) => (DECIMAL_ID.test(id) ? Number(id) : id);
    Transform(({ value }) => (value === '' ? undefined : String(value).split(',').map(read)))(
      target,
      property as string,
    );
    IsArray()(target, property);
    ArrayMaxSize(MAX_CHOSEN)(target, property as string);
    IsInt({ each: true, context: errorDetail('id') })(target, property as string);
  };
}
