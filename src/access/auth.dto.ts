import { IsString, MaxLength } from 'class-validator';
import type { Actor, Role } from './actor.js';

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
