import { ApiProperty } from '@nestjs/swagger';
import { ERROR_TEXTS, type ErrorDetail, type ErrorParams } from './error-texts.js';

/** Of parameters by their names. */
export const ErrorParamsProperty = () =>
  ApiProperty({ type: 'object', additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }] } });

/** One wrong field: `path` in the form `positions[0].price`. */
export class FieldError implements ErrorDetail {
  path: string;
  @ApiProperty({ description: `Stable name of what is wrong: ${Object.keys(ERROR_TEXTS).join(', ')}.` })
  code: string;
  /** What the code names in `{{ }}`, e.g. `{ "max": 255 }`. */
  @ErrorParamsProperty()
  params: ErrorParams;
  message: string;
  /** Place inside a text template, from 1. */
  line?: number;
  column?: number;
}
