import { Injectable } from '@nestjs/common';
import { In, MoreThan, Not } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { NotFoundError } from '../platform/errors.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { AccessChanged } from './access.events.js';
import { AuditService } from './audit.service.js';
import { sessionId } from './session.dto.js';
import { Session, User } from './user.entity.js';

/** A program that signs in for each call has tens of thousands, which nobody reads. */
const MOST_LISTED = 200;

/** Which of a person's sessions are meant. */
interface Sessions {
  /** Only this one. */
  id?: string;
  /** All but the one with this hash of its token. */
  butHash?: string | undefined;
}

/** Where people are signed in, and ending that. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Newest first, up to 200. @throws NotFoundError */
  async list(userId: number): Promise<Session[]> {
    return this.transactions.read(async (manager) => {
      if (!(await manager.existsBy(User, { id: userId }))) throw new NotFoundError(`User ${userId}`);
      const order = { createdAt: 'DESC', tokenHash: 'ASC' } as const;
      return manager.find(Session, { where: this.openOf(userId), order, take: MOST_LISTED });
    });
  }

  /** How many sessions each of these people has; who has none is not named. */
  async counts(userIds: number[]): Promise<Map<number, number>> {
    if (userIds.length === 0) return new Map();
    const rows = await this.transactions.read((manager) =>
      manager
        .createQueryBuilder(Session, 'session')
        .select('session.userId', 'userId')
        .addSelect('COUNT(*)', 'count')
        .where({ userId: In(userIds), expiresAt: MoreThan(this.clock.now()) })
        .groupBy('session.userId')
        .getRawMany<{ userId: number; count: number | string }>(),
    );
    return new Map(rows.map(({ userId, count }) => [userId, Number(count)]));
  }

  /**
   * Ends sessions at once; what they have open is told so.
   * @returns how many
   * @throws NotFoundError also when the one that is meant has ended already
   */
  async end(userId: number, { id, butHash }: Sessions = {}): Promise<number> {
    return this.transactions.run(async (tx) => {
      if (!(await tx.manager.existsBy(User, { id: userId }))) throw new NotFoundError(`User ${userId}`);
      const others = butHash === undefined ? {} : { tokenHash: Not(butHash) };
      const meant = id === undefined ? others : { tokenHash: await this.hashOf(tx, userId, id) };
      // By what they have in common: a program that signs in for each call has more than a statement takes values.
      const { affected } = await tx.manager.delete(Session, { ...this.openOf(userId), ...meant });
      if (!affected) return 0;
      await tx.publish(new AccessChanged({ userId }));
      await this.audit.record(tx, 'end_sessions', 'user', userId, { after: { endedSessions: affected } });
      return affected;
    });
  }

  /** @throws NotFoundError */
  private async hashOf(tx: Transaction, userId: number, id: string): Promise<string> {
    const open = await tx.manager.find(Session, { select: { tokenHash: true }, where: this.openOf(userId) });
    const found = open.find((session) => sessionId(session) === id);
    if (!found) throw new NotFoundError(`Session ${id.slice(0, 40)}`);
    return found.tokenHash;
  }

  private openOf(userId: number) {
    return { userId, expiresAt: MoreThan(this.clock.now()) };
  }
}
