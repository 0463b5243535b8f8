import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Brackets } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { ExchangeFollow } from './exchange-follow.entity.js';

/** Above the longest call of what is asked. */
const LEASE_MS = 90_000;
/** After failures it is asked this much later at most. */
const LONGEST_WAIT_MS = 15 * 60_000;

/** Gives each exchange that is followed to one replica at a time. */
@Injectable()
export class ExchangeFollows {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** @returns undefined while it is not due, or somebody else asks */
  async claim(exchangeId: number): Promise<ExchangeFollow | undefined> {
    const now = this.clock.now();
    const leaseToken = randomUUID();
    const lease = { leaseToken, leaseUntil: new Date(now.getTime() + LEASE_MS) };
    const { affected } = await this.transactions.change((manager) =>
      manager
        .createQueryBuilder()
        .update(ExchangeFollow)
        .set(lease)
        .where('exchangeId = :exchangeId AND nextAt <= :now', { exchangeId, now })
        .andWhere(new Brackets((any) => any.where('leaseUntil IS NULL').orWhere('leaseUntil <= :now', { now })))
        .execute(),
    );
    if (affected === 0) return undefined;
    const where = { exchangeId, leaseToken };
    return (await this.transactions.read((manager) => manager.findOneBy(ExchangeFollow, where))) ?? undefined;
  }

  /** @returns whether it is still ours */
  async renew({ id, leaseToken }: ExchangeFollow): Promise<boolean> {
    const leaseUntil = new Date(this.clock.now().getTime() + LEASE_MS);
    return this.change(id, leaseToken, { leaseUntil });
  }

  /** @param seen what was read by it; undefined = asking failed */
  async finish(
    { id, leaseToken, failures }: ExchangeFollow,
    everyMs: number,
    seen?: Pick<ExchangeFollow, 'seenUntil' | 'directoryAt'>,
  ): Promise<void> {
    const count = seen ? 0 : failures + 1;
    const waitMs = Math.min(everyMs * 2 ** count, Math.max(LONGEST_WAIT_MS, everyMs));
    const nextAt = new Date(this.clock.now().getTime() + waitMs);
    await this.change(id, leaseToken, { ...seen, failures: count, nextAt, leaseToken: '', leaseUntil: null });
  }

  private async change(id: number, leaseToken: string, change: Partial<ExchangeFollow>): Promise<boolean> {
    const { affected } = await this.transactions.change((manager) =>
      manager.update(ExchangeFollow, { id, leaseToken }, change),
    );
    return affected === 1;
  }
}
