import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThan, MoreThan } from 'typeorm';
import { BuyerDataErased } from '../external-orders/buyer-data-erased.event.js';
import { Clock } from '../shared/clock.js';
import { OnDomainEvent } from '../shared/domain-event-bus.js';
import type { Transaction } from '../shared/transaction.js';
import { Transactions } from '../shared/transactions.service.js';
import { readableText } from './body-text.js';
import { GettzapMessage } from './gettzap-message.entity.js';

const SEARCHED_AT_ONCE = 200;

export interface FoundMessage {
  id: number;
  externalOrderId: number | null;
}

/** Removes bodies and headers from the journal; that a message came, and what became of it, stays. */
@Injectable()
export class MessageBodies {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** Removes the oldest bodies from before the time. @returns how many were found, at most `limit` */
  removeOld(before: Date, limit: number): Promise<number> {
    return this.transactions.run(async (tx) => {
      const old = await tx.manager.find(GettzapMessage, {
        select: { id: true },
        where: { bodyRemovedAt: IsNull(), createdAt: LessThan(before) },
        order: { createdAt: 'ASC' },
        take: limit,
      });
      await this.remove(
        tx,
        old.map(({ id }) => id),
      );
      return old.length;
    });
  }

  /** Looks through every body that is still there. */
  async search(matches: (text: string) => boolean): Promise<FoundMessage[]> {
    const found: FoundMessage[] = [];
    for (let lastId = 0; ;) {
      const messages = await this.transactions.read((manager) =>
        manager.find(GettzapMessage, {
          select: { id: true, externalOrderId: true, contentType: true, body: true },
          where: { id: MoreThan(lastId), bodyRemovedAt: IsNull() },
          order: { id: 'ASC' },
          take: SEARCHED_AT_ONCE,
        }),
      );
      for (const { id, externalOrderId, contentType, body } of messages) {
        if (matches(readableText(Buffer.from(body), contentType))) found.push({ id, externalOrderId });
      }
      const last = messages.at(-1);
      if (!last) return found;
      lastId = last.id;
    }
  }

  /** Removes all that may quote what a body said. */
  async forget(ids: number[]): Promise<void> {
    await this.transactions.run(async (tx) => {
      await tx.manager.update(GettzapMessage, { id: In(ids) }, { detail: '' });
      await this.remove(tx, ids);
    });
  }

  @OnDomainEvent(BuyerDataErased)
  async onBuyerDataErased({ externalOrderId }: BuyerDataErased, tx: Transaction): Promise<void> {
    const messages = await tx.manager.find(GettzapMessage, { select: { id: true }, where: { externalOrderId } });
    await this.remove(
      tx,
      messages.map(({ id }) => id),
    );
  }

  private async remove(tx: Transaction, ids: number[]): Promise<void> {
    if (ids.length === 0) return;
    const change = { body: Buffer.alloc(0), headers: {}, bodyRemovedAt: this.clock.now() };
    await tx.manager.update(GettzapMessage, { id: In(ids), bodyRemovedAt: IsNull() }, change);
  }
}
