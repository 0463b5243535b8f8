import { PartialType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsString,
  Length,
  MaxLength,
} from 'class-validator';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../platform/secrets/password-rules.js';
import { PageOf } from '../platform/http/paging.dto.js';
import { IsOptionalDefined, IsId, ExpectedVersion, Trimmed } from '../platform/http/validation.js';
import { MAX_REGIONS_OF_ONE, ROLES, Role, type Actor } from './actor.js';
import type { User } from './user.entity.js';

/** What a user or an API key may do, and where. */
export class Rights {
  @IsIn(ROLES, { each: true })
  @ArrayUnique()
  @ArrayMinSize(1)
  @ArrayMaxSize(ROLES.length)
  @IsArray()
  roles: Role[];

  /** Empty = all regions. */
  @IsOptionalDefined()
  @IsId({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(MAX_REGIONS_OF_ONE)
  @IsArray()
  regionIds?: string[];
}

export class CreateUser extends Rights {
  @IsEmail()
  @MaxLength(190)
  email: string;

  @Trimmed()
  @IsString()
  @Length(1, 255)
  name: string;

  /** None of the most used ones, nor the e-mail; a new one ends the user's sessions. */
  @IsString()
  @Length(MIN_PASSWORD_LENGTH, MAX_PASSWORD_LENGTH)
  password: string;

  /** false blocks the user and ends the sessions at once. */
  @IsOptionalDefined()
  @IsBoolean()
  isActive?: boolean;
}

export class UpdateUser extends PartialType(CreateUser, { skipNullProperties: false }) {
  /** Answered with 409 `changed_meanwhile` when it is not the current one. */
  @ExpectedVersion()
  version?: number;
}

export class ChangeOwnPassword {
  @IsString()
  @MaxLength(MAX_PASSWORD_LENGTH)
  currentPassword: string;

  @IsString()
  @Length(MIN_PASSWORD_LENGTH, MAX_PASSWORD_LENGTH)
  newPassword: string;
}

export class UserView {
  id: string;
  email: string;
  name: string;
  roles: Role[];
  /** Empty = all regions. */
  regionIds: string[];
  isActive: boolean;
  createdAt: string;
  /** By the panel's sign-in page; null = never. */
  lastSignInAt: string | null;
  /** Raised by every change, from 1. */
  version: number;
}

/** As a list shows them. */
export class UserRow extends UserView {
  /** Open ones. */
  sessions: number;
}

export class UserPage extends PageOf(UserRow) {}

export function presentUser(user: User): UserView {
  const { id, email, name, roles, regionIds, isActive, createdAt, lastSignInAt, version } = user;
  return {
    id: String(id),
    email,
    name,
    roles,
    regionIds: regionIds.map(String),
    isActive,
    createdAt: createdAt.toISOString(),
    lastSignInAt: lastSignInAt?.toISOString() ?? null,
    version,
  };
}

export class Login {
  @IsString()
  @MaxLength(190)
  email: string;

  @IsString()
  @MaxLength(1_000)
  password: string;
}

export class InstallationView {
  /** false: the first administrator's password is the one that the console printed. */
  hasAnybodySignedIn: boolean;
}

/** The signed-in user, or the API key (with an empty e-mail). */
export class Me {
  id: string;
  email: string;
  name: string;
  roles: Role[];
  /** Empty = all regions. */
  regionIds: string[];
}

export function presentActor({ userId, apiKeyId, email, name, roles, regionIds }: Actor): Me {
  return { id: String(userId ?? apiKeyId), email, name, roles, regionIds: regionIds.map(String) };
}
