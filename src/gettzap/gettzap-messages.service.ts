import { Injectable } from '@nestjs/common';
import { ReceivingService } from '../external-orders/receiving.service.js';
import { MarketplaceConnectionsService } from '../marketplaces/marketplace-connections.service.js';
import { Clock } from '../shared/clock.js';
import { ConflictError, NotFoundError } from '../shared/errors.js';
import { Page, readPage } from '../shared/paging.dto.js';
import { Transactions } from '../shared/transactions.service.js';
import { InvalidJsonError } from './exact-json.js';
import { GettzapMessageQuery } from './gettzap-message.dto.js';
import { GettzapMessage } from './gettzap-message.entity.js';
import { bodyHashOf, readBody } from './message-intake.service.js';

/** The journal of incoming messages: to be looked at, and to be processed again. */
@Injectable()
export class GettzapMessagesService {
  constructor(
    private readonly transactions: Transactions,
    private readonly receiving: ReceivingService,
    private readonly connections: MarketplaceConnectionsService,
    private readonly clock: Clock,
  ) {}

  list(query: GettzapMessageQuery): Promise<Page<GettzapMessage>> {
    const { outcome, connectionId, externalOrderId, q, from, to } = query;
    return this.transactions.read((manager) => {
      const messages = manager.createQueryBuilder(GettzapMessage, 'message').select(LISTED_COLUMNS);
      if (outcome) messages.andWhere('message.outcome = :outcome', { outcome });
      if (connectionId) messages.andWhere('message.connectionId = :connectionId', { connectionId });
      if (externalOrderId) messages.andWhere('message.externalOrderId = :externalOrderId', { externalOrderId });
      if (q) messages.andWhere('message.externalOrderId = :q', { q: /^\d{1,15}$/.test(q) ? Number(q) : 0 });
      if (from) messages.andWhere('message.createdAt >= :from', { from });
      if (to) messages.andWhere('message.createdAt < :to', { to });
      return readPage(messages, query, 'message.createdAt');
    });
  }

  /** @throws NotFoundError */
  async get(id: number): Promise<GettzapMessage> {
    const message = await this.transactions.read((manager) => manager.findOneBy(GettzapMessage, { id }));
    if (!message) throw new NotFoundError(`Message ${id}`);
    return message;
  }

  /**
   * Processes a stored message as if it came now; one that an earlier or later message made out of date changes nothing.
   * @throws NotFoundError, ConflictError `connection_inactive`
   */
  async reprocess(id: number): Promise<GettzapMessage> {
    const message = await this.get(id);
    const body = Buffer.from(message.body);
    const read = readBody({ body, contentType: message.contentType });
    return this.transactions.run(async (tx) => {
      const connection = await this.connections.get(tx.manager, message.connectionId);
      if (!connection.isActive || connection.regionId === null) {
        throw new ConflictError('connection_inactive', 'Turn the connection on before processing its messages.');
      }
      const reprocessedAt = this.clock.now();
      if (read instanceof InvalidJsonError) {
        await tx.manager.update(GettzapMessage, { id }, { reprocessedAt });
        return Object.assign(message, { reprocessedAt });
      }
      const { outcome, externalOrderId } = await this.receiving.receive(
        tx,
        { connectionId: connection.id, regionId: connection.regionId },
        read,
        { formerHash: bodyHashOf(body) },
      );
      const change = { outcome, externalOrderId, reprocessedAt };
      await tx.manager.update(GettzapMessage, { id }, change);
      return Object.assign(message, change);
    });
  }
}

/** All but the body and the headers. */
const LISTED_COLUMNS = [
  'id',
  'connectionId',
  'externalOrderId',
  'outcome',
  'detail',
  'contentType',
  'size',
  'createdAt',
  'reprocessedAt',
].map((column) => `message.${column}`);
