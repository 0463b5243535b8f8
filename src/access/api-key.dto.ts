import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsString, Length } from 'class-validator';
import { PageOf } from '../platform/http/paging.dto.js';
import { IsOptionalDefined, IsId } from '../platform/http/validation.js';
import { MAX_REGIONS_OF_ONE, ROLES, Role } from './actor.js';
import type { ApiKey } from './user.entity.js';

export class CreateApiKey {
  @IsString()
  @Length(1, 255)
  name: string;

  @IsIn(ROLES, { each: true })
  @ArrayUnique()
  @ArrayMinSize(1)
  @ArrayMaxSize(ROLES.length)
  @IsArray()
  roles: Role[];

  /** Empty or absent = all regions. */
  @IsOptionalDefined()
  @IsId({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(MAX_REGIONS_OF_ONE)
  @IsArray()
  regionIds?: string[];
}

export class ApiKeyView {
  id: string;
  name: string;
  /** Its first characters. */
  hint: string;
  roles: Role[];
  /** Empty = all regions. */
  regionIds: string[];
  createdAt: string;
}

export class NewApiKeyView extends ApiKeyView {
  /** Shown this once; for the header `Authorization: Bearer …`. */
  key: string;
}

export class ApiKeyPage extends PageOf(ApiKeyView) {}

export function presentApiKey({ id, name, hint, roles, regionIds, createdAt }: ApiKey): ApiKeyView {
  return { id: String(id), name, hint, roles, regionIds: regionIds.map(String), createdAt: createdAt.toISOString() };
}
