import { Injectable, OnModuleInit } from '@nestjs/common';
import { DeliveryChannel, Send } from '../deliveries/delivery-channel.js';
import { DeliveryChannels } from '../deliveries/delivery-channels.service.js';
import { HttpSender } from '../deliveries/http-sender.service.js';
import { Clock } from '../shared/clock.js';
import { SecretBox } from '../shared/secret-box.js';
import { Transactions } from '../shared/transactions.service.js';
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
