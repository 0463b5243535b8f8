import { Injectable } from '@nestjs/common';
import { EntityManager, IsNull, type SelectQueryBuilder } from 'typeorm';
import { Actor, visibleTo, limitToRegions } from '../../access/actor.js';
import { Page, readPage } from '../../platform/http/paging.dto.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { GettzapMessageQuery, type GettzapMessageFilter } from './gettzap-message.dto.js';
import { GettzapMessage } from './gettzap-message.entity.js';

/** The journal of incoming messages: to be looked at. */
@Injectable()
export class GettzapMessagesService {
  constructor(private readonly transactions: Transactions) {}

  list(query: GettzapMessageQuery, actor: Actor): Promise<Page<GettzapMessage>> {
    const { externalOrderId, q } = query;
    return this.transactions.read((manager) => {
      const messages = filteredMessages(manager, query, actor).select(LISTED_COLUMNS);
      if (externalOrderId !== undefined)
        messages.andWhere('message.externalOrderId = :externalOrderId', { externalOrderId });
      if (q) messages.andWhere('message.externalOrderId = :q', { q: /^\d{1,15}$/.test(q) ? Number(q) : 0 });
      return readPage(messages, query, 'message.createdAt');
    });
  }

  /** When a message came from a connection last; null = none did. */
  async lastReceivedAt(manager: EntityManager, connectionId: number): Promise<Date | null> {
    const latest = await manager.findOne(GettzapMessage, {
      select: { id: true, createdAt: true },
      where: { connectionId },
      order: { createdAt: 'DESC' },
    });
    return latest?.createdAt ?? null;
  }

  /** What a connection got last and still has; null = nothing. */
  latestWithBody(connectionId: number): Promise<GettzapMessage | null> {
    return this.transactions.read((manager) =>
      manager.findOne(GettzapMessage, {
        where: { connectionId, bodyRemovedAt: IsNull() },
        order: { createdAt: 'DESC', id: 'DESC' },
      }),
    );
  }

  /** @throws NotFoundError */
  async get(id: number, actor: Actor): Promise<GettzapMessage> {
    const message = await this.transactions.read((manager) => manager.findOneBy(GettzapMessage, { id }));
    return visibleTo(actor, message, `Message ${id}`);
  }
}

/** All but the body and the headers. */
const LISTED_COLUMNS = [
  'id',
  'connectionId',
  'regionId',
  'externalOrderId',
  'outcome',
  'detail',
  'contentType',
  'size',
  'createdAt',
  'reprocessedAt',
  'bodyRemovedAt',
].map((column) => `message.${column}`);

/** The messages that match and that the actor may see, as `message`. */
export function filteredMessages(
  manager: EntityManager,
  { outcome, connectionId, regionId, from, to }: GettzapMessageFilter,
  actor: Actor,
): SelectQueryBuilder<GettzapMessage> {
  const query = manager.createQueryBuilder(GettzapMessage, 'message');
  if (outcome) query.andWhere('message.outcome = :outcome', { outcome });
  if (connectionId !== undefined) query.andWhere('message.connectionId = :connectionId', { connectionId });
  if (regionId !== undefined) query.andWhere('message.regionId = :regionId', { regionId });
  if (from) query.andWhere('message.createdAt >= :from', { from });
  if (to) query.andWhere('message.createdAt < :to', { to });
  return limitToRegions(query, 'message.regionId', actor);
}
