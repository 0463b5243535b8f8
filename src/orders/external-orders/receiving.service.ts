import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { CancellingService } from './cancelling.service.js';
import { ExternalOrder } from './external-order.entity.js';
import {
  ExternalOrderStore,
  identityOf,
  type KnownOrder,
  NewPosition,
  newPosition,
  externalIdHash,
} from './external-order-store.service.js';
import { ExternalOrderContentsReceived, publishReceived } from './external-orders.events.js';
import {
  contentColumns,
  IncomingContent,
  IncomingMessage,
  Received,
  received,
  ReceivingConnection,
} from './incoming-message.js';
import { ReconcilingOptions, ContentReconciler, isYetToBeTakenOver } from './content-reconciler.service.js';

/** A content and where it came from. */
export interface Arrival {
  connection: ReceivingConnection;
  content: IncomingContent;
}

interface Draft {
  order: ExternalOrder;
  content: IncomingContent;
}

/** Takes in what a marketplace sent: every message ends as a row of the inbox or is recognised as one that was there before. */
@Injectable()
export class ReceivingService {
  constructor(
    private readonly store: ExternalOrderStore,
    private readonly reconciler: ContentReconciler,
    private readonly cancelling: CancellingService,
    private readonly clock: Clock,
  ) {}

  /** @throws QueryFailedError (unique violation) when the same id comes in elsewhere: call again in a new transaction */
  async receive(
    tx: Transaction,
    connection: ReceivingConnection,
    message: IncomingMessage,
    options: ReconcilingOptions = {},
  ): Promise<Received> {
    if (message.kind === 'cancellation') return this.cancelling.cancel(tx, connection, message);
    const known = await this.store.lockByExternalId(tx, connection.connectionId, message.externalId);
    if (known) return this.reconciler.reconcile(tx, known, message, options);
    const draft = this.draft({ connection, content: message });
    await this.insert(tx, [draft]);
    return received(draft.order, outcomeOf(message));
  }

  /**
   * Takes in what is plainly new and recognises what is plainly known, many in as few statements as one.
   * @returns what became of each, in their order; undefined = it has to be received by itself
   * @throws QueryFailedError (unique violation) when one of the ids comes in elsewhere: receive each by itself
   */
  async receiveTogether(tx: Transaction, arrivals: Arrival[]): Promise<Array<Received | undefined>> {
    const drafts = arrivals.map((arrival) => this.draft(arrival));
    const known = await this.knownOf(tx, drafts);
    const fresh = new Map<string, Draft>();
    for (const draft of drafts) {
      const identity = identityOf(draft.order);
      if (!known.has(identity) && !fresh.has(identity)) fresh.set(identity, draft);
    }
    await this.insert(tx, [...fresh.values()]);
    return drafts.map((draft) => {
      const { order, content } = draft;
      const identity = identityOf(order);
      if (fresh.get(identity) === draft) return received(order, outcomeOf(content));
      const before = known.get(identity);
      const isLatest = before && (before.latestHash ?? before.contentHash) === content.contentHash;
      return isLatest && !isYetToBeTakenOver(before, content) ? received(before, 'duplicate') : undefined;
    });
  }

  /** Of one alone nothing is looked up, since it is nearly always new: the unique key refuses it otherwise. */
  private async knownOf(tx: Transaction, drafts: Draft[]): Promise<Map<string, KnownOrder>> {
    if (drafts.length === 1) return new Map();
    return this.store.findByIdentity(
      tx,
      drafts.map(({ order }) => order),
    );
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
    const comment = `Сообщение обработано повторно: теперь это внешний заказ ${externalId}.`;
    await this.store.writeHistory(tx, former, { kind: 'deleted', comment, actor });
  }

  private draft({ connection, content }: Arrival): Draft {
    const order = this.store.blank(connection, content.externalId);
    const state = content.kind === 'order' ? 'new' : 'needs_attention';
    return { order: Object.assign(order, contentColumns(content), { state }), content };
  }

  private async insert(tx: Transaction, drafts: Draft[]): Promise<void> {
    if (drafts.length === 0) return;
    await this.store.insert(
      tx,
      drafts.map(({ order }) => order),
    );
    const positions = drafts.flatMap(({ order, content }) => newPositions(order, content));
    await this.store.insertPositions(tx, positions);
    await publishReceived(tx, drafts, true);
    const contents = drafts.map(({ order, content }) => ({ externalOrder: order, outcome: outcomeOf(content) }));
    await tx.publish(new ExternalOrderContentsReceived(contents, this.clock.now()));
  }
}

function newPositions({ id }: ExternalOrder, content: IncomingContent): NewPosition[] {
  if (content.kind === 'unreadable') return [];
  return content.positions.map((position, line) => newPosition(id, line, position, 'open'));
}

function outcomeOf({ kind }: IncomingContent): 'created' | 'needs_attention' {
  return kind === 'order' ? 'created' : 'needs_attention';
}
