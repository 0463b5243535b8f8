import { Injectable, OnModuleInit } from '@nestjs/common';
import { Webhook as Signer } from 'standardwebhooks';
import { Channel, Send, Channels, withdrawn } from '../../outbox/channel.js';
import { HttpSender, type HttpRequest } from '../../outbox/http-sender.service.js';
import { Clock } from '../../platform/clock.js';
import { errorDetail } from '../../platform/error-texts.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { WebhookBodies } from './webhook-bodies.service.js';
import { secretPlaceOf, Webhook, WEBHOOK_CHANNEL, WebhookPayload } from './webhook.entity.js';

/** Sends to web-hooks; the endpoint of a message is a web-hook. */
@Injectable()
export class WebhookChannel implements Channel, OnModuleInit {
  readonly name = WEBHOOK_CHANNEL;

  constructor(
    private readonly channels: Channels,
    private readonly transactions: Transactions,
    private readonly secretBox: SecretBox,
    private readonly sender: HttpSender,
    private readonly bodies: WebhookBodies,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.channels.register(this);
  }

  async open(endpointKey: string): Promise<Send | undefined> {
    const webhook = await this.transactions.read((manager) => manager.findOneBy(Webhook, { id: Number(endpointKey) }));
    if (!webhook || webhook.deletedAt) return undefined;
    const { url, secretSealed } = webhook;
    const secret = this.secretBox.open(secretSealed, secretPlaceOf(webhook));
    const bodyOf = this.bodies.in(webhook.format);
    return async ({ payload, idempotencyKey }) => {
      const body = await bodyOf(payload as WebhookPayload);
      if (!body) return withdrawn(errorDetail('no_order_to_tell'));
      return this.sender.send(signedRequest(url, secret, idempotencyKey, body, this.clock.now()));
    };
  }
}

/**
 * A message as Standard Webhooks wants it: the id stays the same over all attempts, the time is that of the attempt.
 * @param secret `whsec_…`
 */
export function signedRequest(url: string, secret: string, id: string, content: object, sentAt: Date): HttpRequest {
  const body = JSON.stringify(content);
  return {
    method: 'POST',
    url,
    headers: {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
      'webhook-signature': new Signer(secret).sign(id, sentAt, body),
    },
    body,
  };
}
