import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsObject, IsString, MaxLength } from 'class-validator';
import { MAX_EXPRESSION_LENGTH } from '../../platform/expressions/expressions.service.js';
import { IsOptionalDefined } from '../../platform/http/validation.js';
import { Adapter, ADAPTER_CONTENT_TYPES, ADAPTER_METHODS } from './adapter.js';

const MAX_URL_LENGTH = 1_000;

/** How the marketplace's true format differs from the contract; fields that are not given stay as they are. */
export class UpdateAdapter implements Partial<Adapter> {
  /** JSONata that turns what comes in into the contract; "" = it is the contract already. */
  @IsOptionalDefined()
  @IsString()
  @MaxLength(MAX_EXPRESSION_LENGTH)
  inbound?: string;

  /** JSONata that turns what is to be told into the body to send; "" = the contract's body. */
  @IsOptionalDefined()
  @IsString()
  @MaxLength(MAX_EXPRESSION_LENGTH)
  outbound?: string;

  /** Where statuses of whole orders are sent: relative to `apiUrl` or absolute, with `{externalId}`; "" = the contract's. */
  @IsOptionalDefined()
  @IsString()
  @MaxLength(MAX_URL_LENGTH)
  url?: string;

  /** The same for single positions, with `{externalId}` and `{positionId}`; "" = `url`. */
  @IsOptionalDefined()
  @IsString()
  @MaxLength(MAX_URL_LENGTH)
  positionUrl?: string;

  @IsOptionalDefined()
  @IsIn(ADAPTER_METHODS)
  method?: Adapter['method'];

  /** Further headers; secrets only as `{login}`, `{password}`, `{apiKey}`. Replaced as a whole. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' } })
  @IsOptionalDefined()
  @IsObject()
  headers?: Record<string, string>;

  @IsOptionalDefined()
  @IsIn(ADAPTER_CONTENT_TYPES)
  contentType?: Adapter['contentType'];
}
