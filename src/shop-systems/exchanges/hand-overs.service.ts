import { Injectable, OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Actor, limitToRegions, visibleTo } from '../../access/actor.js';
import { AuditService } from '../../access/audit.service.js';
import { OrderHandOvers } from '../../orders/orders/order-hand-overs.service.js';
import type { OrderHandOverView } from '../../orders/orders/order-hand-over.dto.js';
import { Order } from '../../orders/orders/order.entity.js';
import { OrderHandOversChanged } from '../../orders/orders/orders.events.js';
import { Clock } from '../../platform/clock.js';
import { ConflictError } from '../../platform/errors.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { type Page } from '../../platform/http/paging.dto.js';
import { readPage } from '../../platform/http/read-page.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { HandOverPreview, HandOverQuery, presentHandOver } from './exchange.dto.js';
import { lockExchange, withdrawBatches } from './batches.service.js';
import { Exchange, EXCHANGES, isPushed } from './exchange.entity.js';
import { ExchangeKinds } from './exchange-kinds.service.js';
import { CANCELLED, failureOf, HandOver, IN_STATE } from './hand-over.entity.js';
import { HandOverQueue } from './hand-over-queue.service.js';
import { readHandedOver } from './handed-over-orders.js';

/** Which orders were handed over, and how that went. */
@Injectable()
export class HandOversService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly kinds: ExchangeKinds,
    private readonly queue: HandOverQueue,
    private readonly orderHandOvers: OrderHandOvers,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.orderHandOvers.register((manager, orderId) => this.ofOrder(manager, orderId));
  }

  list(exchange: Exchange, { state, ...query }: HandOverQuery, actor: Actor): Promise<Page<OrderHandOverView>> {
    return this.transactions.read(async (manager) => {
      const rows = manager.createQueryBuilder(HandOver, 'handOver').where({ exchangeId: exchange.id });
      if (state) rows.andWhere(IN_STATE[state]);
      limitToRegions(rows, 'handOver.regionId', actor);
      const { data, meta } = await readPage(rows, query as HandOverQuery, 'handOver.createdAt');
      return { data: data.map((row) => presentHandOver(row, exchange)), meta };
    });
  }

  /** Hands an order over once more, as it is now, whatever the other side has. @throws NotFoundError */
  repeat(exchange: Exchange, id: number, actor: Actor): Promise<OrderHandOverView> {
    return this.transactions.run(async (tx) => {
      await this.configuration.of(tx);
      const found = await tx.manager.findOneBy(HandOver, { id, exchangeId: exchange.id });
      const subject = visibleTo(actor, found, `Hand-over ${id}`);
      if (isPushed(exchange)) await this.queue.add(tx, exchange, [{ ...subject, hold: null }]);
      const row = visibleTo(actor, await tx.lockOne(HandOver, { id }), `Hand-over ${id}`);
      const queued = isPushed(exchange) && row.pushState === '' && { pushState: 'queued' as const };
      const change = { isWaiting: true, confirmedHash: '', error: '', ...queued };
      await tx.updateByIds(HandOver, [id], change);
      await this.audit.record(tx, 'repeat', 'hand_over', id, { after: { orderId: row.orderId } });
      return presentHandOver(Object.assign(row, change), exchange);
    });
  }

  /**
   * What the other side cannot take is not handed over until that is asked for once more, so that what waits behind it goes.
   * @throws NotFoundError; ConflictError `already_finished`, `is_pushed`
   */
  leaveOut(exchange: Exchange, id: number, actor: Actor): Promise<OrderHandOverView> {
    if (isPushed(exchange))
      throw new ConflictError(
        'is_pushed',
        'The order is sent to the other side: what is being sent is cancelled instead.',
      );
    return this.transactions.run(async (tx) => {
      await this.configuration.of(tx);
      await lockExchange(tx, exchange.id);
      const row = visibleTo(actor, await tx.lockOne(HandOver, { id, exchangeId: exchange.id }), `Hand-over ${id}`);
      if (row.state !== 'sent' && row.state !== 'waiting')
        throw new ConflictError('already_finished', 'The other side has it, or did not take it.');
      if (row.batchId !== null) await withdrawBatches(tx, [row.batchId], this.clock.now());
      const change = { batchId: null, isWaiting: false, notBefore: null, ...failureOf(CANCELLED) };
      await tx.updateByIds(HandOver, [id], change);
      await this.audit.record(tx, 'cancel', 'hand_over', id, { after: { orderId: row.orderId } });
      await tx.publish(new OrderHandOversChanged([{ id: row.orderId, regionId: row.regionId }]));
      return presentHandOver(Object.assign(row, change), exchange);
    });
  }

  /** What would be handed over of an order now; nothing is changed. @throws NotFoundError */
  preview(exchange: Exchange, orderId: number, actor: Actor): Promise<HandOverPreview> {
    return this.transactions.read(async (manager) => {
      visibleTo(actor, await manager.findOneBy(Order, { id: orderId }), `Order ${orderId}`);
      const orders = await readHandedOver(manager, this.configuration.current, exchange, [orderId]);
      const row = await manager.findOneBy(HandOver, { orderId, exchangeId: exchange.id });
      const revision = { order: orders.get(orderId)!, revision: (row?.revision ?? 0) + 1 };
      return this.kinds.of(exchange).preview(revision, exchange.settings, this.clock.now());
    });
  }

  private async ofOrder(manager: EntityManager, orderId: number): Promise<OrderHandOverView[]> {
    const exchanges = this.configuration.current.get(EXCHANGES);
    if (exchanges.size === 0) return [];
    const rows = await manager.find(HandOver, { where: { orderId }, order: { id: 'ASC' } });
    return rows.map((row) => presentHandOver(row, exchanges.get(row.exchangeId)!));
  }
}
