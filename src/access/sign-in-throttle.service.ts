import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LessThan, MoreThan } from 'typeorm';
import { Clock } from '../shared/clock.js';
import { TooManyRequestsError } from '../shared/errors.js';
import { Transactions } from '../shared/transactions.service.js';
import { SignInFailure } from './sign-in-failure.entity.js';

const MINUTE_MS = 60_000;
const PAIR = { failures: 10, windowMs: 15 * MINUTE_MS };
const ACCOUNT = { failures: 100, windowMs: 60 * MINUTE_MS };

/**
 * Slows down guessing of passwords. An account is closed to one address after ten failures from it in 15 minutes, so that a
 * stranger cannot lock the owner out; to all addresses only after a hundred failures in an hour.
 */
@Injectable()
export class SignInThrottle {
  /** The last try of each account and address that is under way. */
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * One try to give an account's password, after those that are under way from the same address: guesses made at once would all be
   * let through before the first of them is counted.
   * @param address IP address of the caller
   * @param verify undefined = the password was wrong
   * @throws TooManyRequestsError
   */
  attempt<T>(email: string, address: string, verify: () => Promise<T | undefined>): Promise<T | undefined> {
    return this.inTurn(`${accountOf(email)} ${address}`, async () => {
      await this.check(email, address);
      const found = await verify();
      await (found === undefined ? this.count(email, address) : this.forget(email, address));
      return found;
    });
  }

  private async inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = this.turns.get(key)?.then(work, work) ?? work();
    this.turns.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.turns.get(key) === turn) this.turns.delete(key);
    }
  }

  private async check(email: string, address: string): Promise<void> {
    const account = accountOf(email);
    const now = this.clock.now().getTime();
    const failures = await this.transactions.read((manager) =>
      manager.find(SignInFailure, {
        where: { account, at: MoreThan(new Date(now - ACCOUNT.windowMs)) },
        order: { id: 'DESC' },
        take: ACCOUNT.failures,
      }),
    );
    const times = failures.map(({ at }) => at.getTime());
    const ofPair = failures.filter((failure) => failure.address === address).map(({ at }) => at.getTime());
    const wait = Math.max(waitFor(ofPair, PAIR, now), waitFor(times, ACCOUNT, now));
    if (wait > 0) {
      throw new TooManyRequestsError(
        'Too many wrong passwords for this account; wait a little.',
        Math.ceil(wait / 1_000),
      );
    }
  }

  private async count(email: string, address: string): Promise<void> {
    const at = this.clock.now();
    await this.transactions.run(async (tx) => {
      await tx.manager.delete(SignInFailure, { at: LessThan(new Date(at.getTime() - ACCOUNT.windowMs)) });
      await tx.insert(SignInFailure, { account: accountOf(email), address, at });
    });
  }

  /** A right password: what failed before from this address was the owner's own. */
  private async forget(email: string, address: string): Promise<void> {
    await this.transactions.run((tx) => tx.manager.delete(SignInFailure, { account: accountOf(email), address }));
  }
}

/** @param times of failures, latest first */
function waitFor(times: number[], { failures, windowMs }: typeof PAIR, now: number): number {
  const decisive = times[failures - 1];
  return decisive === undefined ? 0 : decisive + windowMs - now;
}

function accountOf(email: string): string {
  return createHash('sha256').update(email.toLowerCase()).digest('hex');
}
