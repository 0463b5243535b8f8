import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Endpoints } from '../../outbox/endpoints.service.js';
import type { Endpoint } from '../../outbox/outbox-message.entity.js';
import { Clock } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import type { Exchange } from './exchange.entity.js';
import { ExchangeFollow } from './exchange-follow.entity.js';
import { ExchangeKinds } from './exchange-kinds.service.js';

/** Failures in a row that people are shown. */
const FAILING_AFTER = 3;

type Named = Pick<Exchange, 'id' | 'kind'>;

/** Lets messages follow their exchange: off while it is off, on with it, and on again when its sign-in was changed. */
@Injectable()
export class ExchangeEndpoints {
  constructor(
    private readonly kinds: ExchangeKinds,
    private readonly endpoints: Endpoints,
    private readonly clock: Clock,
  ) {}

  async configure(tx: Transaction, { id, kind, isActive }: Named & Pick<Exchange, 'isActive'>): Promise<void> {
    const { channel } = this.kinds.of({ kind });
    if (channel) await this.endpoints.configure(tx, channel, String(id), isActive);
  }

  async archive(tx: Transaction, { id, kind }: Named): Promise<void> {
    const { channel } = this.kinds.of({ kind });
    if (channel) await this.endpoints.archive(tx, channel, String(id), 'exchange_deleted');
  }

  /** It refused our sign-in in a call that was none of a message. */
  async pause(tx: Transaction, { id, kind }: Named, reason: string, calledAt: Date): Promise<void> {
    const { channel } = this.kinds.of({ kind });
    if (channel) await this.endpoints.pause(tx, channel, String(id), reason, calledAt);
  }

  async resume(tx: Transaction, { id, kind }: Named): Promise<void> {
    const { channel } = this.kinds.of({ kind });
    if (!channel) return;
    await this.endpoints.resume(tx, channel, String(id));
    await tx.manager.update(ExchangeFollow, { exchangeId: id }, { nextAt: this.clock.now(), failures: 0 });
  }

  /** Whether it is called in vain again and again, by messages or by asking. */
  async isFailing(manager: EntityManager, { id: exchangeId }: Named, endpoint: Endpoint): Promise<boolean> {
    const follow = await manager.findOneBy(ExchangeFollow, { exchangeId });
    return Math.max(endpoint.failuresInRow, follow?.failures ?? 0) >= FAILING_AFTER;
  }

  /** Null = it has none, since nothing is pushed. */
  async find(manager: EntityManager, { id, kind }: Named): Promise<Endpoint | null> {
    const { channel } = this.kinds.of({ kind });
    return channel ? this.endpoints.find(manager, channel, String(id)) : null;
  }
}
