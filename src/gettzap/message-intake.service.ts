import { Injectable } from '@nestjs/common';
import { ReceivingService } from '../external-orders/receiving.service.js';
import type { IncomingMessage, Received, ReceivingConnection } from '../external-orders/incoming-message.js';
import type { LinkedConnection } from '../marketplaces/order-links.service.js';
import { Clock } from '../shared/clock.js';
import { ForbiddenError, MalformedError } from '../shared/errors.js';
import { maskHeaders } from '../shared/http-masking.js';
import { Metrics } from '../shared/metrics.js';
import { maskUrl } from '../shared/pino-logger.js';
import type { Transaction } from '../shared/transaction.js';
import { Transactions } from '../shared/transactions.service.js';
import { isUniqueViolation } from '../shared/transient-errors.js';
import { InvalidJsonError } from './exact-json.js';
import { GettzapMessage, MessageOutcome } from './gettzap-message.entity.js';
import { MessageReader } from './message-reader.service.js';

export interface RawMessage {
  body: Buffer;
  contentType: string;
  headers: Record<string, unknown>;
}

/** The link that a message came in by; a connection that was never set up has no region. */
type Origin = Pick<LinkedConnection, 'connectionId' | 'regionId'>;

/** Takes in what GettZap posts: the journal row and what it causes are one transaction. */
@Injectable()
export class MessageIntake {
  constructor(
    private readonly transactions: Transactions,
    private readonly receiving: ReceivingService,
    private readonly reader: MessageReader,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * @returns what became of it, after the commit
   * @throws ForbiddenError `connection_inactive`, MalformedError `invalid_json`: both are journalled
   */
  async take({ connectionId, regionId, isActive, inbound }: LinkedConnection, raw: RawMessage): Promise<Received> {
    const origin = { connectionId, regionId };
    if (!isActive || regionId === null) {
      await this.journalOnly(origin, raw, 'connection_inactive', '');
      throw new ForbiddenError('connection_inactive', 'The shop has switched this connection off.');
    }
    const read = await this.reader.read(raw, inbound);
    if (read instanceof InvalidJsonError) {
      await this.journalOnly(origin, raw, 'invalid_json', read.message);
      throw new MalformedError('invalid_json', `The body is not valid JSON: ${read.message}`);
    }
    const connection = { connectionId, regionId };
    try {
      return await this.receive(connection, raw, read, true);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return this.receive(connection, raw, read, false);
    }
  }

  private receive(
    connection: ReceivingConnection,
    raw: RawMessage,
    message: IncomingMessage,
    expectNew: boolean,
  ): Promise<Received> {
    return this.transactions.run(
      async (tx) => {
        const received = await this.receiving.receive(tx, connection, message, { expectNew });
        await this.journal(tx, connection, raw, received.outcome, '', received.externalOrderId);
        return received;
      },
      { repeatable: true },
    );
  }

  private async journalOnly(origin: Origin, raw: RawMessage, outcome: MessageOutcome, detail: string) {
    await this.transactions.run((tx) => this.journal(tx, origin, raw, outcome, detail, null));
  }

  private async journal(
    tx: Transaction,
    { connectionId, regionId }: Origin,
    { body, contentType, headers }: RawMessage,
    outcome: MessageOutcome,
    detail: string,
    externalOrderId: number | null,
  ): Promise<void> {
    tx.afterCommit(() => this.metrics.messages.inc({ outcome }));
    await tx.insertMany(GettzapMessage, [
      {
        connectionId,
        regionId,
        externalOrderId,
        outcome,
        detail: detail.slice(0, 500),
        contentType: contentType.slice(0, 255),
        headers: withoutLinkSecret(maskHeaders(headers)),
        body,
        size: body.length,
        createdAt: this.clock.now(),
        reprocessedAt: null,
        bodyRemovedAt: null,
      },
    ]);
  }
}

/** Proxies write the address that was called into headers of their own. */
function withoutLinkSecret(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace(/[^\s,]+/g, maskUrl)]));
}
