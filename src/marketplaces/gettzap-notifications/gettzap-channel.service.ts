import { Injectable, OnModuleInit } from '@nestjs/common';
import type { OutboxMessage } from '../../outbox/outbox-message.entity.js';
import { AttemptOutcome, Channel, Send, Channels } from '../../outbox/channel.js';
import { type HttpRequest, HttpSender, LONGEST_CALL_MS, shownRequest } from '../../outbox/http-sender.service.js';
import { ENDS_WITHIN_MS, inWholeSeconds, timeUntil } from '../../outbox/send-time.js';
import { ExpressionError } from '../../platform/expressions/expression-error.js';
import { OutgoingMessage, statusRequest } from '../gettzap/gettzap-request.js';
import { OutboundAdapter } from '../gettzap/outbound-adapter.service.js';
import { ConnectionSecrets, Credentials } from '../connections/connection-secrets.service.js';
import type { Adapter } from '../connections/adapter.js';
import { CONNECTIONS } from '../connections/marketplace-connection.entity.js';
import { ErrorDetail, errorDetail } from '../../platform/error-texts.js';
import { UnavailableError } from '../../platform/errors.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { GETTZAP_CHANNEL, NotificationPayload } from './gettzap-notification.js';

/** Claimed just when the address was taken away: it goes back and waits with the others. */
const WITHOUT_ADDRESS: AttemptOutcome = {
  class: 'throttled',
  isOutage: false,
  durationMs: 0,
  request: { method: '', url: '', headers: {}, body: '' },
  response: null,
  error: errorDetail('address_unknown'),
};

const BUSY = errorDetail('expressions_busy');

/** Sends GettZap notifications; the endpoint of a message is a marketplace connection. */
@Injectable()
export class GettzapChannel implements Channel, OnModuleInit {
  readonly name = GETTZAP_CHANNEL;

  constructor(
    private readonly channels: Channels,
    private readonly configuration: Configuration,
    private readonly secrets: ConnectionSecrets,
    private readonly outbound: OutboundAdapter,
    private readonly sender: HttpSender,
  ) {}

  onModuleInit(): void {
    this.channels.register(this);
  }

  async open(endpointKey: string): Promise<Send | undefined> {
    const connection = (await this.configuration.refresh()).get(CONNECTIONS).get(Number(endpointKey))!;
    if (connection.deletedAt) return undefined;
    if (connection.lacksAddress) return async () => WITHOUT_ADDRESS;
    const credentials = this.secrets.credentialsOf(connection);
    const { adapter } = connection;
    if (adapter) return (message) => this.sendAdapted(connection.id, credentials, adapter, outgoingMessage(message));
    return (message) => this.sender.send(statusRequest(credentials, outgoingMessage(message)));
  }

  /** An expression that fails is an attempt that failed: it is seen with its error, and made again. */
  private async sendAdapted(
    connectionId: number,
    credentials: Credentials,
    adapter: Adapter,
    message: OutgoingMessage,
  ): Promise<AttemptOutcome> {
    const endsAt = performance.now() + ENDS_WITHIN_MS;
    const envelope = this.outbound.envelope(credentials, adapter, message);
    try {
      const body = await this.outbound.body(adapter, message, connectionId);
      const withinMs = timeUntil(endsAt, LONGEST_CALL_MS);
      if (withinMs === undefined) return notSent(envelope, 'throttled', BUSY);
      return await this.sender.send({ ...envelope, body }, { totalMs: inWholeSeconds(withinMs) });
    } catch (error) {
      if (error instanceof UnavailableError) return notSent(envelope, 'throttled', BUSY);
      if (error instanceof ExpressionError) return notSent(envelope, 'retry', errorOf(error));
      throw error;
    }
  }
}

function notSent(envelope: HttpRequest, kind: 'retry' | 'throttled', error: ErrorDetail): AttemptOutcome {
  return { class: kind, isOutage: false, durationMs: 0, request: shownRequest(envelope), response: null, error };
}

/** A message of this channel as it is told. */
export function outgoingMessage({ payload, kind, idempotencyKey }: OutboxMessage): OutgoingMessage {
  const { externalId, positionExternalId, orderId, status, text, occurredAt, quantity } =
    payload as NotificationPayload;
  return {
    kind,
    externalId,
    positionId: positionExternalId,
    orderId: orderId === null ? null : String(orderId),
    status,
    comment: text,
    occurredAt,
    quantity,
    idempotencyKey,
  };
}

/** With its place in the expression, where there is one. */
function errorOf({ detail, line, column }: ExpressionError): ErrorDetail {
  return {
    ...detail,
    params: { ...detail.params, ...(line !== undefined && column !== undefined && { line, column }) },
  };
}
