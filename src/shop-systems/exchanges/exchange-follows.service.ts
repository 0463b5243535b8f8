import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { Clock, later } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { ExchangeFollow } from './exchange-follow.entity.js';

/** Above the longest call of what is asked. */
const LEASE_MS = 90_000;
/** After failures it is asked this much later at most. */
const LONGEST_WAIT_MS = 15 * 60_000;
/** It is asked as often as that in any case. */
const LONGEST_POLL_MS = 3_600_000;
/** What clocks that are right may differ by. */
const TOLERANCE_MS = 60_000;

const NEW = { seenUntil: '', recheckFrom: '', leaseToken: '', leaseUntil: null, failures: 0, directoryAt: null };

/** Gives each exchange that is followed to one replica at a time. */
@Injectable()
export class ExchangeFollows {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  begin(tx: Transaction, exchangeId: number): Promise<void> {
    return tx.insertMany(ExchangeFollow, [{ ...NEW, exchangeId, nextAt: this.clock.now() }]);
  }

  /** @returns undefined while it is not due, or somebody else asks */
  async claim(exchangeId: number): Promise<ExchangeFollow | undefined> {
    const now = this.clock.now();
    const leaseToken = randomUUID();
    // What lies later than that was written by a clock that was ahead.
    const after = (ms: number) => later(now, ms + TOLERANCE_MS);
    const lease = { leaseToken, leaseUntil: later(now, LEASE_MS) };
    const { affected } = await this.transactions.change((manager) =>
      manager
        .createQueryBuilder()
        .update(ExchangeFollow)
        .set(lease)
        .where('exchangeId = :exchangeId', { exchangeId })
        .andWhere('(nextAt <= :now OR nextAt > :afterAnyWait)')
        .andWhere('(leaseUntil IS NULL OR leaseUntil <= :now OR leaseUntil > :afterAnyLease)')
        .setParameters({ now, afterAnyWait: after(LONGEST_POLL_MS), afterAnyLease: after(LEASE_MS) })
        .execute(),
    );
    if (affected === 0) return undefined;
    const where = { exchangeId, leaseToken };
    return (await this.transactions.read((manager) => manager.findOneBy(ExchangeFollow, where))) ?? undefined;
  }

  /** @returns whether it is still ours */
  async renew({ id, leaseToken }: ExchangeFollow): Promise<boolean> {
    const leaseUntil = later(this.clock.now(), LEASE_MS);
    const { affected } = await this.transactions.change((manager) =>
      manager.update(ExchangeFollow, { id, leaseToken }, { leaseUntil }),
    );
    return affected === 1;
  }

  /** @param seen what was read by it; undefined = asking failed */
  async finish(
    { id, leaseToken, failures: before, nextAt: dueAt }: ExchangeFollow,
    everyMs: number,
    seen?: Pick<ExchangeFollow, 'seenUntil' | 'directoryAt'>,
  ): Promise<void> {
    const failures = seen ? 0 : before + 1;
    const waitMs = Math.min(everyMs * 2 ** failures, Math.max(LONGEST_WAIT_MS, everyMs));
    const wait = { failures, nextAt: later(this.clock.now(), waitMs) };
    await this.transactions.run(async (tx) => {
      const row = await tx.lockOne(ExchangeFollow, { id, leaseToken });
      if (!row) return;
      // A person went on with it meanwhile, who may know of what was asked for too early.
      const isResumed = row.nextAt.getTime() !== dueAt.getTime();
      const ended = { ...(!isResumed && wait), leaseToken: '', leaseUntil: null };
      const read = seen && { ...seen, seenUntil: earlierOf(seen.seenUntil, row.recheckFrom), recheckFrom: '' };
      await tx.updateByIds(ExchangeFollow, [id], { ...ended, ...read });
    });
  }

  /** However long it was to wait after failures. */
  async askSoon(tx: Transaction, exchangeId: number): Promise<void> {
    await tx.manager.update(ExchangeFollow, { exchangeId }, { nextAt: this.clock.now(), failures: 0 });
  }

  /** All is read from the beginning, and who is asking now notes no more how far that was. */
  async restart(tx: Transaction, exchangeId: number): Promise<void> {
    const beginning = { seenUntil: '', recheckFrom: '', leaseToken: '', leaseUntil: null };
    await tx.manager.update(ExchangeFollow, { exchangeId }, beginning);
  }

  /**
   * What was changed over there since is read once more, also by who is asking now: it may be read already, and not understood.
   * @param since in the words of the other side; "" = it was not said
   */
  async recheck(tx: Transaction, exchangeId: number, since: string): Promise<void> {
    if (since === '') return;
    for (const recheckFrom of ['', MoreThan(since)])
      await tx.manager.update(ExchangeFollow, { exchangeId, recheckFrom }, { recheckFrom: since });
  }
}

/** Of two times in the words of the other side. @param other "" = there is none */
export function earlierOf(one: string, other: string): string {
  return other !== '' && other < one ? other : one;
}
