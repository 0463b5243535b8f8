import { Injectable, OnModuleInit } from '@nestjs/common';
import { Channel, Send, Channels } from '../../outbox/channel.js';
import { HttpSender } from '../../outbox/http-sender.service.js';
import { Clock } from '../../platform/clock.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { secretPlaceOf } from './sealed-columns.js';
import { signedRequest } from './signed-request.js';
import { WEBHOOK_CHANNEL, WebhookPayload } from './webhook.js';
import { Webhook } from './webhook.entity.js';

/** Sends to web-hooks; the endpoint of a message is a web-hook. */
@Injectable()
export class WebhookChannel implements Channel, OnModuleInit {
  readonly name = WEBHOOK_CHANNEL;

  constructor(
    private readonly channels: Channels,
    private readonly transactions: Transactions,
    private readonly secretBox: SecretBox,
    private readonly sender: HttpSender,
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
    return ({ payload, idempotencyKey }) =>
      this.sender.send(signedRequest(url, secret, idempotencyKey, payload as WebhookPayload, this.clock.now()));
  }
}
