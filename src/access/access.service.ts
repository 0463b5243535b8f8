import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { Clock } from '../shared/clock.js';
import { UnauthenticatedError } from '../shared/errors.js';
import { Transactions } from '../shared/transactions.service.js';
import { AccessChanged } from './access-changed.event.js';
import type { Actor } from './actor.js';
import { ApiKey } from './api-key.entity.js';
import { hashPassword, PasswordVerifier } from './passwords.js';
import { Session } from './session.entity.js';
import { SignInThrottle } from './sign-in-throttle.service.js';
import { newToken, tokenHashOf } from './tokens.js';
import { User } from './user.entity.js';

const SESSION_DAYS = 14;
const DAY_MS = 86_400_000;

/** Finds out who is calling: by password, by session or by API key. */
@Injectable()
export class AccessService {
  private readonly passwords = new PasswordVerifier();
  /** Those under way, by a hash of who gives what from where. */
  private readonly tries = new Map<string, Promise<Actor>>();
  /** Compared against when there is no such user, so that the answer takes as long. */
  private readonly decoyHash = hashPassword(randomBytes(16).toString('hex'));

  constructor(
    private readonly transactions: Transactions,
    private readonly throttle: SignInThrottle,
    private readonly clock: Clock,
  ) {}

  /**
   * The same password given many times at once is one try.
   * @param address IP address of the caller
   * @throws UnauthenticatedError the same for an unknown user, a wrong password and a blocked user; TooManyRequestsError
   */
  byPassword(email: string, password: string, address: string): Promise<Actor> {
    const key = tokenHashOf(JSON.stringify([email, password, address]));
    const running = this.tries.get(key);
    if (running) return running;
    const started = this.tryPassword(email, password, address).finally(() => this.tries.delete(key));
    this.tries.set(key, started);
    return started;
  }

  /**
   * HTTP Basic: the password comes with every request. A program whose password was right before goes on while somebody at the
   * same address guesses.
   * @throws UnauthenticatedError, TooManyRequestsError
   */
  async byBasic(email: string, password: string, address: string): Promise<Actor> {
    const user = await this.findUser(email);
    if (user?.isActive && this.passwords.remembers(password, user.passwordHash)) return actorOf(user);
    return this.byPassword(email, password, address);
  }

  /** @throws UnauthenticatedError */
  async bySession(token: string): Promise<Actor> {
    const user = await this.transactions.read((manager) =>
      manager
        .createQueryBuilder(User, 'user')
        .innerJoin(Session, 'session', 'session.userId = user.id')
        .where('session.tokenHash = :tokenHash', { tokenHash: tokenHashOf(token) })
        .andWhere('session.expiresAt > :now', { now: this.clock.now() })
        .getOne(),
    );
    if (!user?.isActive) throw new UnauthenticatedError();
    return actorOf(user);
  }

  /** @throws UnauthenticatedError */
  async byApiKey(key: string): Promise<Actor> {
    const found = await this.transactions.read((manager) => manager.findOneBy(ApiKey, { keyHash: tokenHashOf(key) }));
    if (!found) throw new UnauthenticatedError('This API key is not known.');
    const { id: apiKeyId, name, roles, regionIds } = found;
    return { userId: null, apiKeyId, email: '', name, roles, regionIds };
  }

  /** Opens a session; the token is for the cookie and is kept here only as a hash. */
  async openSession(userId: number): Promise<{ token: string; maxAgeSeconds: number }> {
    const token = newToken();
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + SESSION_DAYS * DAY_MS);
    await this.transactions.run(async (tx) => {
      await tx.manager.delete(Session, { expiresAt: LessThan(createdAt) });
      await tx.insertMany(Session, [{ tokenHash: tokenHashOf(token), userId, createdAt, expiresAt }]);
    });
    return { token, maxAgeSeconds: (SESSION_DAYS * DAY_MS) / 1_000 };
  }

  async closeSession(token: string): Promise<void> {
    const tokenHash = tokenHashOf(token);
    await this.transactions.run(async (tx) => {
      const session = await tx.manager.findOneBy(Session, { tokenHash });
      if (!session) return;
      await tx.manager.delete(Session, { tokenHash });
      await tx.publish(new AccessChanged({ userId: session.userId }));
    });
  }

  private async tryPassword(email: string, password: string, address: string): Promise<Actor> {
    const user = await this.throttle.attempt(email, address, async () => {
      const found = await this.findUser(email);
      const right = await this.passwords.matches(password, found?.passwordHash ?? (await this.decoyHash));
      return found?.isActive && right ? found : undefined;
    });
    if (!user) throw new UnauthenticatedError('E-mail or password is wrong.');
    return actorOf(user);
  }

  private findUser(email: string): Promise<User | null> {
    return this.transactions.read((manager) => manager.findOneBy(User, { email: email.toLowerCase() }));
  }
}

function actorOf({ id: userId, email, name, roles, regionIds }: User): Actor {
  return { userId, apiKeyId: null, email, name, roles, regionIds };
}
