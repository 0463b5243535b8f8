import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { BuyerChanges } from '../orders/buyer-changes.service.js';
import { Clock } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { contentChanges } from './content-changes.js';
import {
  ExternalOrderChangedAfterDecision,
  ExternalOrderContentsReceived,
  publishReceived,
  type ReceivedContentOf,
} from './external-orders.events.js';
import { ExternalOrder, ExternalOrderPosition } from './external-order.entity.js';
import { type HistoryDetails, ReceivedContent } from './external-order-history.entity.js';
import { ExternalOrderStore, KnownOrder, newPosition } from './external-order-store.service.js';
import {
  contentColumns,
  IncomingContent,
  IncomingOrder,
  Received,
  received,
  UnreadableMessage,
} from './incoming-message.js';

/** When a stored message is processed again. */
export interface ReconcilingOptions {
  /** The hash it was first received with. */
  formerHash?: string;
  /** Whether a later one has told of this external order since. @param endsProblems it would take the place of what is not understood */
  isOutdated?: (externalOrderId: number, endsProblems: boolean) => Promise<boolean>;
}

/** What a message means for an external order that is there already. */
@Injectable()
export class ContentReconciler {
  constructor(
    private readonly store: ExternalOrderStore,
    private readonly buyerChanges: BuyerChanges,
    private readonly clock: Clock,
  ) {}

  /** A message about an order that the inbox has, whose row is held. */
  async reconcile(
    tx: Transaction,
    order: ExternalOrder,
    content: IncomingContent,
    { formerHash, isOutdated }: ReconcilingOptions,
  ): Promise<Received> {
    const isStored = formerHash !== undefined;
    if (content.contentHash === order.contentHash) {
      const isReread = isStored && content.kind === 'unreadable' && order.state === 'needs_attention';
      return isReread ? this.renewProblems(tx, order, content) : this.repeated(tx, order, content, isStored);
    }
    const isKnown =
      !isYetToBeTakenOver(order, content) && (await this.cameBefore(tx, order, [content.contentHash, formerHash]));
    if (isKnown && !this.endsProblems(order, content)) return this.repeated(tx, order, content, isStored);
    const isOpen = order.deletedAt === null && order.decidedAt === null;
    if (await isOutdated?.(order.id, isOpen && this.endsProblems(order, content))) {
      await this.remember(tx, order, content.contentHash);
      return received(order, 'duplicate');
    }
    if (order.deletedAt || order.decidedAt) return this.flagForReview(tx, order, content);
    return this.update(tx, order, content);
  }

  /** With nothing understood in its place even an earlier content is better: the buyer may have gone back to it. */
  private endsProblems(order: ExternalOrder, { kind, contentHash }: IncomingContent): boolean {
    return kind === 'order' && order.problems.length > 0 && contentHash !== order.latestHash;
  }

  /**
   * Changes nothing: a late repeat and a buyer who changed back look the same, so the history tells of what is not the content that
   * came last.
   * @param isStored it did not come again, a person had it processed again
   */
  private async repeated(
    tx: Transaction,
    order: ExternalOrder,
    { contentHash }: IncomingContent,
    isStored: boolean,
  ): Promise<Received> {
    const isCurrent = contentHash === order.contentHash;
    if (!isStored && contentHash !== (order.latestHash ?? order.contentHash)) {
      order.latestHash = isCurrent ? null : contentHash;
      await this.store.update(tx, order);
      await this.store.writeHistory(tx, order, { kind: isCurrent ? 'current_content_again' : 'earlier_content_again' });
    }
    return received(order, 'duplicate');
  }

  /** Read again and still not understood, perhaps for another reason now. */
  private async renewProblems(
    tx: Transaction,
    order: ExternalOrder,
    { problems }: UnreadableMessage,
  ): Promise<Received> {
    order.problems = problems;
    await this.store.update(tx, order);
    return received(order, 'needs_attention');
  }

  /** A late repeat of an earlier content must not turn the order back. */
  private cameBefore(tx: Transaction, order: ExternalOrder, hashes: Array<string | undefined>): Promise<boolean> {
    const contentHash = In(hashes.filter((hash) => hash !== undefined && hash !== order.contentHash));
    return tx.manager.existsBy(ReceivedContent, { externalOrderId: order.id, contentHash });
  }

  private async flagForReview(tx: Transaction, order: ExternalOrder, content: IncomingContent): Promise<Received> {
    const outcome = order.deletedAt ? 'changed_after_deletion' : 'changed_after_decision';
    await this.remember(tx, order, content.contentHash);
    order.latestHash = content.contentHash;
    const orderId = await this.buyerChanges.came(tx, order.id);
    // The shop works on an order that was made of it, though the inbox shows it no more.
    const isAtWork = order.deletedAt === null || orderId !== null;
    order.changedAfterDecision ||= isAtWork;
    await this.store.update(tx, order);
    const positions = await this.store.positionsOf(tx.manager, [order.id]);
    await this.store.writeHistory(tx, order, { kind: outcome, details: detailsOf(order, positions, content) });
    if (isAtWork) await tx.publish(new ExternalOrderChangedAfterDecision(order, orderId));
    return this.publish(tx, order, outcome);
  }

  /** Puts the new content in the place of the old; what the client cancelled before stays cancelled. */
  private async update(tx: Transaction, order: ExternalOrder, content: IncomingContent): Promise<Received> {
    const isFirstContent = order.contentHash === '';
    const couldBeDecided = !isFirstContent && !['needs_attention', 'cancelled'].includes(order.state);
    if (!isFirstContent) {
      await this.remember(tx, order, order.contentHash);
      order.version += 1;
    }
    let positions = await this.store.positionsOf(tx.manager, [order.id]);
    const details = detailsOf(order, positions, content);
    Object.assign(order, contentColumns(content), { latestHash: null });
    this.store.beginWait(order);
    await tx.manager.delete(ReceivedContent, { externalOrderId: order.id, contentHash: order.contentHash });
    if (content.kind === 'order') {
      // What a reopened order had not taken over is out of date with that.
      order.changedAfterDecision = false;
      positions = await this.replacePositions(tx, order, positions, content);
    }
    order.followPositions(positions);
    await this.store.update(tx, order);
    const problems = content.kind === 'unreadable' ? content.problems : undefined;
    const kind = problems ? 'not_understood' : isFirstContent ? 'received' : 'updated';
    await this.store.writeHistory(tx, order, { kind, details });
    if (order.state !== 'cancelled' && (problems || !couldBeDecided))
      await publishReceived(tx, [{ order, content }], false);
    if (problems) return this.publish(tx, order, 'needs_attention');
    return this.publish(tx, order, isFirstContent ? 'created' : 'updated');
  }

  private async replacePositions(
    tx: Transaction,
    order: ExternalOrder,
    existing: ExternalOrderPosition[],
    content: IncomingOrder,
  ): Promise<ExternalOrderPosition[]> {
    const named = new Map(content.positions.map((position, line) => [position.externalId, { ...position, line }]));
    const gone: number[] = [];
    for (const position of existing) {
      const { id, externalId, state } = position;
      const update = named.get(externalId);
      named.delete(externalId);
      const change = update ? { ...update, isCurrent: true, wouldBe: null } : { isCurrent: false };
      if (!update && state !== 'cancelled') gone.push(id);
      else if (isOther(position, change)) await tx.updateByIds(ExternalOrderPosition, [id], change);
    }
    if (gone.length > 0) await tx.manager.delete(ExternalOrderPosition, { id: In(gone) });
    const state = order.cancelledByClient ? 'cancelled' : 'open';
    const added = [...named.values()].map(({ line, ...incoming }) => newPosition(order.id, line, incoming, state));
    await this.store.insertPositions(tx, added);
    return this.store.positionsOf(tx.manager, [order.id]);
  }

  private async publish(
    tx: Transaction,
    order: ExternalOrder,
    outcome: ReceivedContentOf['outcome'],
  ): Promise<Received> {
    await tx.publish(new ExternalOrderContentsReceived([{ externalOrder: order, outcome }], this.clock.now()));
    return received(order, outcome);
  }

  private async remember(tx: Transaction, { id: externalOrderId }: ExternalOrder, contentHash: string): Promise<void> {
    if (await tx.manager.existsBy(ReceivedContent, { externalOrderId, contentHash })) return;
    await tx.insertMany(ReceivedContent, [{ externalOrderId, contentHash, at: this.clock.now() }]);
  }
}

function isOther(position: ExternalOrderPosition, change: Partial<ExternalOrderPosition>): boolean {
  return Object.entries(change).some(([column, value]) => position[column as keyof typeof change] !== value);
}

type WhatIsKnown = Pick<KnownOrder, 'changedAfterDecision' | 'decidedAt' | 'deletedAt' | 'latestHash'>;

/** A reopened order has the content that was decided: when the one that came last comes again, it is no repeat. */
export function isYetToBeTakenOver(order: WhatIsKnown, { kind, contentHash }: IncomingContent): boolean {
  const isUndecided = order.decidedAt === null && order.deletedAt === null;
  return kind === 'order' && isUndecided && order.changedAfterDecision && order.latestHash === contentHash;
}

/**
 * What the history says of a new content: why it is not understood, or what it changes where there was one before.
 * @param positions as they are stored before it
 */
function detailsOf(order: ExternalOrder, positions: ExternalOrderPosition[], content: IncomingContent): HistoryDetails {
  if (content.kind === 'unreadable') return { problems: content.problems };
  const wasUnderstood = positions.some(({ isCurrent, quantity }) => isCurrent && quantity > 0);
  return wasUnderstood ? { changes: contentChanges(order, positions, content) } : {};
}
