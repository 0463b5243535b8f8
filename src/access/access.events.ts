import type { Actor } from './actor.js';

/** A user's rights, name, password or sessions changed, or an API key was deleted: what was allowed before may not be now. */
export class AccessChanged {
  readonly userId: number | null;
  readonly apiKeyId: number | null;

  constructor({ userId = null, apiKeyId = null }: Partial<Pick<Actor, 'userId' | 'apiKeyId'>>) {
    this.userId = userId;
    this.apiKeyId = apiKeyId;
  }
}
