import { Injectable } from '@nestjs/common';
import { In, MoreThan, Not } from 'typeorm';
import { UndoStep } from '../../orders/undo/undo-step.entity.js';
import { Clock } from '../../platform/clock.js';
import { groupBy } from '../../platform/collections.js';
import { isEmbedded } from '../../platform/sql/engine.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Exchange } from './exchange.entity.js';
import { ExchangeKinds } from './exchange-kinds.service.js';
import { CANCELLED, HandOver } from './hand-over.entity.js';

/** Finds what an exchange has to hand over that it was not told of. */
@Injectable()
export class CatchingUp {
  constructor(
    private readonly kinds: ExchangeKinds,
    private readonly clock: Clock,
  ) {}

  /**
   * Hands over what was accepted since and is not known yet.
   * @param looksAtAll something of what is known may be other than it was handed over
   */
  async catchUp(tx: Transaction, exchange: Exchange, looksAtAll: boolean): Promise<void> {
    const { id, since, regionIds, readyStatusIds } = exchange;
    const place = (name: string) => (isEmbedded(tx.manager.connection) ? `"${name}"` : name);
    const among = (column: string, ids: number[]) =>
      ids.length > 0 ? ` AND ${column} IN (${ids.map(() => '?').join(', ')})` : '';
    const columns = 'exchange_id, order_id, external_order_id, external_id, region_id, is_waiting, created_at';
    await tx.manager.query(
      `INSERT INTO exchange_hand_overs (${columns}) ` +
        `SELECT ?, o.id, o.external_order_id, o.external_id, o.region_id, 1, ? FROM ${place('orders')} o ` +
        'WHERE o.created_at >= ? AND NOT EXISTS ' +
        '(SELECT 1 FROM exchange_hand_overs h WHERE h.order_id = o.id AND h.exchange_id = ?)' +
        among('o.region_id', regionIds) +
        among('o.status_id', readyStatusIds),
      [id, instant(tx, this.clock.now()), instant(tx, since), id, ...regionIds, ...readyStatusIds],
    );
    if (looksAtAll) {
      // What was refused where orders are pushed may have been made there by hand since; what was left out goes when somebody asks for it.
      const isPushed = this.kinds.of(exchange).channel !== undefined;
      const all = { exchangeId: id };
      const open = isPushed
        ? [
            { ...all, error: '' },
            { ...all, isWaiting: true },
          ]
        : { ...all, error: Not(CANCELLED.message) };
      await tx.manager.update(HandOver, open, { isWaiting: true, pushState: '' });
    }
    await this.awaitHolds(tx, id);
  }

  /** What can still be undone is not handed over before that is over. */
  private async awaitHolds(tx: Transaction, exchangeId: number): Promise<void> {
    const steps = await tx.manager.find(UndoStep, {
      select: { id: true, kind: true, subjectId: true, until: true },
      where: { until: MoreThan(this.clock.now()) },
      order: { until: 'ASC' },
    });
    for (const ofEnd of groupBy(steps, ({ until }) => until.getTime()).values()) {
      const notBefore = ofEnd[0]!.until;
      const subjectsOf = (asked: UndoStep['kind']) =>
        In(ofEnd.flatMap(({ kind, subjectId }) => (kind === asked ? [subjectId] : [])));
      await tx.manager.update(HandOver, { exchangeId, externalOrderId: subjectsOf('decision') }, { notBefore });
      await tx.manager.update(HandOver, { exchangeId, orderId: subjectsOf('item_status') }, { notBefore });
    }
  }
}

/** As the driver wants it in a statement of our own. */
function instant({ manager }: Transaction, at: Date): unknown {
  const column = manager.connection.getMetadata(Exchange).findColumnWithPropertyName('since')!;
  return manager.connection.driver.preparePersistentValue(at, column);
}
