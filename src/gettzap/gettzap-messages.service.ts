import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import type { IncomingMessage } from '../external-orders/incoming-message.js';
import { ReceivingService } from '../external-orders/receiving.service.js';
import { MarketplaceConnectionsService } from '../marketplaces/marketplace-connections.service.js';
import { Clock } from '../shared/clock.js';
import { ConflictError, NotFoundError } from '../shared/errors.js';
import { Page, readPage } from '../shared/paging.dto.js';
import type { Transaction } from '../shared/transaction.js';
import { Transactions } from '../shared/transactions.service.js';
import { isUniqueViolation } from '../shared/transient-errors.js';
import { InvalidJsonError } from './exact-json.js';
import { GettzapMessageQuery } from './gettzap-message.dto.js';
import { GettzapMessage, MessageOutcome } from './gettzap-message.entity.js';
import { readBody } from './message-intake.service.js';

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
      if (connectionId !== undefined) messages.andWhere('message.connectionId = :connectionId', { connectionId });
      if (externalOrderId !== undefined)
        messages.andWhere('message.externalOrderId = :externalOrderId', { externalOrderId });
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
   * Processes a stored message as if it came now; one that an earlier or later message made out of date changes nothing, and
   * what is not a change leaves the outcome that the message had.
   * @throws NotFoundError, ConflictError `connection_inactive`
   */
  async reprocess(id: number): Promise<GettzapMessage> {
    const message = await this.get(id);
    const { contentType } = message;
    const read = readBody({ body: Buffer.from(message.body), contentType });
    try {
      return await this.process(message, read);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return this.process(message, read); // the order came in meanwhile: now it is found
    }
  }

  private process(message: GettzapMessage, read: IncomingMessage | InvalidJsonError): Promise<GettzapMessage> {
    const { id, connectionId } = message;
    return this.transactions.run(async (tx) => {
      const { isActive, regionId } = await this.connections.get(tx.manager, connectionId);
      if (!isActive || regionId === null) {
        throw new ConflictError('connection_inactive', 'Turn the connection on before processing its messages.');
      }
      const change: Partial<GettzapMessage> = { reprocessedAt: this.clock.now() };
      if (!(read instanceof InvalidJsonError)) {
        const { outcome, externalOrderId } = await this.receiving.receive(tx, { connectionId, regionId }, read, {
          isOutOfDate: (orderId) => this.hasSuccessor(tx, message, orderId),
        });
        const isFirstTime = message.externalOrderId === null;
        if (isFirstTime || outcome !== 'duplicate') Object.assign(change, { outcome, externalOrderId });
      }
      await tx.manager.update(GettzapMessage, { id }, change);
      return Object.assign(message, change);
    });
  }

  private hasSuccessor(tx: Transaction, { createdAt }: GettzapMessage, externalOrderId: number): Promise<boolean> {
    return tx.manager.existsBy(GettzapMessage, {
      externalOrderId,
      createdAt: MoreThan(createdAt),
      outcome: In(NEW_CONTENT),
    });
  }
}

const NEW_CONTENT: MessageOutcome[] = [
  'created',
  'updated',
  'needs_attention',
  'changed_after_decision',
  'changed_after_deletion',
];

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
