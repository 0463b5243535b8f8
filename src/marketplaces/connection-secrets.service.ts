import { Injectable } from '@nestjs/common';
import { SecretBox } from '../shared/secret-box.js';
import type { MarketplaceConnection } from './marketplace-connection.entity.js';
import { connectionPlaceOf } from './sealed-columns.js';

/** What a client of the marketplace's API signs in with. */
export interface Credentials {
  apiUrl: string;
  login: string;
  password: string;
  apiKey: string;
}

type SealedSecrets = Pick<MarketplaceConnection, 'passwordSealed' | 'apiKeySealed'>;

/** Password and API key of a connection, bound to it: what lies in the database opens nowhere else. */
@Injectable()
export class ConnectionSecrets {
  constructor(private readonly secretBox: SecretBox) {}

  /** Those that are given; "" takes one away. */
  seal(id: number, { password, apiKey }: { password?: string; apiKey?: string }): Partial<SealedSecrets> {
    const sealed = (secret: string, column: 'password' | 'api_key') =>
      secret && this.secretBox.seal(secret, connectionPlaceOf(id, column));
    return {
      ...(password !== undefined && { passwordSealed: sealed(password, 'password') }),
      ...(apiKey !== undefined && { apiKeySealed: sealed(apiKey, 'api_key') }),
    };
  }

  /** @throws Error when a secret cannot be opened any more */
  credentialsOf({ id, apiUrl, login, passwordSealed, apiKeySealed }: MarketplaceConnection): Credentials {
    return {
      apiUrl,
      login,
      password: passwordSealed && this.secretBox.open(passwordSealed, connectionPlaceOf(id, 'password')),
      apiKey: apiKeySealed && this.secretBox.open(apiKeySealed, connectionPlaceOf(id, 'api_key')),
    };
  }

  /** Those that cannot be opened any more: SECRET_KEY is another one than they were sealed with. */
  unreadableOf({ id, passwordSealed, apiKeySealed }: MarketplaceConnection): string[] {
    const secrets = [
      ['password', passwordSealed, 'password'],
      ['apiKey', apiKeySealed, 'api_key'],
    ] as const;
    const isUnreadable = (sealed: string, column: 'password' | 'api_key') =>
      sealed !== '' && this.secretBox.tryOpen(sealed, connectionPlaceOf(id, column)) === undefined;
    return secrets.filter(([, sealed, column]) => isUnreadable(sealed, column)).map(([name]) => name);
  }
}
