import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Clock } from '../shared/clock.js';
import type { Transaction } from '../shared/transaction.js';
import { CancellingService } from './cancelling.service.js';
import { ExternalOrder } from './external-order.entity.js';
import { ExternalOrderChanged } from './external-order-changed.event.js';
import { ExternalOrderChangedAfterDecision } from './external-order-changed-after-decision.event.js';
import { ExternalOrderHistory } from './external-order-history.service.js';
import { ExternalOrderContentReceived } from './external-order-content-received.event.js';
import { ExternalOrderNeedsAttention } from './external-order-needs-attention.event.js';
import { ExternalOrderPosition } from './external-order-position.entity.js';
import { ExternalOrderReceived } from './external-order-received.event.js';
import { ExternalOrderStore } from './external-order-store.service.js';
import { externalIdHash } from './identity.js';
import {
  IncomingMessage,
  IncomingOrder,
  Received,
  ReceivingConnection,
  ReceivingOutcome,
  UnreadableMessage,
} from './incoming-message.js';
import { ReceivedContent } from './received-content.entity.js';

export interface ReceivingOptions {
  /** Insert at once, without looking first; fails with a unique violation when the order is known. */
  expectNew?: boolean;
  /** When a stored message is processed again: the hash it was first received with. */
  formerHash?: string;
  /** When a stored message is processed again: whether a later one has told of this external order since. */
  isOutdated?: (externalOrderId: number) => Promise<boolean>;
}

type Content = IncomingOrder | UnreadableMessage;

/** Takes in what a marketplace sent: every message ends as a row of the inbox or is recognised as one that was there before. */
@Injectable()
export class ReceivingService {
  constructor(
    private readonly store: ExternalOrderStore,
    private readonly history: ExternalOrderHistory,
    private readonly cancelling: CancellingService,
    private readonly clock: Clock,
  ) {}

  /** @throws QueryFailedError (unique violation) when `expectNew` was wrong: call again without it in a new transaction */
  async receive(
    tx: Transaction,
    connection: ReceivingConnection,
    message: IncomingMessage,
    options: ReceivingOptions = {},
  ): Promise<Received> {
    if (message.kind === 'cancellation') return this.cancelling.cancel(tx, connection, message);
    const known = options.expectNew
      ? null
      : await this.store.lockByExternalId(tx, connection.connectionId, message.externalId);
    return known ? this.recognise(tx, known, message, options) : this.insert(tx, connection, message);
  }

  /** Whether a row of the inbox has this id at the marketplace. */
  hasId(tx: Transaction, externalOrderId: number, externalId: string): Promise<boolean> {
    return tx.manager.existsBy(ExternalOrder, { id: externalOrderId, externalIdHash: externalIdHash(externalId) });
  }

  /**
   * Takes an entry that had no id of its own out of the inbox, once its message turned out to be about another one.
   * @param actor who had the message processed again
   */
  async supersede(tx: Transaction, formerId: number, { externalOrderId }: Received, actor: string): Promise<void> {
    if (formerId === externalOrderId) return;
    const former = await this.store.lock(tx, formerId);
    if (!former?.hasSyntheticId || former.state !== 'needs_attention') return;
    const { externalId } = await tx.manager.findOneByOrFail(ExternalOrder, { id: externalOrderId });
    former.deletedAt = this.clock.now();
    former.state = 'deleted';
    await this.store.update(tx, former);
    const comment = `Сообщение обработано заново: это внешний заказ ${externalId}.`;
    await this.history.write(tx, former, { kind: 'deleted', comment, actor });
  }

  private async insert(tx: Transaction, connection: ReceivingConnection, content: Content): Promise<Received> {
    const order = this.store.blank(connection, content.externalId);
    Object.assign(order, contentColumns(content));
    const positions = content.kind === 'order' ? content.positions.map((each, line) => ({ ...each, line })) : [];
    order.state = content.kind === 'order' ? 'new' : 'needs_attention';
    order.id = await tx.insert(ExternalOrder, order);
    await this.store.insertPositions(tx, order, positions, 'open');
    await this.tellCameIn(tx, order, content, true);
    return this.tell(tx, order, content.kind === 'order' ? 'created' : 'needs_attention');
  }

  private async recognise(
    tx: Transaction,
    order: ExternalOrder,
    content: Content,
    { formerHash, isOutdated }: ReceivingOptions,
  ): Promise<Received> {
    if (content.contentHash === order.contentHash) {
      const isReread = formerHash !== undefined && content.kind === 'unreadable' && order.state === 'needs_attention';
      return isReread ? this.renewProblems(tx, order, content) : received(order, 'duplicate');
    }
    if (await this.cameBefore(tx, order, [content.contentHash, formerHash])) return received(order, 'duplicate');
    if (await isOutdated?.(order.id)) {
      await this.remember(tx, order, content.contentHash);
      return received(order, 'duplicate');
    }
    if (order.deletedAt || order.decidedAt) return this.keepForAPerson(tx, order, content);
    return this.update(tx, order, content);
  }

  /** Read again and still not understood, perhaps for another reason now. */
  private async renewProblems(
    tx: Transaction,
    order: ExternalOrder,
    { problems }: UnreadableMessage,
  ): Promise<Received> {
    await tx.manager.update(ExternalOrder, { id: order.id }, { problems });
    return received(order, 'needs_attention');
  }

  /** A late repeat of an earlier content must not turn the order back. */
  private cameBefore(tx: Transaction, order: ExternalOrder, hashes: Array<string | undefined>): Promise<boolean> {
    const contentHash = In(hashes.filter((hash) => hash !== undefined && hash !== order.contentHash));
    return tx.manager.existsBy(ReceivedContent, { externalOrderId: order.id, contentHash });
  }

  private async keepForAPerson(tx: Transaction, order: ExternalOrder, content: Content): Promise<Received> {
    const outcome = order.deletedAt ? 'changed_after_deletion' : 'changed_after_decision';
    await this.remember(tx, order, content.contentHash);
    if (!order.deletedAt) {
      order.changedAfterDecision = true;
      await tx.manager.update(ExternalOrder, { id: order.id }, { changedAfterDecision: true });
    }
    const problems = content.kind === 'unreadable' ? content.problems : undefined;
    await this.history.write(tx, order, { kind: outcome, details: problems ? { problems } : {} });
    await tx.publish(new ExternalOrderChanged(order.id, order.regionId));
    if (!order.deletedAt) await tx.publish(new ExternalOrderChangedAfterDecision(order));
    return this.tell(tx, order, outcome);
  }

  /** Puts the new content in the place of the old; what the client cancelled before stays cancelled. */
  private async update(tx: Transaction, order: ExternalOrder, content: Content): Promise<Received> {
    const isFirstContent = order.contentHash === '';
    const couldBeDecided = !isFirstContent && order.state !== 'needs_attention';
    if (!isFirstContent) {
      await this.remember(tx, order, order.contentHash);
      order.version += 1;
    }
    Object.assign(order, contentColumns(content));
    let positions = await this.store.positionsOf(tx.manager, [order.id]);
    if (content.kind === 'order') positions = await this.replacePositions(tx, order, positions, content);
    order.followPositions(positions);
    await this.store.update(tx, order);
    const problems = content.kind === 'unreadable' ? content.problems : undefined;
    await this.history.write(
      tx,
      order,
      problems ? { kind: 'not_understood', details: { problems } } : { kind: isFirstContent ? 'received' : 'updated' },
    );
    if (order.state !== 'cancelled' && (problems || !couldBeDecided)) await this.tellCameIn(tx, order, content, false);
    if (problems) return this.tell(tx, order, 'needs_attention');
    return this.tell(tx, order, isFirstContent ? 'created' : 'updated');
  }

  private async tellCameIn(tx: Transaction, order: ExternalOrder, content: Content, isNew: boolean): Promise<void> {
    await tx.publish(
      content.kind === 'order'
        ? new ExternalOrderReceived(order, content.positions.length, content.totalMinor, isNew)
        : new ExternalOrderNeedsAttention(order, content.problems, isNew),
    );
  }

  private async replacePositions(
    tx: Transaction,
    order: ExternalOrder,
    existing: ExternalOrderPosition[],
    content: IncomingOrder,
  ): Promise<ExternalOrderPosition[]> {
    const named = new Map(content.positions.map((position, line) => [position.externalId, { ...position, line }]));
    for (const position of existing) {
      const update = named.get(position.externalId);
      named.delete(position.externalId);
      if (update) {
        await tx.manager.update(ExternalOrderPosition, { id: position.id }, { ...update, isCurrent: true });
      } else if (position.state === 'cancelled') {
        await tx.manager.update(ExternalOrderPosition, { id: position.id }, { isCurrent: false });
      } else {
        await tx.manager.delete(ExternalOrderPosition, { id: position.id });
      }
    }
    const state = order.cancelledByClient ? 'cancelled' : 'open';
    await this.store.insertPositions(tx, order, [...named.values()], state);
    return this.store.positionsOf(tx.manager, [order.id]);
  }

  private async tell(tx: Transaction, order: ExternalOrder, outcome: ExternalOrderContentReceived['outcome']) {
    const { id, externalId, connectionId, regionId } = order;
    const told = { id, externalId, connectionId, regionId };
    await tx.publish(new ExternalOrderContentReceived(told, outcome, this.clock.now()));
    return received(order, outcome);
  }

  private remember(tx: Transaction, order: ExternalOrder, contentHash: string): Promise<void> {
    return tx.insertMany(ReceivedContent, [{ externalOrderId: order.id, contentHash, at: this.clock.now() }]);
  }
}

/** What an unreadable content says is not known; what was known before stays. */
function contentColumns(content: Content): Partial<ExternalOrder> {
  if (content.kind === 'unreadable') return { contentHash: content.contentHash, problems: content.problems };
  return {
    contentHash: content.contentHash,
    problems: [],
    totalMinor: content.totalMinor,
    customerName: content.customer.name,
    customerPhone: content.customer.phone,
    customerEmail: content.customer.email,
    deliveryType: content.delivery.type,
    deliveryAddress: content.delivery.address,
    comment: content.comment,
    orderedAt: content.orderedAt,
  };
}

function received(order: ExternalOrder, outcome: ReceivingOutcome): Received {
  return { externalOrderId: order.id, state: order.state, outcome };
}
