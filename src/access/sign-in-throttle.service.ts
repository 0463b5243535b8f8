import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { LessThan, Like, MoreThan, Column, Entity, Index } from 'typeorm';
import { Clock, earlier } from '../platform/clock.js';
import { TooManyRequestsError } from '../platform/errors.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { accountOfDevice, accountOfUser, SignInAttempt } from './sign-in-account.js';
import { InstantColumn, Row } from '../platform/sql/columns.js';

/** A sign-in with a wrong password: all replicas count the same ones. */
@Entity('sign_in_failures')
@Index('sign_in_failures_account', ['account', 'at'])
@Index('sign_in_failures_address', ['address', 'at'])
export class SignInFailure extends Row {
  /** What the try is counted for: `user:<id>`, `device:<user id>:<device>`, or `text:<hash>` of an e-mail that is nobody's. */
  @Column({ type: 'varchar', length: 64 })
  account: string;

  /** Where it came from: an IPv4 address, or the /64 network of an IPv6 address; "" for a known device. */
  @Column({ type: 'varchar', length: 64 })
  address: string;

  @InstantColumn()
  at: Date;
}

const MINUTE_MS = 60_000;
/** An account and a network; a device that is known. */
const PAIR = { failures: 10, windowMs: 15 * MINUTE_MS };
/** An account, from everywhere. */
const ACCOUNT = { failures: 100, windowMs: 60 * MINUTE_MS };
/** A network, for all accounts. */
const NETWORK = { failures: 50, windowMs: 15 * MINUTE_MS };
/** Of a refusal that comes again. */
const SLOWED_MS = 200;
/** So many pairs are remembered to have been tried lately. */
const MAX_TRIED = 10_000;

type Counted = Pick<SignInFailure, 'account'> | Pick<SignInFailure, 'address'>;

/**
 * Slows down guessing of passwords. An account is closed to one network after ten failures from it in 15 minutes, so that a
 * stranger cannot lock the owner out; to all only after a hundred failures in an hour; and a network gets no further than fifty for
 * all accounts together. A device that has signed in before is counted by itself alone: nobody else can close the account to it.
 */
@Injectable()
export class SignInThrottle {
  private readonly logger = new Logger(SignInThrottle.name);
  /** Until when which were told to be closed. */
  private readonly closed = new Map<string, number>();
  private readonly refusals = new LateRefusals();
  /** When a pair was last tried at this process without success. */
  private readonly tried = new Map<string, number>();

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * One try to give an account's password, counted before the password is looked at: many at once, also at several replicas, get
   * no further than one after the other.
   * @param verify undefined = the password was wrong
   * @throws TooManyRequestsError
   */
  async attempt<T>(attempt: SignInAttempt, verify: () => Promise<T | undefined>): Promise<T | undefined> {
    this.remember(attempt);
    const id = await this.admit(attempt);
    const found = await verify().catch(async (error: unknown) => {
      await this.discount(id); // the password was not looked at
      throw error;
    });
    if (found !== undefined) await this.forget(attempt);
    return found;
  }

  /**
   * For a password that is known to be right without being looked at again. While somebody guesses from the same network it is as
   * good as any other: else this would tell a right guess from a wrong one without end.
   * @throws TooManyRequestsError
   */
  async admitKnown(attempt: SignInAttempt): Promise<void> {
    const last = this.tried.get(keyOf(attempt));
    if (last !== undefined && this.clock.now().getTime() - last < ACCOUNT.windowMs) await this.check(attempt);
  }

  /** A new password was set: what failed before it says nothing any more. */
  async clear(tx: Transaction, userId: number): Promise<void> {
    await tx.manager.delete(SignInFailure, { account: accountOfUser(userId) });
    await tx.manager.delete(SignInFailure, { account: Like(accountOfDevice(userId, '%')) });
    tx.afterCommit(() => this.refusals.forget());
  }

  /** @returns the id of the try */
  private async admit(attempt: SignInAttempt): Promise<number> {
    await this.check(attempt);
    const id = await this.count(attempt);
    try {
      await this.check(attempt, id);
      return id;
    } catch (error) {
      await this.discount(id);
      throw error;
    }
  }

  /** A right password: what failed before from this network or device was the owner's own. */
  private async forget(attempt: SignInAttempt): Promise<void> {
    this.tried.delete(keyOf(attempt));
    await this.transactions.run((tx) => tx.manager.delete(SignInFailure, placeOf(attempt)));
    this.refusals.forget(keyOf(attempt), attempt.network);
  }

  /** @param before only what was counted before this id */
  private async check(attempt: SignInAttempt, before?: number): Promise<void> {
    const { account, network, deviceAccount } = attempt;
    const now = this.clock.now().getTime();
    if (deviceAccount) {
      const wait = await this.waitFor({ account: deviceAccount }, PAIR, now, before);
      this.tellClosed(deviceAccount, network, wait, now);
      return refuse(wait);
    }
    // What was counted in time is not refused because a later one was.
    const isCounted = before !== undefined;
    if (!isCounted) await this.refuseAgain(network, now);
    const wait = await this.waitFor({ address: network }, NETWORK, now, before);
    if (!isCounted) this.refusals.keep(network, wait, now);
    this.tellClosed('', network, wait, now);
    refuse(wait);
    if (!isCounted) await this.refuseAgain(keyOf(attempt), now);
    const waits = [
      await this.waitFor({ account, address: network }, PAIR, now, before),
      await this.waitFor({ account }, ACCOUNT, now, before),
    ];
    if (!isCounted) this.refusals.keep(keyOf(attempt), Math.max(...waits), now);
    this.tellClosed(account, network, Math.max(...waits), now);
    refuse(Math.max(...waits));
  }

  /** Once each time: whoever does not listen fills no log. @param account "" = all of them */
  private tellClosed(account: string, network: string, wait: number, now: number): void {
    const key = `${account} ${network}`;
    if (wait <= 0 || (this.closed.get(key) ?? 0) > now) return;
    if (this.closed.size >= MAX_TRIED) this.closed.clear();
    this.closed.set(key, now + wait);
    const userId = /^(?:user|device):(\d+)/.exec(account)?.[1];
    this.logger.warn(
      { ...(userId && { userId: Number(userId) }), address: network, until: new Date(now + wait).toISOString() },
      'Sign-ins are refused after too many wrong passwords.',
    );
  }

  /** Refuses who was refused a moment ago, and a little later: answering whoever does not listen must not fill the time of others. */
  private async refuseAgain(key: string, now: number): Promise<void> {
    const wait = this.refusals.waitOf(key, now);
    if (wait > 0) await pause(SLOWED_MS);
    refuse(wait);
  }

  /** Milliseconds until there are fewer failures of this kind within the window than are allowed. */
  private async waitFor(counted: Counted, { failures, windowMs }: typeof PAIR, now: number, before?: number) {
    const since = MoreThan(new Date(now - windowMs));
    const [decisive] = await this.transactions.read((manager) =>
      manager.find(SignInFailure, {
        where: { ...counted, at: since, ...(before !== undefined && { id: LessThan(before) }) },
        order: { id: 'DESC' },
        skip: failures - 1,
        take: 1,
      }),
    );
    return decisive ? decisive.at.getTime() + windowMs - now : 0;
  }

  private count(attempt: SignInAttempt): Promise<number> {
    const at = this.clock.now();
    return this.transactions.run(async (tx) => {
      await tx.manager.delete(SignInFailure, { at: LessThan(earlier(at, ACCOUNT.windowMs)) });
      return tx.insert(SignInFailure, { ...placeOf(attempt), at });
    });
  }

  private async discount(id: number): Promise<void> {
    await this.transactions.run((tx) => tx.manager.delete(SignInFailure, { id }));
  }

  private remember(attempt: SignInAttempt): void {
    if (this.tried.size >= MAX_TRIED) this.tried.clear();
    this.tried.set(keyOf(attempt), this.clock.now().getTime());
  }
}

/** @param wait ms; 0 = let through */
function refuse(wait: number): void {
  if (wait > 0) throw new TooManyRequestsError('Too many wrong passwords; wait a little.', Math.ceil(wait / 1_000));
}

/** A known device's failures count neither for its network nor for the account. */
function placeOf({ account, network, deviceAccount }: SignInAttempt) {
  return deviceAccount ? { account: deviceAccount, address: '' } : { account, address: network };
}

function keyOf({ account, network }: SignInAttempt): string {
  return `${account} ${network}`;
}

const KEPT_MS = 500;
const MAX_KEPT = 10_000;

interface Refusal {
  wait: number;
  at: number;
}

/** Who was told to wait a moment ago is told so again without being looked up: whoever does not listen costs next to nothing. */
export class LateRefusals {
  private readonly kept = new Map<string, Refusal>();

  /** @returns ms to wait; 0 = it has to be looked up */
  waitOf(key: string, now: number): number {
    const refusal = this.kept.get(key);
    return refusal && Math.abs(now - refusal.at) < KEPT_MS ? refusal.wait : 0;
  }

  /** @param wait 0 = it was not refused */
  keep(key: string, wait: number, now: number): void {
    if (wait <= 0) return;
    if (this.kept.size >= MAX_KEPT) this.kept.clear();
    this.kept.set(key, { wait, at: now });
  }

  /** @param keys those that may go on; none = all of them */
  forget(...keys: string[]): void {
    if (keys.length === 0) this.kept.clear();
    for (const key of keys) this.kept.delete(key);
  }
}
