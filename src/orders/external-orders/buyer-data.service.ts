import { Injectable } from '@nestjs/common';
import { EntityManager, In, IsNull, MoreThan, Not } from 'typeorm';
import { AuditService } from '../../access/audit.service.js';
import { OrderStore } from '../orders/order-store.service.js';
import { groupBy, idsOf } from '../../platform/collections.js';
import { detailOf } from '../../platform/error-texts.js';
import { NotFoundError } from '../../platform/errors.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { buyerTexts, CHANGING_KINDS, withoutBuyer } from './content-changes.js';
import { BuyerDataErased } from './external-orders.events.js';
import { ExternalOrder, ExternalOrderPosition } from './external-order.entity.js';
import { ExternalOrderHistoryEntry } from './external-order-history.entity.js';
import { ExternalOrderNote } from './external-order-note.entity.js';
import { ExternalOrderStore } from './external-order-store.service.js';
import { NOTHING_KNOWN } from './incoming-message.js';
import { searchedTextOf } from '../orders/searched-text.js';

const SEARCHED_AT_ONCE = 200;
const SEARCHED_TEXTS = {
  customerName: true,
  customerPhone: true,
  customerEmail: true,
  deliveryAddress: true,
  comment: true,
  vin: true,
} as const;

/** What a part of a search came to. */
export interface SearchedOrders {
  found: number[];
  /** That were looked through. */
  bytes: number;
  /** Where to go on; null = that was the last part. */
  lastId: number | null;
  /** How much of all was looked through, about: from 0 to 1. */
  share: number;
}

/** Finds and erases what external orders say of their buyers; parts, prices, states and times stay. */
@Injectable()
export class BuyerData {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: ExternalOrderStore,
    private readonly orders: OrderStore,
    private readonly audit: AuditService,
  ) {}

  /** Looks through what the next external orders say of their buyers. @param afterId goes on behind this one */
  async search(matches: (text: string) => boolean, afterId: number): Promise<SearchedOrders> {
    const { orders, newestId, beside } = await this.transactions.read(async (manager) => {
      const newestId = (await manager.maximum(ExternalOrder, 'id', {})) ?? 0;
      const orders = await manager.find(ExternalOrder, {
        select: { id: true, ...SEARCHED_TEXTS },
        where: { id: MoreThan(afterId) },
        order: { id: 'ASC' },
        take: SEARCHED_AT_ONCE,
      });
      return { orders, newestId, beside: await this.textsBeside(manager, idsOf(orders)) };
    });
    const found: number[] = [];
    let bytes = 0;
    for (const order of orders) {
      const { id, customerName, customerPhone, customerEmail, deliveryAddress, comment, vin } = order;
      const own = [customerName, customerPhone, customerEmail, deliveryAddress, comment, vin];
      const text = [...own, ...(beside.get(id) ?? [])].join('\n');
      bytes += Buffer.byteLength(text);
      if (matches(text)) found.push(id);
    }
    const lastId = orders.length < SEARCHED_AT_ONCE ? null : orders.at(-1)!.id;
    return { found, bytes, lastId, share: lastId === null ? 1 : lastId / newestId };
  }

  /** Those of the ids that there are. */
  find(ids: number[]): Promise<ExternalOrder[]> {
    return this.transactions.read((manager) =>
      manager.find(ExternalOrder, { where: { id: In(ids) }, order: { id: 'ASC' } }),
    );
  }

  /**
   * @param actor name of the user
   * @throws NotFoundError; ConflictError `being_sent` while a message about the order is on its way
   */
  erase(id: number, actor: string): Promise<void> {
    return this.transactions.run(async (tx) => {
      const order = await this.store.lock(tx, id);
      if (!order) throw new NotFoundError(`External order ${id}`);
      const blank = {
        customerName: '',
        customerPhone: '',
        customerEmail: '',
        deliveryAddress: '',
        comment: '',
        vin: '',
      };
      const positions = (await this.store.positionsOf(tx.manager, [id])).filter(({ isCurrent }) => isCurrent);
      const searchedText = searchedTextOf({ ...NOTHING_KNOWN, externalId: order.externalId, positions });
      const problems = order.problems.map(withoutReason);
      await tx.manager.update(ExternalOrder, { id }, { ...blank, searchedText, problems });
      await tx.manager.update(ExternalOrderPosition, { externalOrderId: id }, { comment: '' });
      const refused = { externalOrderId: id, refusalReason: Not(IsNull()) };
      await tx.manager.update(ExternalOrderPosition, refused, { refusalReason: '' });
      await tx.manager.update(ExternalOrderHistoryEntry, { externalOrderId: id }, { comment: '' });
      await this.eraseDetails(tx, id);
      await tx.manager.delete(ExternalOrderNote, { externalOrderId: id });
      await this.store.writeHistory(tx, order, { kind: 'personal_data_deleted', actor });
      await this.audit.record(tx, 'delete_personal_data', 'external_order', id);
      await this.eraseElsewhere(tx, order);
    });
  }

  /** Once more everywhere but in the external order: for what was on its way when it was erased. */
  eraseLateArrivals(id: number): Promise<void> {
    return this.transactions.run(async (tx) => {
      const order = await this.store.lock(tx, id);
      if (order) await this.eraseElsewhere(tx, order);
    });
  }

  /** What may stand of buyers beside these external orders, by their ids: all that is erased of them. */
  private async textsBeside(manager: EntityManager, ids: number[]): Promise<Map<number, string[]>> {
    if (ids.length === 0) return new Map();
    const select = { id: true, externalOrderId: true, comment: true } as const;
    const commented = { select, where: { externalOrderId: In(ids), comment: Not('') } };
    const [entries, notes, positions, commentedEntries, comments] = await Promise.all([
      changingEntries(manager, ids),
      manager.findBy(ExternalOrderNote, { externalOrderId: In(ids) }),
      manager.find(ExternalOrderPosition, commented),
      manager.find(ExternalOrderHistoryEntry, commented),
      this.orders.commentsOf(manager, ids),
    ]);
    const texts = [
      ...entries.map(({ externalOrderId, details }) => ({ externalOrderId, texts: buyerTexts(details.changes ?? []) })),
      ...notes.map(({ externalOrderId, text }) => ({ externalOrderId, texts: [text] })),
      ...[...positions, ...commentedEntries, ...comments].map(({ externalOrderId, comment }) => {
        return { externalOrderId, texts: [comment] };
      }),
    ];
    const byOrder = groupBy(texts, ({ externalOrderId }) => externalOrderId);
    return new Map([...byOrder].map(([id, each]) => [id, each.flatMap((of) => of.texts)]));
  }

  private async eraseDetails(tx: Transaction, id: number): Promise<void> {
    for (const { id: entryId, details } of await changingEntries(tx.manager, [id])) {
      const { changes, problems } = details;
      if (!changes?.length && !problems) continue;
      const erased = {
        ...(changes && { changes: withoutBuyer(changes) }),
        ...(problems && { problems: problems.map(withoutReason) }),
      };
      await tx.updateByIds(ExternalOrderHistoryEntry, [entryId], { details: { ...details, ...erased } });
    }
  }

  private async eraseElsewhere(tx: Transaction, { id, createdAt, regionId }: ExternalOrder): Promise<void> {
    const orderId = await this.orders.eraseBuyer(tx, id);
    await tx.publish(new BuyerDataErased(id, createdAt, regionId, orderId));
  }
}

/** A reason is somebody else's sentence, which may quote what it failed on. */
function withoutReason(problem: FieldError): FieldError {
  if (problem.params.reason === undefined) return problem;
  return { ...problem, ...detailOf({ code: problem.code, params: { ...problem.params, reason: '…' } }) };
}

/** Of the histories of these external orders, what tells of what came in. */
async function changingEntries(manager: EntityManager, ids: number[]): Promise<ExternalOrderHistoryEntry[]> {
  if (ids.length === 0) return [];
  const where = { externalOrderId: In(ids), kind: In(CHANGING_KINDS) };
  return manager.find(ExternalOrderHistoryEntry, { where, order: { id: 'ASC' } });
}
