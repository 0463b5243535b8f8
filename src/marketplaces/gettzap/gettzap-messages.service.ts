import { Injectable } from '@nestjs/common';
import { EntityManager, In, IsNull, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { Actor, visibleTo, limitToRegions } from '../../access/actor.js';
import { ExternalOrder } from '../../orders/external-orders/external-order.entity.js';
import { ExternalOrdersService } from '../../orders/external-orders/external-orders.service.js';
import { mapPage, Page } from '../../platform/http/paging.dto.js';
import { readPage } from '../../platform/http/read-page.js';
import { beginningWith, likeAnywhere, type Listed, search } from '../../platform/sql/indexed-search.js';
import { latestOfEach } from '../../platform/sql/latest-of-each.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import {
  GettzapMessageQuery,
  type GettzapMessageFilter,
  GettzapMessageSummary,
  presentMessage,
} from './gettzap-message.dto.js';
import { GettzapMessage } from './gettzap-message.entity.js';

/** The journal of incoming messages: to be looked at. */
@Injectable()
export class GettzapMessagesService {
  constructor(
    private readonly transactions: Transactions,
    private readonly externalOrders: ExternalOrdersService,
  ) {}

  list(query: GettzapMessageQuery, actor: Actor): Promise<Page<GettzapMessageSummary>> {
    const { externalOrderId, q } = query;
    return this.transactions.read(async (manager) => {
      const list = () => {
        const messages = filteredMessages(manager, query, actor).select(LISTED_COLUMNS);
        if (externalOrderId === undefined) return messages;
        return messages.andWhere('message.externalOrderId = :externalOrderId', { externalOrderId });
      };
      const { query: found, searched } = q ? await findMessages(manager, q, list) : { query: list() };
      const page = await readPage(found, query, 'message.createdAt', searched);
      const ids = page.data.flatMap((message) => message.externalOrderId ?? []);
      const externalIds = await this.externalOrders.externalIdsOf(manager, ids);
      return mapPage(page, (message) => ({
        ...presentMessage(message),
        externalId: externalIds.get(message.externalOrderId ?? 0) ?? '',
      }));
    });
  }

  /** When a message came from each connection last; where none did, it is not named. */
  lastReceivedAt(manager: EntityManager, connectionIds: number[]): Promise<Map<number, Date>> {
    return latestOfEach(manager, GettzapMessage, 'createdAt', connectionIds, (rows, id) =>
      rows.where(`row.connectionId = ${id}`).orderBy('row.createdAt', 'DESC').limit(1),
    );
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

/** Finds messages by the id of their order at the marketplace, and by that of their external order. */
function findMessages(
  manager: EntityManager,
  q: string,
  list: () => SelectQueryBuilder<GettzapMessage>,
): Promise<Listed<GettzapMessage>> {
  const text = q.trim();
  const number = /^\d{1,15}$/.test(text) ? [Number(text)] : [];
  const contains = (messages: SelectQueryBuilder<ObjectLiteral>) => {
    messages.innerJoin(ExternalOrder, 'externalOrder', 'externalOrder.id = message.externalOrderId');
    messages.setParameter('like', likeAnywhere(text));
    return `externalOrder.externalId LIKE :like ESCAPE '!'`;
  };
  const known = async () => {
    const named = { entity: ExternalOrder, column: 'externalId', id: 'id', beginnings: [text] };
    const externalOrderId = In([...number, ...(await beginningWith(manager, [named]))]);
    const messages = await manager.find(GettzapMessage, { select: { id: true }, where: { externalOrderId } });
    return messages.map(({ id }) => id);
  };
  return search(list, 'message.createdAt', contains, known);
}

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
