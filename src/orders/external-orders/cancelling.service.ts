import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { idsOf } from '../../platform/collections.js';
import { ClientCancellations } from '../orders/client-cancellations.service.js';
import { OrderStore } from '../orders/order-store.service.js';
import { Clock } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { ClientCancellationKept, ExternalOrderCancelledByClient } from './external-orders.events.js';
import { ExternalOrder, ExternalOrderPosition } from './external-order.entity.js';
import { ExternalOrderStore, newPosition } from './external-order-store.service.js';
import { IncomingCancellation, Received, ReceivingConnection } from './incoming-message.js';

/** What a cancellation did to an external order. */
interface Cancelled {
  cancelled: ExternalOrderPosition[];
  /** No position is in play any more. */
  nothingLeft: boolean;
  cancellation: IncomingCancellation;
  connection: ReceivingConnection;
}

const UNKNOWN_POSITION = {
  ...{ brand: '', number: '', name: '', quantity: 0, priceMinor: 0, comment: '' },
  deliveryDays: null,
};

/** Keeps the client's cancellations, in whatever order they arrive, and lets orders follow them. */
@Injectable()
export class CancellingService {
  constructor(
    private readonly store: ExternalOrderStore,
    private readonly orders: OrderStore,
    private readonly clientCancellations: ClientCancellations,
    private readonly clock: Clock,
  ) {}

  async cancel(
    tx: Transaction,
    connection: ReceivingConnection,
    cancellation: IncomingCancellation,
  ): Promise<Received> {
    const { externalId, positions: namedIds, reason } = cancellation;
    const order =
      (await this.store.lockByExternalId(tx, connection.connectionId, externalId)) ??
      (await this.insertPlaceholder(tx, connection, externalId));
    const known = await this.store.positionsOf(tx.manager, [order.id]);
    const named = namedIds ? known.filter((position) => namedIds.includes(position.externalId)) : known;
    const newly = named.filter(isInPlay);
    const unknownIds = (namedIds ?? []).filter((id) => !known.some((position) => position.externalId === id));
    const afterRefusal = namedIds ? await this.newlyCancelledAfterRefusal(tx, order, named) : [];
    const changesNothing = namedIds
      ? newly.length + unknownIds.length + afterRefusal.length === 0
      : order.cancelledByClient;
    if (changesNothing) return { externalOrderId: order.id, state: order.state, outcome: 'duplicate' };

    order.cancelledByClient ||= namedIds === undefined;
    await this.markCancelled(tx, newly);
    await this.rememberUnknown(tx, order, unknownIds);
    const nothingLeft = !namedIds || (newly.length > 0 && !known.some(isInPlay));
    const { orderId, conflict } = await this.followInOrder(tx, order, {
      cancelled: newly,
      nothingLeft,
      cancellation,
      connection,
    });
    order.cancelConflict ||= conflict;
    order.followPositions(await this.store.positionsOf(tx.manager, [order.id]));
    await this.store.update(tx, order);
    const details = namedIds ? { positions: namedIds.map((id) => ({ id })) } : {};
    await this.store.writeHistory(tx, order, { kind: 'cancelled_by_client', comment: reason, details });
    if (conflict) await this.store.writeHistory(tx, order, { kind: 'cancel_conflict' });
    await tx.publish(new ClientCancellationKept(order, orderId, namedIds, conflict, reason));
    return { externalOrderId: order.id, state: order.state, outcome: 'cancelled' };
  }

  /** A position that the shop refused stays refused; that the client cancelled it, too, is kept in case the refusal is taken back. */
  private async newlyCancelledAfterRefusal(
    tx: Transaction,
    order: ExternalOrder,
    named: ExternalOrderPosition[],
  ): Promise<ExternalOrderPosition[]> {
    const refused = named.filter(({ state }) => state === 'refused');
    if (refused.length === 0) return [];
    const kept = await this.store.cancelledByName(tx.manager, order.id);
    return refused.filter(({ externalId }) => !kept.has(externalId));
  }

  /** The cancellation overtook its order: it is remembered, and the order will fill it. */
  private async insertPlaceholder(tx: Transaction, connection: ReceivingConnection, externalId: string) {
    const order = this.store.blank(connection, externalId);
    order.state = 'cancelled';
    order.id = await tx.insert(ExternalOrder, order);
    return order;
  }

  private async markCancelled(tx: Transaction, positions: ExternalOrderPosition[]): Promise<void> {
    if (positions.length === 0) return;
    for (const position of positions) position.state = 'cancelled';
    const id = In(positions.map((position) => position.id));
    await tx.manager.update(ExternalOrderPosition, { id }, { state: 'cancelled' });
  }

  /** Positions that the content does not name (yet) are kept by their id alone. */
  private rememberUnknown(tx: Transaction, order: ExternalOrder, ids: string[]): Promise<void> {
    const isCurrent = order.contentHash === '';
    const positions = [...new Set(ids)].map((externalId, line) => ({
      ...newPosition(order.id, line, { ...UNKNOWN_POSITION, externalId }, 'cancelled'),
      isCurrent,
    }));
    return this.store.insertPositions(tx, positions);
  }

  /**
   * Withdraws what was not told yet and moves the items. The order's row is taken before the listeners take theirs, in the same
   * sequence as everywhere: external order, order, ordering key.
   * @returns the shop's order, and whether something the client cancelled stays with the shop
   */
  private async followInOrder(
    tx: Transaction,
    order: ExternalOrder,
    { cancelled, nothingLeft, cancellation, connection }: Cancelled,
  ): Promise<{ orderId: number | null; conflict: boolean }> {
    const { positions, reason } = cancellation;
    const whole = positions === undefined;
    const positionIds = idsOf(cancelled);
    const shopOrder = await this.orders.lock(tx, order.id);
    const { id, connectionId, externalId, regionId } = order;
    const at = this.clock.now();
    await tx.publish(
      new ExternalOrderCancelledByClient(id, connectionId, nothingLeft, positionIds, externalId, regionId, at),
    );
    if (!shopOrder) return { orderId: null, conflict: false };
    const statusId = await connection.cancelledStatusId(tx);
    const following = { externalOrderId: order.id, positionIds, whole, statusId, reason };
    return { orderId: shopOrder.id, conflict: await this.clientCancellations.follow(tx, following) };
  }
}

/** The client can still cancel it. */
function isInPlay({ state }: ExternalOrderPosition): boolean {
  return state === 'open' || state === 'accepted';
}
