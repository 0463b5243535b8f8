import { Injectable } from '@nestjs/common';
import { changedOf, idsOf } from '../platform/collections.js';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration/configuration.service.js';
import { errorDetail } from '../platform/error-texts.js';
import { ConflictError, InvalidInputError, NotFoundError } from '../platform/errors.js';
import { searchedIn } from '../platform/folded-text.js';
import { weaknessOf } from '../platform/secrets/password-rules.js';
import { NamedQuery, Page } from '../platform/http/paging.dto.js';
import { readPage } from '../platform/http/read-page.js';
import { isOneOf } from '../platform/sql/indexed-search.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { isUniqueViolation } from '../platform/transactions/transient-errors.js';
import type { Actor } from './actor.js';
import { colleaguesOf, ColleagueView } from './colleague.dto.js';
import { AccessChanged } from './access.events.js';
import { requireRegions } from './regions/regions.service.js';
import { AuditService } from './audit.service.js';
import { hashPassword, PasswordVerifier } from './passwords.js';
import { PEOPLE, Session, User } from './user.entity.js';
import { accountOfUser, networkOf } from './sign-in-account.js';
import { SignInThrottle } from './sign-in-throttle.service.js';
import { CreateUser, presentUser, UpdateUser } from './user.dto.js';

/** The people who may sign in. */
@Injectable()
export class UsersService {
  private readonly passwords = new PasswordVerifier();

  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly audit: AuditService,
    private readonly throttle: SignInThrottle,
    private readonly clock: Clock,
  ) {}

  list({ q, ...query }: NamedQuery): Promise<Page<User>> {
    return this.transactions.read((manager) => {
      const users = manager.createQueryBuilder(User, 'user');
      if (q) {
        const known = this.configuration.current.get(PEOPLE).users.values();
        users.where(isOneOf('user.id', idsOf(searchedIn(known, q, ({ name, email }) => [name, email]))));
      }
      return readPage(users, query, 'user.createdAt');
    });
  }

  all(): Promise<User[]> {
    return this.transactions.read((manager) => manager.find(User, { order: { id: 'ASC' } }));
  }

  /** With whom the actor may share work. */
  async colleaguesOf(actor: Actor): Promise<ColleagueView[]> {
    return colleaguesOf((await this.configuration.refresh()).get(PEOPLE).users.values(), actor);
  }

  async findByEmail(email: string): Promise<User | undefined> {
    return (await this.configuration.refresh()).get(PEOPLE).byEmail.get(email.toLowerCase());
  }

  /** @throws InvalidInputError also when the e-mail is taken */
  async create({ email, name, password, roles, regionIds = [], isActive = true }: CreateUser): Promise<User> {
    refuseWeak(password, email, 'password');
    const passwordHash = await hashPassword(password);
    return this.orTaken(() =>
      this.configuration.change(async (tx) => {
        await requireRegions(this.configuration, tx, regionIds);
        const user = {
          email: email.toLowerCase(),
          name,
          passwordHash,
          roles,
          regionIds: regionIds.map(Number),
          isActive,
          createdAt: this.clock.now(),
          lastSignInAt: null,
          version: 1,
        };
        const created = { id: await tx.insert(User, user), ...user };
        await this.audit.record(tx, 'create', 'user', created.id, this.sides(undefined, created));
        return created;
      }),
    );
  }

  /**
   * @param seenHash of the password that was found right; undefined = none was asked for
   * @throws NotFoundError, InvalidInputError, ConflictError `last_administrator`, ChangedMeanwhileError
   */
  async update(
    id: number,
    { version: seen, password, regionIds, email, ...plain }: UpdateUser,
    seenHash?: string,
  ): Promise<User> {
    const passwordHash = password === undefined ? undefined : await hashPassword(password);
    return this.orTaken(() =>
      this.configuration.change(async (tx) => {
        const user = await tx.manager.findOneBy(User, { id });
        if (!user) throw new NotFoundError(`User ${id}`);
        if (seenHash !== undefined && user.passwordHash !== seenHash) throw wrongPassword();
        if (password !== undefined) refuseWeak(password, email ?? user.email, 'password');
        await this.audit.requireVersion(tx, 'user', user, seen);
        const before = { ...user };
        if (regionIds) await requireRegions(this.configuration, tx, regionIds);
        const change = changedOf(user, {
          ...plain,
          email: email?.toLowerCase(),
          regionIds: regionIds?.map(Number),
          passwordHash,
        });
        if (Object.keys(change).length > 0) {
          await tx.manager.update(User, { id }, change);
          Object.assign(user, change, { version: user.version + 1 });
        }
        await this.keepAnAdministrator(tx);
        if (passwordHash || !user.isActive) await tx.manager.delete(Session, { userId: id });
        await tx.publish(new AccessChanged({ userId: id }));
        if (passwordHash) await this.throttle.clear(tx, id);
        await this.audit.record(tx, 'update', 'user', id, this.sides(before, user, passwordHash !== undefined));
        return user;
      }),
    );
  }

  /**
   * Ends all sessions, also the present one. Whoever took a session over guesses no faster here than at the sign-in.
   * @param address IP address of the caller
   * @throws InvalidInputError when the current password is wrong, TooManyRequestsError
   */
  async changeOwnPassword(id: number, currentPassword: string, newPassword: string, address: string): Promise<void> {
    const user = await this.transactions.read((manager) => manager.findOneByOrFail(User, { id }));
    refuseWeak(newPassword, user.email, 'newPassword');
    const right = await this.throttle.attempt(
      { account: accountOfUser(id), network: networkOf(address) },
      async () => (await this.passwords.matches(currentPassword, user.passwordHash)) || undefined,
    );
    if (!right) throw wrongPassword();
    await this.update(id, { password: newPassword }, user.passwordHash);
  }

  /** Somebody must always be able to let the others in. */
  private async keepAnAdministrator(tx: Transaction): Promise<void> {
    const active = await tx.manager.findBy(User, { isActive: true });
    if (active.some(({ roles, regionIds }) => roles.includes('admin') && regionIds.length === 0)) return;
    throw new ConflictError('last_administrator', 'One active administrator of all regions must remain.');
  }

  private async orTaken<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isUniqueViolation(error)) throw InvalidInputError.of('email', errorDetail('email_taken'));
      throw error;
    }
  }

  private sides(before: User | undefined, after: User, withPassword = false) {
    const shown = (user: User) => ({ ...presentUser(user), createdAt: undefined });
    return {
      ...(before && { before: { ...shown(before), ...(withPassword && { password: 'former' }) } }),
      after: { ...shown(after), ...(withPassword && { password: 'new' }) },
    };
  }
}

function wrongPassword(): InvalidInputError {
  return InvalidInputError.of('currentPassword', errorDetail('wrong_password'));
}

/** @throws InvalidInputError */
function refuseWeak(password: string, email: string, path: string): void {
  const weakness = weaknessOf(password, email);
  if (weakness) throw InvalidInputError.of(path, weakness);
}
