import { Injectable } from '@nestjs/common';
import { errorDetail } from '../../platform/error-texts.js';
import { ConflictError } from '../../platform/errors.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { type Exchange, exchangePlaceOf } from './exchange.entity.js';

type Sealed = Pick<Exchange, 'id' | 'passwordSealed'>;

/** What we sign in by at exchanges that we call, bound to each: what lies in the database opens nowhere else. */
@Injectable()
export class ExchangeSignIns {
  constructor(private readonly secretBox: SecretBox) {}

  /** "" takes it away. */
  seal(exchange: Pick<Exchange, 'id'>, password: string): string {
    return password && this.secretBox.seal(password, exchangePlaceOf(exchange));
  }

  /** Whether SECRET_KEY is another one than it was sealed with. */
  isUnreadable({ id, passwordSealed }: Sealed): boolean {
    return passwordSealed !== '' && this.secretBox.tryOpen(passwordSealed, exchangePlaceOf({ id })) === undefined;
  }

  /** @throws ConflictError `secrets_unreadable` when it cannot be opened any more */
  passwordOf({ id, passwordSealed }: Sealed): string {
    const password = passwordSealed && this.secretBox.tryOpen(passwordSealed, exchangePlaceOf({ id }));
    if (password === undefined)
      throw new ConflictError('secrets_unreadable', errorDetail('not_decrypted', { fields: 'password' }).message);
    return password;
  }
}
