import { Injectable, Logger } from '@nestjs/common';
import { EntityManager, In, MoreThan } from 'typeorm';
import { idsOf } from '../../platform/collections.js';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../access/audit.service.js';
import type { IncomingMessage, UnreadableMessage } from '../../orders/external-orders/incoming-message.js';
import { ReceivingService } from '../../orders/external-orders/receiving.service.js';
import { MarketplaceConnectionsService } from '../connections/marketplace-connections.service.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Clock } from '../../platform/clock.js';
import { ConflictError, NotFoundError, RowsHeldError, UnavailableError } from '../../platform/errors.js';
import { sha256 } from '../../platform/secrets/sha256.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { isUniqueViolation } from '../../platform/transactions/transient-errors.js';
import { RefusedBody, unpacked } from './body-reader.js';
import type { GettzapMessageFilter, ReprocessedView, ReprocessMessages } from './gettzap-message.dto.js';
import { GettzapMessage, MessageOutcome } from './gettzap-message.entity.js';
import { filteredMessages, GettzapMessagesService } from './gettzap-messages.service.js';
import { MessageReader } from './message-reader.service.js';
import { problemText } from '../../orders/external-orders/problem-text.js';

const PROCESSED_AT_ONCE = 1_000;
const MAX_DURATION_MS = 20_000;

/** Outcomes of messages that brought a content: an earlier one must not turn it back. */
const BROUGHT_CONTENT: MessageOutcome[] = [
  'created',
  'updated',
  'needs_attention',
  'changed_after_decision',
  'changed_after_deletion',
];
const WHAT_BECAME_OF_IT = { id: true, outcome: true, externalOrderId: true } as const;
const WAS_UNDERSTOOD = BROUGHT_CONTENT.filter((outcome) => outcome !== 'needs_attention');

interface Processed {
  message: GettzapMessage;
  /** What came of it this time. */
  outcome: MessageOutcome;
}

/** Processes stored messages again, as the connection is set now. */
@Injectable()
export class Reprocessing {
  private readonly logger = new Logger(Reprocessing.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly messages: GettzapMessagesService,
    private readonly reader: MessageReader,
    private readonly receiving: ReceivingService,
    private readonly connections: MarketplaceConnectionsService,
    private readonly configuration: Configuration,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * As if it came now, but for what later messages said: one that they made out of date changes nothing.
   * @returns the message as it stands then; what brought an order its content keeps that outcome, though it changes nothing today
   * @throws NotFoundError, ConflictError `connection_inactive`, `body_removed`, `not_understood`
   */
  async one(id: number, actor: Actor): Promise<GettzapMessage> {
    return (await this.again(id, actor, true)).message;
  }

  /** @param isChosen a person chose this one, who may prefer it to later ones that were not understood */
  private async again(id: number, actor: Actor, isChosen: boolean): Promise<Processed> {
    const message = await this.messages.get(id, actor);
    if (message.bodyRemovedAt) {
      throw new ConflictError('body_removed', 'The body of this message was removed and cannot be processed again.');
    }
    const { connection } = await this.connections.read(message.connectionId, actor);
    const { contentType, headers } = message;
    const raw = { body: Buffer.from(message.body), contentType, headers };
    const read = await this.reader.read(raw, connection.adapter?.inbound ?? '', connection.id);
    const body = await unpacked(raw);
    const options = {
      formerHash: body instanceof RefusedBody ? '' : sha256(body),
      isChosen,
    };
    const attempt = () => this.transactions.run((tx) => this.receiveAgain(tx, message, read, options, actor));
    try {
      return await attempt();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error; // else its order has just come in by the link
      return attempt();
    }
  }

  /** Oldest first, each in a transaction of its own; ends after a number or a time, and says where to go on. */
  async all({ filter, after = 0 }: ReprocessMessages, actor: Actor): Promise<ReprocessedView> {
    const { matched, ids } = await this.transactions.read((manager) => matching(manager, filter, after, actor));
    const results: Record<string, number> = {};
    const endAt = performance.now() + MAX_DURATION_MS;
    let processed = 0;
    for (const id of ids) {
      if (performance.now() > endAt) break;
      const result = await this.resultOf(id, actor).catch((error: Error) => {
        if (processed === 0) throw error;
        return undefined;
      });
      if (!result) break; // what was done so far is told, and the next call goes on
      results[result] = (results[result] ?? 0) + 1;
      processed += 1;
    }
    return { matched, processed, results, next: processed < matched ? String(ids[processed - 1]) : null };
  }

  private async resultOf(id: number, actor: Actor): Promise<string> {
    try {
      return (await this.again(id, actor, false)).outcome;
    } catch (error) {
      if (error instanceof ConflictError || error instanceof NotFoundError) return error.code;
      if (error instanceof UnavailableError && !(error instanceof RowsHeldError)) throw error;
      this.logger.error({ err: error }, `Processing message ${id} again failed: ${(error as Error).message}`);
      return 'failed';
    }
  }

  private async receiveAgain(
    tx: Transaction,
    message: GettzapMessage,
    read: IncomingMessage | RefusedBody,
    { formerHash, isChosen }: { formerHash: string; isChosen: boolean },
    actor: Actor,
  ): Promise<Processed> {
    const { id, externalOrderId: formerId } = message;
    await this.configuration.of(tx);
    const connection = await this.connections.get(tx.manager, message.connectionId, actor);
    if (!connection.isActive || connection.regionId === null) {
      throw new ConflictError('connection_inactive', 'Turn the connection on before processing its messages.');
    }
    const seen = { reprocessedAt: this.clock.now(), regionId: message.regionId ?? connection.regionId };
    if (read instanceof RefusedBody) {
      await tx.manager.update(GettzapMessage, { id }, seen);
      await this.record(tx, message, message.outcome);
      return { message: Object.assign(message, seen), outcome: message.outcome };
    }
    if (read.kind === 'unreadable' && formerId !== null) await this.keepUnderstood(tx, formerId, read);
    const received = await this.receiving.receive(
      tx,
      this.connections.receivingBy(connection.id, connection.regionId),
      read,
      {
        formerHash,
        isOutdated: (externalOrderId, endsProblems) => {
          const outcome = In(isChosen && endsProblems ? WAS_UNDERSTOOD : BROUGHT_CONTENT);
          return tx.manager.existsBy(GettzapMessage, { externalOrderId, id: MoreThan(id), outcome });
        },
      },
    );
    if (formerId !== null) await this.receiving.supersede(tx, formerId, received, actor.name);
    const { outcome, externalOrderId } = received;
    // Somebody else may have had it processed just now, who held the order's row, too.
    const before = await tx.manager.findOneOrFail(GettzapMessage, { select: WHAT_BECAME_OF_IT, where: { id } });
    // That it changes nothing today does not undo that it once brought the content of this order.
    const keepsOutcome = outcome === 'duplicate' && before.externalOrderId === externalOrderId;
    const change = { ...seen, externalOrderId, outcome: keepsOutcome ? before.outcome : outcome };
    await tx.manager.update(GettzapMessage, { id }, change);
    await this.record(tx, before, outcome);
    return { message: Object.assign(message, change), outcome };
  }

  private async record(tx: Transaction, { id, outcome }: GettzapMessage, now: MessageOutcome): Promise<void> {
    await this.audit.record(tx, 'reprocess', 'gettzap_message', id, { before: { outcome }, after: { outcome: now } });
  }

  /** What was understood once must not become an entry that is not, because the expression is wrong today. */
  private async keepUnderstood(
    tx: Transaction,
    formerId: number,
    { externalId, problems }: UnreadableMessage,
  ): Promise<void> {
    if (await this.receiving.hasId(tx, formerId, externalId)) return;
    const reasons = problems.map((problem) => problemText(problem, 'en')).join('; ');
    throw new ConflictError(
      'not_understood',
      `The message cannot be understood now; it stays as it was. ${reasons}`,
      problems,
    );
  }
}

async function matching(manager: EntityManager, filter: GettzapMessageFilter, after: number, actor: Actor) {
  const query = filteredMessages(manager, filter, actor).andWhere('message.id > :after', { after });
  const matched = await query.getCount();
  const rows = await query
    .select('message.id', 'id')
    .orderBy('message.id')
    .limit(PROCESSED_AT_ONCE)
    .getRawMany<{ id: number }>();
  return { matched, ids: idsOf(rows) };
}
