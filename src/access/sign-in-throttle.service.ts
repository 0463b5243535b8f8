import { Injectable } from '@nestjs/common';
import { LessThan, MoreThan } from 'typeorm';
import { Clock } from '../shared/clock.js';
import { TooManyRequestsError } from '../shared/errors.js';
import { Transactions } from '../shared/transactions.service.js';
import { sha256 } from '../shared/sha256.js';
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
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * One try to give an account's password, counted before the password is looked at: many at once, also at several replicas, get
   * no further than one after the other.
   * @param address IP address of the caller
   * @param verify undefined = the password was wrong
   * @throws TooManyRequestsError
   */
  async attempt<T>(email: string, address: string, verify: () => Promise<T | undefined>): Promise<T | undefined> {
    await this.admit(email, address);
    const found = await verify();
    if (found !== undefined) await this.forget(email, address);
    return found;
  }

  private async admit(email: string, address: string): Promise<void> {
    const account = accountOf(email);
    await this.check(account, address);
    const id = await this.count(account, address);
    try {
      await this.check(account, address, id);
    } catch (error) {
      await this.transactions.run((tx) => tx.manager.delete(SignInFailure, { id }));
      throw error;
    }
  }

  /** A right password: what failed before from this address was the owner's own. */
  private async forget(email: string, address: string): Promise<void> {
    await this.transactions.run((tx) => tx.manager.delete(SignInFailure, { account: accountOf(email), address }));
  }

  /** @param before only what was counted before this id */
  private async check(account: string, address: string, before?: number): Promise<void> {
    const now = this.clock.now().getTime();
    const failures = await this.transactions.read((manager) =>
      manager.find(SignInFailure, {
        where: {
          account,
          at: MoreThan(new Date(now - ACCOUNT.windowMs)),
          ...(before !== undefined && { id: LessThan(before) }),
        },
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

  /** @returns the id of the try */
  private count(account: string, address: string): Promise<number> {
    const at = this.clock.now();
    return this.transactions.run(async (tx) => {
      await tx.manager.delete(SignInFailure, { at: LessThan(new Date(at.getTime() - ACCOUNT.windowMs)) });
      return tx.insert(SignInFailure, { account, address, at });
    });
  }
}

/** @param times of failures, latest first */
function waitFor(times: number[], { failures, windowMs }: typeof PAIR, now: number): number {
  const decisive = times[failures - 1];
  return decisive === undefined ? 0 : decisive + windowMs - now;
}

function accountOf(email: string): string {
  return sha256(email.toLowerCase());
}
