import { Injectable, OnModuleInit } from '@nestjs/common';
import { WebhookBodies } from '../webhooks/webhook-bodies.service.js';
import { PresentedOrders } from './presented-orders.service.js';

/** Tells the shop's programs of orders in PARTS SOFT's shape: the order as it is when the message is sent. */
@Injectable()
export class OrderWebhooks implements OnModuleInit {
  constructor(
    private readonly bodies: WebhookBodies,
    private readonly orders: PresentedOrders,
  ) {}

  onModuleInit(): void {
    this.bodies.register('parts_soft', async ({ type, data: { orderId } }) => {
      if (type === 'webhook.test') return { order: null };
      const [order] = typeof orderId === 'string' ? await this.orders.present([Number(orderId)]) : [];
      return order && { order };
    });
  }
}
