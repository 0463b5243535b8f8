import { Injectable, OnModuleInit } from '@nestjs/common';
import { DeliveryChannel, Send } from '../../outbox/delivery-channel.js';
import { DeliveryChannels } from '../../outbox/delivery-channels.service.js';
import { HttpSender } from '../../outbox/http-sender.service.js';
import { Clock } from '../../platform/clock.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { secretPlaceOf } from './sealed-columns.js';
import { signedRequest } from './signed-request.js';
import { WEBHOOK_CHANNEL, WebhookPayload } from './webhook.js';
import { Webhook } from './webhook.entity.js';

/** Sends to web-hooks; the target of a delivery is a web-hook. */
@Injectable()
export class WebhookChannel implements DeliveryChannel, OnModuleInit {
  readonly name = WEBHOOK_CHANNEL;

  constructor(
    private readonly channels: DeliveryChannels,
    private readonly transactions: Transactions,
    private readonly secretBox: SecretBox,
    private readonly sender: HttpSender,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.channels.plugIn(this);
  }

  async open(targetKey: string): Promise<Send | undefined> {
    const webhook = await this.transactions.read((manager) => manager.findOneBy(Webhook, { id: Number(targetKey) }));
    if (!webhook || webhook.deletedAt) return undefined;
    const { url, secretSealed } = webhook;
    const secret = this.secretBox.open(secretSealed, secretPlaceOf(webhook));
    return ({ payload, idempotencyKey }) =>
      this.sender.send(signedRequest(url, secret, idempotencyKey, payload as WebhookPayload, this.clock.now()));
  }
}
