import { In, MoreThan, Not } from 'typeorm';
import { UndoStep } from '../../orders/undo/undo-step.entity.js';
import { groupBy, idsOf } from '../../platform/collections.js';
import { isEmbedded } from '../../platform/sql/engine.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Exchange, isPushed } from './exchange.entity.js';
import { HandOver } from './hand-over.entity.js';

/**
 * Hands over what was accepted since, of which the exchange was not told.
 * @param looksAtAll something of what is known may be other than it was handed over
 */
export async function catchUp(tx: Transaction, exchange: Exchange, looksAtAll: boolean, now: Date): Promise<void> {
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
    [id, instant(tx, now), instant(tx, since), id, ...regionIds, ...readyStatusIds],
  );
  if (looksAtAll) {
    const all = { exchangeId: id };
    const failed = await tx.manager.findBy(HandOver, { ...all, error: Not('') });
    const leftOut = idsOf(failed.filter(({ isLeftOut }) => isLeftOut));
    // What was refused where orders are pushed may have been made there by hand since; what was left out goes when somebody asks for it.
    const open = isPushed(exchange)
      ? [
          { ...all, error: '' },
          { ...all, isWaiting: true },
        ]
      : { ...all, id: Not(In(leftOut)) };
    await tx.manager.update(HandOver, open, { isWaiting: true, pushState: '' });
  }
  await awaitHolds(tx, id, now);
}

/** What can still be undone is not handed over before that is over. */
async function awaitHolds(tx: Transaction, exchangeId: number, now: Date): Promise<void> {
  const steps = await tx.manager.find(UndoStep, {
    select: { id: true, kind: true, subjectId: true, until: true },
    where: { until: MoreThan(now) },
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

/** As the driver wants it in a statement of our own. */
function instant({ manager }: Transaction, at: Date): unknown {
  const column = manager.connection.getMetadata(Exchange).findColumnWithPropertyName('since')!;
  return manager.connection.driver.preparePersistentValue(at, column);
}
