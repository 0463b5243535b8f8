import { Controller, HttpCode, HttpException, Injectable, Logger, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../../access/actor.js';
import { Arrival, ReceivingService } from '../../orders/external-orders/receiving.service.js';
import type { IncomingMessage, Received } from '../../orders/external-orders/incoming-message.js';
import { MarketplaceConnectionsService } from '../connections/marketplace-connections.service.js';
import type { LinkedConnection } from '../connections/marketplace-connection.entity.js';
import { OrderLinksService } from '../connections/order-links.service.js';
import { MisusedLinks } from '../connections/misused-links.service.js';
import type { ErrorDetail } from '../../platform/error-texts.js';
import { Clock } from '../../platform/clock.js';
import {
  ForbiddenError,
  MalformedError,
  NotFoundError,
  RowsHeldError,
  UnavailableError,
} from '../../platform/errors.js';
import { AllowUnknownParameters } from '../../platform/http/unknown-parameters.js';
import { maskHeaders } from '../../platform/http/http-masking.js';
import { Metrics } from '../../platform/observation/metrics.js';
import { maskUrl } from '../../platform/observation/pino-logger.js';
import { RequestBatcher } from '../../platform/transactions/request-batcher.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { LOCK_WAIT_MS, RunOptions, Transactions } from '../../platform/transactions/transactions.service.js';
import { isUniqueViolation } from '../../platform/transactions/transient-errors.js';
import { LARGEST_MESSAGE, RawBody, RefusedBody } from './body-reader.js';
import { ReceivedView } from './gettzap-message.dto.js';
import { GettzapMessage, MessageOutcome } from './gettzap-message.entity.js';
import { MessageReader } from './message-reader.service.js';

/** The link that a message came in by; a connection that was never set up has no region. */
type Origin = Pick<LinkedConnection, 'connectionId' | 'regionId'>;

/** The link, its connection or the expression of that were changed after the message was let in. */
class LinkChangedError extends Error {}

interface RawArrival extends Arrival {
  linked: LinkedConnection;
  raw: RawBody;
}

/** Of the journal. */
interface Entry {
  origin: Origin;
  raw: RawBody;
  outcome: MessageOutcome;
  detail?: ErrorDetail;
  externalOrderId?: number;
}

/** A server takes no statement above 16 MiB (MariaDB's `max_allowed_packet`), and most bodies are below 4 KiB. */
const TOGETHER = { size: 64, weight: 1024 * 1024, weigh: ({ raw }: RawArrival) => raw.body.length };

/**
 * Takes in what GettZap posts: the journal row and what it causes are one transaction. New orders that come at the same time
 * share one: alone, each cost about ten statements and a commit.
 */
@Injectable()
export class MessageIntake {
  private readonly logger = new Logger(MessageIntake.name);
  private readonly together = new RequestBatcher((arrivals: RawArrival[]) => this.receiveTogether(arrivals), TOGETHER);

  constructor(
    private readonly transactions: Transactions,
    private readonly receiving: ReceivingService,
    private readonly reader: MessageReader,
    private readonly connections: MarketplaceConnectionsService,
    private readonly links: OrderLinksService,
    private readonly misused: MisusedLinks,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * @returns what became of it, after the commit
   * @throws NotFoundError `unknown_link`; ForbiddenError `connection_inactive`; what the body was refused for: the last two are journalled
   */
  async take(linked: LinkedConnection, raw: RawBody): Promise<Received> {
    try {
      return await this.takeBy(linked, raw);
    } catch (error) {
      if (!(error instanceof LinkChangedError)) throw error;
      const now = await this.links.findAgain(linked);
      this.misused.heed(linked.secretHash);
      if (!now) throw new NotFoundError('This order link', 'unknown_link');
      return this.take(now, raw);
    }
  }

  private async takeBy(linked: LinkedConnection, raw: RawBody): Promise<Received> {
    const { connectionId, regionId, isActive, inbound } = linked;
    if (!isActive || regionId === null) {
      await this.journalOnly(linked, { origin: linked, raw, outcome: 'connection_inactive' });
      throw new ForbiddenError('connection_inactive', 'The shop has switched this connection off.');
    }
    const message = await this.reader.read(raw, inbound, connectionId);
    if (message instanceof RefusedBody) {
      await this.journalOnly(linked, { origin: linked, raw, outcome: message.outcome, detail: message.detail });
      throw refusalOf(message);
    }
    const connection = this.connections.receivingBy(connectionId, regionId);
    if (message.kind === 'cancellation') return this.receiveAlone({ linked, connection, raw }, message);
    const cameAt = performance.now();
    const received = await this.together.do({ linked, connection, raw, content: message });
    // What waited for a row in a group already waits only once more, so that the request ends within 5 s.
    const hasWaited = performance.now() - cameAt > LOCK_WAIT_MS;
    return received ?? this.receiveAlone({ linked, connection, raw }, message, { waitsOnce: hasWaited });
  }

  /** @returns undefined for each that must be received alone: for all, when one stands in the way of the others */
  private async receiveTogether(arrivals: RawArrival[]): Promise<Array<Received | undefined>> {
    const receive = async (tx: Transaction) => {
      const welcome: RawArrival[] = [];
      for (const arrival of arrivals) if (await this.links.isInForce(tx, arrival.linked)) welcome.push(arrival);
      const received = new Map<RawArrival, Received>();
      for (const [index, each] of (await this.receiving.receiveTogether(tx, welcome)).entries()) {
        if (each) received.set(welcome[index]!, each);
      }
      const entries = [...received].map(([{ linked, raw }, each]) => ({ origin: linked, raw, ...each }));
      await this.journal(tx, entries);
      return arrivals.map((arrival) => received.get(arrival));
    };
    try {
      return await this.transactions.run(receive, { repeatable: true, waitsOnce: arrivals.length > 1 });
    } catch (error) {
      const canDoAlone = error instanceof RowsHeldError && arrivals.length > 1;
      if (error instanceof UnavailableError && !canDoAlone) throw error;
      if (!isUniqueViolation(error)) {
        this.logger.warn(
          { err: error },
          `Receiving ${arrivals.length} messages together failed, each goes alone: ${(error as Error).message}`,
        );
      }
      return arrivals.map(() => undefined);
    }
  }

  private async receiveAlone(
    { linked, connection, raw }: Omit<RawArrival, 'content'>,
    message: IncomingMessage,
    options: Pick<RunOptions, 'waitsOnce'> = {},
  ): Promise<Received> {
    const receive = async (tx: Transaction) => {
      await this.requireLink(tx, linked);
      const received = await this.receiving.receive(tx, connection, message);
      await this.journal(tx, [{ origin: linked, raw, ...received }]);
      return received;
    };
    const run = () => this.transactions.run(receive, { ...options, repeatable: true });
    try {
      return await run();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error; // else it came in elsewhere just now
      return run();
    }
  }

  private async journalOnly(linked: LinkedConnection, entry: Entry): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.requireLink(tx, linked);
      await this.journal(tx, [entry]);
    });
  }

  private async requireLink(tx: Transaction, linked: LinkedConnection): Promise<void> {
    if (!(await this.links.isInForce(tx, linked))) throw new LinkChangedError();
  }

  private async journal(tx: Transaction, entries: Entry[]): Promise<void> {
    tx.afterCommit(() => {
      for (const { outcome } of entries) this.metrics.messages.inc({ outcome });
    });
    await tx.insertMany(
      GettzapMessage,
      entries.map(({ origin, raw: { body, contentType, headers }, outcome, detail, externalOrderId = null }) => ({
        connectionId: origin.connectionId,
        regionId: origin.regionId,
        externalOrderId,
        outcome,
        detail: detail ? { code: detail.code, params: detail.params } : null,
        contentType: contentType.slice(0, 255),
        headers: withoutLinkSecret(maskHeaders(headers)),
        body,
        size: body.length,
        createdAt: this.clock.now(),
        reprocessedAt: null,
        bodyRemovedAt: null,
      })),
    );
  }
}

/** The order links: GettZap posts orders, changes and cancellations here. */
@ApiTags('gettzap')
@AllowUnknownParameters()
@Controller('gettzap/orders')
export class WebhookController {
  constructor(private readonly intake: MessageIntake) {}

  /**
   * Where GettZap posts orders, their changes and cancellations. The answer comes when it is stored; the same message again changes
   * nothing.
   */
  @Public()
  @Post(':secret')
  @RouteConfig({ rawBodyLimit: LARGEST_MESSAGE })
  @HttpCode(200)
  @ApiParam({ name: 'secret', type: String })
  @ApiConsumes(
    'application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/xml',
    'text/xml',
  )
  @ApiBody({
    schema: { type: 'object', additionalProperties: true },
    description: 'JSON of contract v1, or a form or XML for the adapter; see docs/gettzap.md.',
  })
  async receive(@Req() request: FastifyRequest): Promise<ReceivedView> {
    const { 'content-type': contentType = '' } = request.headers;
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const received = await this.intake.take(request.linkedConnection!, { body, contentType, headers: request.headers });
    return {
      result: 'ok',
      externalOrderId: String(received.externalOrderId),
      state: received.state,
      duplicate: received.outcome === 'duplicate',
    };
  }
}

function refusalOf({ outcome, detail }: RefusedBody): Error {
  switch (outcome) {
    case 'unsupported_type':
      return new HttpException(`The body ${detail.message}.`, 415);
    case 'body_too_large':
      return new HttpException(`The body ${detail.message}.`, 413);
    default:
      return new MalformedError(outcome, `The body ${detail.message}.`);
  }
}

/** Proxies write the address that was called into headers of their own. */
function withoutLinkSecret(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace(/[^\s,]+/g, maskUrl)]));
}
