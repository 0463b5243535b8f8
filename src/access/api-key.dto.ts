import { IsString, Length } from 'class-validator';
import { Rights } from './user.dto.js';
import { PageOf } from '../platform/http/paging.dto.js';
import { Role } from './actor.js';
import type { ApiKey } from './user.entity.js';
import { Trimmed } from '../platform/http/validation.js';

export class CreateApiKey extends Rights {
  @Trimmed()
  @IsString()
  @Length(1, 255)
  name: string;
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
  /** Shown this once; for the header `Authorization: Bearer …`, or for HTTP Basic as the password with the id as the name. */
  key: string;
}

export class ApiKeyPage extends PageOf(ApiKeyView) {}

export function presentApiKey({ id, name, hint, roles, regionIds, createdAt }: ApiKey): ApiKeyView {
  return { id: String(id), name, hint, roles, regionIds: regionIds.map(String), createdAt: createdAt.toISOString() };
}
