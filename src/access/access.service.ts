import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { Clock } from '../shared/clock.js';
import { UnauthenticatedError } from '../shared/errors.js';
import { Transactions } from '../shared/transactions.service.js';
import type { Actor } from './actor.js';
import { hashPassword, PasswordVerifier } from './passwords.js';
import { Session } from './session.entity.js';
import { User } from './user.entity.js';

const SESSION_DAYS = 14;
const DAY_MS = 86_400_000;

/** Finds out who is calling, by password or by session. */
@Injectable()
export class AccessService {
  private readonly passwords = new PasswordVerifier();
  /** Compared against when there is no such user, so that the answer takes as long. */
  private readonly decoyHash = hashPassword(randomBytes(16).toString('hex'));

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** @throws UnauthenticatedError the same for an unknown user, a wrong password and a blocked user */
  async byPassword(email: string, password: string): Promise<Actor> {
    const user = await this.transactions.read((manager) => manager.findOneBy(User, { email: email.toLowerCase() }));
    const right = await this.passwords.matches(password, user?.passwordHash ?? (await this.decoyHash));
    if (!user?.isActive || !right) throw new UnauthenticatedError('E-mail or password is wrong.');
    return actorOf(user);
  }

  /** @throws UnauthenticatedError */
  async bySession(token: string): Promise<Actor> {
    const user = await this.transactions.read((manager) =>
      manager
        .createQueryBuilder(User, 'user')
        .innerJoin(Session, 'session', 'session.userId = user.id')
        .where('session.tokenHash = :tokenHash', { tokenHash: sha256(token) })
        .andWhere('session.expiresAt > :now', { now: this.clock.now() })
        .getOne(),
    );
    if (!user?.isActive) throw new UnauthenticatedError();
    return actorOf(user);
  }

  /** Opens a session; the token is for the cookie and is kept here only as a hash. */
  async openSession(actor: Actor): Promise<{ token: string; maxAgeSeconds: number }> {
    const token = randomBytes(32).toString('base64url');
    const createdAt = this.clock.now();
    await this.transactions.run(async (tx) => {
      await tx.manager.delete(Session, { expiresAt: LessThan(createdAt) });
      await tx.insertMany(Session, [
        {
          tokenHash: sha256(token),
          userId: actor.userId,
          createdAt,
          expiresAt: new Date(createdAt.getTime() + SESSION_DAYS * DAY_MS),
        },
      ]);
    });
    return { token, maxAgeSeconds: (SESSION_DAYS * DAY_MS) / 1_000 };
  }

  async closeSession(token: string): Promise<void> {
    await this.transactions.run((tx) => tx.manager.delete(Session, { tokenHash: sha256(token) }));
  }
}

function actorOf({ id, email, name, roles, regionIds }: User): Actor {
  return { userId: id, email, name, roles, regionIds };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
