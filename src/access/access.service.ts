import { randomBytes } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { IsNull, LessThan, Not } from 'typeorm';
import { Clock, later } from '../platform/clock.js';
import { ConfigurationVersion, Configuration } from '../platform/configuration/configuration.service.js';
import { UnauthenticatedError } from '../platform/errors.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { AccessChanged } from './access.events.js';
import type { Actor } from './actor.js';
import { KnownDevices } from './cookies.service.js';
import { hashPassword, PasswordVerifier } from './passwords.js';
import { PEOPLE, Session, User } from './user.entity.js';
import { accountOfDevice, accountOfText, accountOfUser, networkOf } from './sign-in-account.js';
import { SignInThrottle } from './sign-in-throttle.service.js';
import { newToken, tokenHashOf } from './tokens.js';

const SESSION_DAYS = 14;
const DAY_MS = 86_400_000;
/** No e-mail address looks like it. */
const API_KEY_ID = /^[1-9]\d{0,14}$/;
const WRONG = 'E-mail or password is wrong.';

/** Finds out who is calling: by password, by session or by API key. */
@Injectable()
export class AccessService {
  private readonly logger = new Logger(AccessService.name);
  private readonly passwords = new PasswordVerifier();
  /** Those under way, by a hash of who gives what from where. */
  private readonly tries = new Map<string, Promise<User>>();
  private isInUse = false;
  /** Compared against when there is no such user, so that the answer takes as long. */
  private readonly decoyHash = hashPassword(randomBytes(16).toString('hex'));

  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly throttle: SignInThrottle,
    private readonly devices: KnownDevices,
    private readonly clock: Clock,
  ) {}

  /**
   * The same password given many times at once is one try.
   * @returns the user as the password was compared with
   * @throws UnauthenticatedError the same for an unknown user, a wrong password and a blocked user; TooManyRequestsError
   */
  byPassword(email: string, password: string, request: FastifyRequest): Promise<User> {
    const key = tokenHashOf(JSON.stringify([email, password, request.ip, request.headers.cookie]));
    const running = this.tries.get(key);
    if (running) return running;
    const started = this.tryPassword(email, password, request).finally(() => this.tries.delete(key));
    this.tries.set(key, started);
    return started;
  }

  /**
   * HTTP Basic: the password comes with every request, and one that was right before is not reckoned anew. Programs that know nothing
   * else give an API key's id and the key.
   * @throws UnauthenticatedError, TooManyRequestsError
   */
  async byBasic(email: string, password: string, request: FastifyRequest): Promise<Actor> {
    if (API_KEY_ID.test(email)) return this.byApiKey(password, Number(email));
    const user = await this.findUser(email);
    if (!user?.isActive || !this.passwords.remembers(password, user.passwordHash)) {
      return actorOf(await this.byPassword(email, password, request));
    }
    await this.throttle.admitKnown({ account: accountOfUser(user.id), network: networkOf(request.ip) });
    return actorOf(user);
  }

  /** @throws UnauthenticatedError */
  async bySession(token: string): Promise<Actor> {
    const found = await this.transactions.read((manager) =>
      manager
        .createQueryBuilder()
        .select(['configuration.version AS version', 'session.userId AS userId'])
        .from(ConfigurationVersion, 'configuration')
        .leftJoin(Session, 'session', 'session.tokenHash = :tokenHash AND session.expiresAt > :now')
        .setParameters({ tokenHash: tokenHashOf(token), now: this.clock.now() })
        .getRawOne<{ version: number; userId: number | null }>(),
    );
    const { users } = (await this.configuration.asOf(found!.version)).get(PEOPLE);
    const user = users.get(found!.userId ?? 0);
    if (!user?.isActive) throw new UnauthenticatedError();
    return actorOf(user);
  }

  /** @param id of the key, where the caller names it @throws UnauthenticatedError */
  async byApiKey(key: string, id?: number): Promise<Actor> {
    const found = (await this.configuration.refresh()).get(PEOPLE).apiKeys.get(tokenHashOf(key));
    if (!found || (id !== undefined && id !== found.id)) throw new UnauthenticatedError('This API key is not known.');
    const { id: apiKeyId, name, roles, regionIds } = found;
    return { userId: null, apiKeyId, email: '', name, roles, regionIds };
  }

  /**
   * Opens a session; the token is for the cookie and is kept here only as a hash.
   * @param seen the user as the password was compared with
   * @param request that of the sign-in
   * @throws UnauthenticatedError when the password was changed or the user blocked meanwhile
   */
  async openSession(
    seen: User,
    request: Pick<FastifyRequest, 'headers' | 'ip'>,
  ): Promise<{ token: string; maxAgeSeconds: number }> {
    const token = newToken();
    const createdAt = this.clock.now();
    const expiresAt = later(createdAt, SESSION_DAYS * DAY_MS);
    await this.transactions.run(async (tx) => {
      const user = await tx.lockOne(User, { id: seen.id });
      if (!user?.isActive || user.passwordHash !== seen.passwordHash) throw new UnauthenticatedError(WRONG);
      // A sign-in is nobody's change of the user.
      await tx.manager.update(User, { id: user.id }, { lastSignInAt: createdAt, version: user.version });
      await tx.manager.delete(Session, { expiresAt: LessThan(createdAt) });
      const userAgent = (request.headers['user-agent'] ?? '').slice(0, 255);
      const address = request.ip.slice(0, 64);
      await tx.insertMany(Session, [
        { tokenHash: tokenHashOf(token), userId: user.id, createdAt, expiresAt, userAgent, address },
      ]);
    });
    this.logger.log({ userId: seen.id, address: request.ip }, 'Signed in.');
    return { token, maxAgeSeconds: (SESSION_DAYS * DAY_MS) / 1_000 };
  }

  async closeSession(token: string): Promise<void> {
    const tokenHash = tokenHashOf(token);
    await this.transactions.run(async (tx) => {
      const session = await tx.manager.findOneBy(Session, { tokenHash });
      if (!session) return;
      await tx.manager.delete(Session, { tokenHash });
      await tx.publish(new AccessChanged({ userId: session.userId }));
      tx.afterCommit(() => this.logger.log({ userId: session.userId }, 'Signed out.'));
    });
  }

  /** Whether anybody has ever signed in; until then the sign-in page says where the first password is. */
  async hasAnybodySignedIn(): Promise<boolean> {
    this.isInUse ||= await this.transactions.read((manager) => manager.existsBy(User, { lastSignInAt: Not(IsNull()) }));
    return this.isInUse;
  }

  private async tryPassword(email: string, password: string, request: FastifyRequest): Promise<User> {
    const found = await this.findUser(email);
    const deviceId = found && this.devices.recognise(request, found.id);
    const attempt = {
      account: found ? accountOfUser(found.id) : accountOfText(email),
      network: networkOf(request.ip),
      ...(deviceId && { deviceAccount: accountOfDevice(found.id, deviceId) }),
    };
    const user = await this.throttle.attempt(attempt, async () => {
      const right = await this.passwords.matches(password, found?.passwordHash ?? (await this.decoyHash));
      return found?.isActive && right ? found : undefined;
    });
    if (!user) {
      // What was typed stays out of the log: it may be a password.
      this.logger.warn({ userId: found?.id, address: request.ip }, 'Sign-in failed.');
      throw new UnauthenticatedError(WRONG);
    }
    return user;
  }

  private async findUser(email: string): Promise<User | undefined> {
    return (await this.configuration.refresh()).get(PEOPLE).byEmail.get(email.toLowerCase());
  }
}

export function actorOf({ id: userId, email, name, roles, regionIds }: User): Actor {
  return { userId, apiKeyId: null, email, name, roles, regionIds };
}
