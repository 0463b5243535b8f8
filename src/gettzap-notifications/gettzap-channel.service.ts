import { Injectable, OnModuleInit } from '@nestjs/common';
import { DeliveryChannel, Send } from '../deliveries/delivery-channel.js';
import { DeliveryChannels } from '../deliveries/delivery-channels.service.js';
import { HttpSender } from '../deliveries/http-sender.service.js';
import { statusRequest } from '../gettzap/gettzap-request.js';
import { MarketplaceConnectionsService } from '../marketplaces/marketplace-connections.service.js';
import { Transactions } from '../shared/transactions.service.js';
import { GETTZAP_CHANNEL, NotificationPayload } from './gettzap-notification.js';

/** Sends Gettzap notifications; the target of a delivery is a marketplace connection. */
@Injectable()
export class GettzapChannel implements DeliveryChannel, OnModuleInit {
  readonly name = GETTZAP_CHANNEL;

  constructor(
    private readonly channels: DeliveryChannels,
    private readonly transactions: Transactions,
    private readonly connections: MarketplaceConnectionsService,
    private readonly sender: HttpSender,
  ) {}

  onModuleInit(): void {
    this.channels.plugIn(this);
  }

  async open(targetKey: string): Promise<Send | undefined> {
    const connection = await this.transactions.read((manager) =>
      this.connections.getEvenDeleted(manager, Number(targetKey)),
    );
    if (connection.deletedAt) return undefined;
    const credentials = this.connections.credentialsOf(connection);
    return ({ payload, idempotencyKey }) =>
      this.sender.send(statusRequest(credentials, payload as NotificationPayload, idempotencyKey));
  }
}
