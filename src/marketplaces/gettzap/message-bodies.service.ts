import { Injectable } from '@nestjs/common';
import { EntityManager, In, IsNull, LessThan } from 'typeorm';
import { AuditService } from '../../access/audit.service.js';
import { idsOf } from '../../platform/collections.js';
import { BuyerDataErased } from '../../orders/external-orders/external-orders.events.js';
import { Clock } from '../../platform/clock.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { RefusedBody, unpacked } from './body-reader.js';
import { readableText } from './body-text.js';
import { GettzapMessage } from './gettzap-message.entity.js';

const SEARCHED_AT_ONCE = 200;
/** Between such portions others get their turn. */
const BYTES_A_QUERY = 262_144;
const SEARCHED_COLUMNS = { id: true, externalOrderId: true, contentType: true, headers: true, body: true } as const;

export interface FoundMessage {
  id: number;
  externalOrderId: number | null;
}

/** Where a message stands in the journal. */
export interface MessagePlace {
  at: Date;
  id: number;
}

/** What a part of a search came to. */
export interface SearchedMessages {
  found: FoundMessage[];
  /** That were looked through. */
  bytes: number;
  /** Where to go on; null = that was the last part. */
  last: MessagePlace | null;
  /** How much of all was looked through, about: from 0 to 1, by the times. */
  share: number;
}

/** Removes bodies and headers from the journal; that a message came, and what became of it, stays. */
@Injectable()
export class MessageBodies {
  constructor(
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
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
      await this.remove(tx, idsOf(old));
      return old.length;
    });
  }

  /**
   * Looks through the next bodies that are still there, oldest first.
   * @param after goes on behind this one
   * @param maxBytes reads no more than this, and at least one body
   */
  async search(matches: (text: string) => boolean, after: MessagePlace, maxBytes: number): Promise<SearchedMessages> {
    const next = await this.transactions.read((manager) => nextBodies(manager, after));
    const chosen = withinBytes(next, maxBytes);
    const found: FoundMessage[] = [];
    for (let start = 0; start < chosen.length;) {
      const portion = withinBytes(chosen.slice(start), BYTES_A_QUERY);
      found.push(...(await this.searchIn(portion, matches)));
      start += portion.length;
    }
    const bytes = chosen.reduce((sum, { size }) => sum + size, 0);
    const last = chosen.length < SEARCHED_AT_ONCE && chosen.length === next.length ? undefined : chosen.at(-1);
    if (!last) return { found, bytes, last: null, share: 1 };
    const share = await this.transactions.read((manager) => shareUpTo(manager, last.createdAt));
    return { found, bytes, last: { at: last.createdAt, id: last.id }, share };
  }

  private async searchIn(messages: Array<{ id: number }>, matches: (text: string) => boolean): Promise<FoundMessage[]> {
    const id = In(messages.map((message) => message.id));
    const read = await this.transactions.read((manager) =>
      manager.find(GettzapMessage, { select: SEARCHED_COLUMNS, where: { id } }),
    );
    const found: FoundMessage[] = [];
    for (const { id, externalOrderId, contentType, headers, body } of read) {
      const raw = { body: Buffer.from(body), headers };
      const sent = await unpacked(raw);
      const text = readableText(sent instanceof RefusedBody ? raw.body : sent, contentType);
      if (matches(text)) found.push({ id, externalOrderId });
    }
    return found;
  }

  /** Those of the ids whose messages belong to no external order. */
  known(ids: number[]): Promise<Array<{ id: number }>> {
    return this.transactions.read((manager) =>
      manager.find(GettzapMessage, { select: { id: true }, where: { id: In(ids), externalOrderId: IsNull() } }),
    );
  }

  /** Removes all that may quote what a body said. */
  async forget(ids: number[]): Promise<void> {
    await this.transactions.run(async (tx) => {
      await tx.manager.update(GettzapMessage, { id: In(ids) }, { detail: null });
      await this.remove(tx, ids);
      const erased = { action: 'delete_personal_data', subject: 'gettzap_message' };
      await this.audit.recordAll(
        tx,
        ids.map((subjectId) => ({ ...erased, subjectId })),
      );
    });
  }

  @OnDomainEvent(BuyerDataErased)
  async onBuyerDataErased({ externalOrderId }: BuyerDataErased, tx: Transaction): Promise<void> {
    const messages = await tx.manager.find(GettzapMessage, { select: { id: true }, where: { externalOrderId } });
    await this.remove(tx, idsOf(messages));
  }

  private async remove(tx: Transaction, ids: number[]): Promise<void> {
    if (ids.length === 0) return;
    const change = { body: Buffer.alloc(0), headers: {}, bodyRemovedAt: this.clock.now() };
    await tx.manager.update(GettzapMessage, { id: In(ids), bodyRemovedAt: IsNull() }, change);
  }
}

/** In the order of the index of bodies: a journal may have millions of emptied rows between those that are not. */
function nextBodies(manager: EntityManager, { at, id }: MessagePlace): Promise<GettzapMessage[]> {
  return manager
    .createQueryBuilder(GettzapMessage, 'message')
    .select(['message.id', 'message.size', 'message.createdAt'])
    .where('message.bodyRemovedAt IS NULL AND message.createdAt >= :at', { at })
    .andWhere('(message.createdAt > :at OR message.id > :id)', { id })
    .orderBy('message.createdAt')
    .addOrderBy('message.id')
    .limit(SEARCHED_AT_ONCE)
    .getMany();
}

function withinBytes(messages: GettzapMessage[], maxBytes: number): GettzapMessage[] {
  let bytes = 0;
  const end = messages.findIndex(({ size }, index) => (bytes += size) > maxBytes && index > 0);
  return end < 0 ? messages : messages.slice(0, end);
}

async function shareUpTo(manager: EntityManager, at: Date): Promise<number> {
  const [oldest, newest] = [await endOfBodies(manager, 'ASC'), await endOfBodies(manager, 'DESC')];
  const [from, to] = [oldest?.createdAt.getTime() ?? 0, newest?.createdAt.getTime() ?? 0];
  return to > from ? Math.min(1, Math.max(0, (at.getTime() - from) / (to - from))) : 0;
}

function endOfBodies(manager: EntityManager, direction: 'ASC' | 'DESC'): Promise<GettzapMessage | null> {
  return manager
    .createQueryBuilder(GettzapMessage, 'message')
    .select(['message.id', 'message.createdAt'])
    .where('message.bodyRemovedAt IS NULL')
    .orderBy('message.createdAt', direction)
    .limit(1)
    .getOne();
}
