import { Injectable, OnModuleInit } from '@nestjs/common';
import { In, IsNull, MoreThan, Not } from 'typeorm';
import { ClockSynchronization } from '../platform/database/clock-synchronization.service.js';
import { Clock, CLOCKS_DIFFER_MS, later } from '../platform/clock.js';
import { LONGEST_HOLD_MS } from '../platform/transactions/hold.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { LEASE_MS } from './claims.service.js';
import { LONGEST_PAUSE_MS } from './circuit-breaker.js';
import { OutboxMessage, Endpoint, UNSENT } from './outbox-message.entity.js';
import { MAX_TRIES, longestDelayMs } from './retry-schedule.js';

const ROWS_A_STEP = 500;
const OPEN = In(UNSENT);
const IS_HELD = { holdId: Not(IsNull()), notBefore: Not(IsNull()) };

/**
 * Puts right what was written while the clock was ahead: it would wait until the time comes that never was. What lies later than anything
 * could have put it is due again; nothing that was written by a right clock is touched, so it may be done at any time and by all.
 */
@Injectable()
export class DueTimes implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly synchronization: ClockSynchronization,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.synchronization.afterStep(() => this.mend());
  }

  async mend(): Promise<void> {
    const now = this.clock.now();
    const endpoints = await this.transactions.read((manager) => manager.find(Endpoint));
    for (const { id: endpointId } of endpoints) {
      await this.mendLeases(endpointId, now);
      while (await this.mendTried(endpointId, now));
      while (await this.mendHeld(endpointId, now));
      await this.mendOthers(endpointId, now);
    }
    await this.mendEndpoints(now);
  }

  /** The send may still be under way, so the claim is worth a whole lease from now. */
  private async mendLeases(endpointId: number, now: Date): Promise<void> {
    const tooLate = MoreThan(later(now, LEASE_MS + CLOCKS_DIFFER_MS));
    await this.transactions.change((manager) =>
      manager.update(OutboxMessage, { endpointId, state: 'sending', dueAt: tooLate }, { dueAt: later(now, LEASE_MS) }),
    );
  }

  /** What was tried by the clock that was ahead waits as long from now as it was to wait from that attempt. @returns whether there may be more */
  private mendTried(endpointId: number, now: Date): Promise<boolean> {
    const ahead = MoreThan(later(now, CLOCKS_DIFFER_MS));
    return this.transactions.run(async (tx) => {
      const messages = await tx.manager.find(OutboxMessage, {
        select: { id: true, dueAt: true, notBefore: true, triedAt: true },
        where: { endpointId, state: OPEN, dueAt: ahead, triedAt: ahead },
        order: { id: 'ASC' },
        take: ROWS_A_STEP,
      });
      for (const { id, dueAt, notBefore, triedAt } of messages) {
        const moved = (at: Date) => later(now, at.getTime() - triedAt!.getTime());
        const change = { dueAt: moved(dueAt), notBefore: notBefore && moved(notBefore), triedAt: now };
        await tx.manager.update(OutboxMessage, { id, state: OPEN, dueAt }, change);
      }
      return messages.length === ROWS_A_STEP;
    });
  }

  /**
   * A change made by the clock that was ahead is held as long from now as it was to be held. One whose hold may be right waits until the
   * time that people were told, since sooner could be while it can be undone. @returns whether there may be more
   */
  private mendHeld(endpointId: number, now: Date): Promise<boolean> {
    const tooLate = MoreThan(later(now, LONGEST_HOLD_MS + CLOCKS_DIFFER_MS));
    return this.transactions.run(async (tx) => {
      const messages = await tx.manager.find(OutboxMessage, {
        select: { id: true, dueAt: true, createdAt: true },
        where: { endpointId, state: OPEN, dueAt: tooLate, triedAt: IsNull(), ...IS_HELD },
        order: { id: 'ASC' },
        take: ROWS_A_STEP,
      });
      for (const { id, dueAt, createdAt } of messages) {
        const until = later(now, Math.min(dueAt.getTime() - createdAt.getTime(), LONGEST_HOLD_MS));
        await tx.manager.update(OutboxMessage, { id, state: OPEN, dueAt }, { dueAt: until, notBefore: until });
      }
      return messages.length === ROWS_A_STEP;
    });
  }

  /** What was made, or put forward by a person or by the circuit breaker, while the clock was ahead. */
  private async mendOthers(endpointId: number, now: Date): Promise<void> {
    await this.transactions.change((manager) =>
      manager
        .createQueryBuilder()
        .update(OutboxMessage)
        .set({ dueAt: now })
        .where({ endpointId, state: OPEN, triedAt: IsNull(), dueAt: MoreThan(later(now, CLOCKS_DIFFER_MS)) })
        .andWhere('(dueAt <= createdAt OR createdAt > :ahead)', { ahead: later(now, CLOCKS_DIFFER_MS) })
        .andWhere('(holdId IS NULL OR notBefore IS NULL)')
        .execute(),
    );
    for (let retryStep = 0; retryStep < MAX_TRIES; retryStep++) {
      const tooLate = MoreThan(later(now, longestDelayMs(retryStep) + CLOCKS_DIFFER_MS));
      const isTried = { triedAt: Not(IsNull()), notBefore: IsNull() };
      await this.transactions.change((manager) =>
        manager.update(
          OutboxMessage,
          { endpointId, state: OPEN, retryStep, dueAt: tooLate, ...isTried },
          { dueAt: now },
        ),
      );
    }
  }

  private async mendEndpoints(now: Date): Promise<void> {
    const ahead = MoreThan(later(now, CLOCKS_DIFFER_MS));
    const tooLate = MoreThan(later(now, LONGEST_PAUSE_MS + CLOCKS_DIFFER_MS));
    await this.transactions.run(async (tx) => {
      await tx.manager.update(Endpoint, { probeAt: tooLate }, { probeAt: now });
      await tx.manager.update(Endpoint, { resumedAt: ahead }, { resumedAt: now });
      await tx.manager.update(Endpoint, { recoveredAt: ahead }, { recoveredAt: now });
    });
  }
}
