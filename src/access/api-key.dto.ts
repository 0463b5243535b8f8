import { ArrayMinSize, ArrayUnique, IsArray, IsIn, IsString, Length } from 'class-validator';
import { Page, PageMeta } from '../shared/paging.dto.js';
import { IfGiven, IsId } from '../shared/validation.js';
import { ROLES, Role } from './actor.js';
import type { ApiKey } from './api-key.entity.js';

export class CreateApiKey {
  @IsString()
  @Length(1, 255)
  name: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles: Role[];

  /** Empty or absent = all regions. */
  @IfGiven()
  @IsArray()
  @ArrayUnique()
  @IsId({ each: true })
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

export class ApiKeyPage implements Page<ApiKeyView> {
  data: ApiKeyView[];
  meta: PageMeta;
}

export function presentApiKey({ id, name, hint, roles, regionIds, createdAt }: ApiKey): ApiKeyView {
  return { id: String(id), name, hint, roles, regionIds: regionIds.map(String), createdAt: createdAt.toISOString() };
}
