import { Injectable } from '@nestjs/common';
import { ConflictError } from '../../platform/errors.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { type MarketplaceConnection, connectionPlaceOf } from './marketplace-connection.entity.js';
import { errorDetail } from '../../platform/error-texts.js';

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

  /** @throws ConflictError `secrets_unreadable` when one cannot be opened any more */
  credentialsOf(connection: MarketplaceConnection): Credentials {
    const { id, apiUrl, login, passwordSealed, apiKeySealed } = connection;
    const password = passwordSealed && this.secretBox.tryOpen(passwordSealed, connectionPlaceOf(id, 'password'));
    const apiKey = apiKeySealed && this.secretBox.tryOpen(apiKeySealed, connectionPlaceOf(id, 'api_key'));
    if (password === undefined || apiKey === undefined) {
      const { message } = errorDetail('not_decrypted', { fields: this.unreadableOf(connection).join(', ') });
      throw new ConflictError('secrets_unreadable', message);
    }
    return { apiUrl, login, password, apiKey };
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
