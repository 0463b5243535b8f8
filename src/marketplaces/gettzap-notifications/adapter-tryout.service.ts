import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { OutboxAdmin } from '../../outbox/outbox-admin.service.js';
import { shownRequest } from '../../outbox/http-sender.service.js';
import { ExpressionError } from '../../platform/expressions/expression-error.js';
import { RawBody, ReadBody, readBody, RefusedBody } from '../gettzap/body-reader.js';
import { readMessage } from '../gettzap/contract.js';
import { EXAMPLE_STATUS } from '../gettzap/gettzap-examples.service.js';
import { GettzapMessagesService } from '../gettzap/gettzap-messages.service.js';
import { MessageReader } from '../gettzap/message-reader.service.js';
import type { OutgoingMessage } from '../gettzap/gettzap-request.js';
import { OutboundAdapter } from '../gettzap/outbound-adapter.service.js';
import { jsonForExpression } from '../gettzap/exact-json.js';
import { ConnectionSecrets } from '../connections/connection-secrets.service.js';
import { CONTRACT_AS_IS } from '../connections/adapter.js';
import { MarketplaceConnectionsService } from '../connections/marketplace-connections.service.js';
import { errorDetail } from '../../platform/error-texts.js';
import { ConflictError, InvalidInputError } from '../../platform/errors.js';
import { AdapterTryView, presentMessage, presentTryError, TryAdapter } from './adapter-tryout.dto.js';
import { outgoingMessage } from './gettzap-channel.service.js';
import { GETTZAP_CHANNEL, NOTIFICATION_KINDS } from './gettzap-notification.js';

/** Attempts an adapter expression before it is saved. */
@Injectable()
export class AdapterTryout {
  constructor(
    private readonly connections: MarketplaceConnectionsService,
    private readonly secrets: ConnectionSecrets,
    private readonly messages: GettzapMessagesService,
    private readonly admin: OutboxAdmin,
    private readonly reader: MessageReader,
    private readonly outboundAdapter: OutboundAdapter,
  ) {}

  /**
   * @throws NotFoundError, InvalidInputError when there is nothing to try it on; ConflictError `body_removed`; UnavailableError
   * `expressions_busy`
   */
  async inbound(connectionId: number, input: TryAdapter, actor: Actor): Promise<AdapterTryView> {
    const { connection } = await this.connections.read(connectionId, actor);
    const read = await this.bodyToTry(connectionId, input, actor);
    const expression = input.expression ?? connection.adapter?.inbound ?? '';
    return orError(async () => {
      if (expression.trim() === '') {
        return { ok: true, result: resultOf(read.tree), message: presentMessage(this.reader.asItIs(read)) };
      }
      const adapted = await this.reader.adapt(read.tree, expression);
      return { ok: true, result: resultOf(adapted), message: presentMessage(readMessage(adapted, read.hash)) };
    });
  }

  /** @throws as `inbound` */
  async outbound(connectionId: number, input: TryAdapter, actor: Actor): Promise<AdapterTryView> {
    const { connection } = await this.connections.read(connectionId, actor);
    const adapter = connection.adapter ?? CONTRACT_AS_IS;
    const tried = { ...adapter, outbound: (input.expression ?? adapter.outbound).trim() };
    const outgoing = await this.statusToTry(connectionId, input, actor);
    const envelope = this.outboundAdapter.envelope(this.secrets.credentialsOf(connection), tried, outgoing);
    return orError(async () => {
      const json = await this.outboundAdapter.result(tried, outgoing);
      const request = shownRequest({ ...envelope, body: this.outboundAdapter.encode(tried, json) });
      return { ok: true, result: JSON.parse(json) as unknown, request };
    });
  }

  private async bodyToTry(connectionId: number, { messageId, sample }: TryAdapter, actor: Actor): Promise<ReadBody> {
    let raw: RawBody;
    if (messageId !== undefined) {
      const message = await this.messages.get(Number(messageId), actor);
      if (message.connectionId !== connectionId)
        throw InvalidInputError.of('messageId', errorDetail('of_other_connection'));
      if (message.bodyRemovedAt)
        throw new ConflictError('body_removed', 'The body of this message was removed: there is nothing to try.');
      raw = { ...message, body: Buffer.from(message.body) };
    } else if (sample !== undefined) {
      const body = Buffer.from(typeof sample === 'string' ? sample : JSON.stringify(sample));
      raw = { body, contentType: 'application/json', headers: {} };
    } else {
      throw InvalidInputError.of('messageId', errorDetail('nothing_to_try'));
    }
    const path = messageId === undefined ? 'sample' : 'messageId';
    const read = await readBody(raw);
    if (read instanceof RefusedBody) {
      throw InvalidInputError.of(path, read.detail);
    }
    if (read.problem) throw InvalidInputError.of(path, read.problem);
    return read;
  }

  private async statusToTry(
    connectionId: number,
    { notificationId, sample }: TryAdapter,
    actor: Actor,
  ): Promise<OutgoingMessage> {
    if (notificationId === undefined) return sample === undefined ? EXAMPLE_STATUS : statusOfSample(sample);
    const { message, endpoint } = await this.admin.detail(GETTZAP_CHANNEL, Number(notificationId), actor);
    if (endpoint.key !== String(connectionId))
      throw InvalidInputError.of('notificationId', errorDetail('of_other_connection'));
    return outgoingMessage(message);
  }
}

/** As an answer shows it: numbers that a double cannot hold are texts. */
function resultOf(tree: unknown): unknown {
  return JSON.parse(jsonForExpression(tree));
}

async function orError(work: () => Promise<AdapterTryView>): Promise<AdapterTryView> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ExpressionError) return { ok: false, error: presentTryError(error) };
    throw error;
  }
}

/** The example with the sample's fields in their places. */
function statusOfSample(sample: unknown): OutgoingMessage {
  if (typeof sample !== 'object' || sample === null || Array.isArray(sample)) {
    throw InvalidInputError.of('sample', errorDetail('object'));
  }
  const given: OutgoingMessage = { ...EXAMPLE_STATUS, ...sample };
  for (const name of ['externalId', 'status', 'comment', 'occurredAt', 'idempotencyKey'] as const) {
    if (typeof given[name] !== 'string') throw InvalidInputError.of(`sample.${name}`, errorDetail('text'));
  }
  const { positionId, orderId, quantity } = given;
  if (positionId !== null && typeof positionId !== 'string') {
    throw InvalidInputError.of('sample.positionId', errorDetail('text_or_null'));
  }
  if (!(NOTIFICATION_KINDS as readonly string[]).includes(given.kind)) {
    throw InvalidInputError.of('sample.kind', errorDetail('one_of', { values: NOTIFICATION_KINDS.join(', ') }));
  }
  if (quantity !== null && typeof quantity !== 'number') {
    throw InvalidInputError.of('sample.quantity', errorDetail('number_or_null'));
  }
  return { ...given, orderId: orderId === null ? null : String(orderId) };
}
