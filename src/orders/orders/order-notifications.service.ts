import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { NotificationView } from './order.dto.js';

type Source = (manager: EntityManager, externalOrderId: number) => Promise<NotificationView[]>;

/** Shows on an order what was said about it; the module that says it, further up, plugs itself in. */
@Injectable()
export class OrderNotifications {
  private source: Source = async () => [];

  register(source: Source): void {
    this.source = source;
  }

  of(manager: EntityManager, externalOrderId: number): Promise<NotificationView[]> {
    return this.source(manager, externalOrderId);
  }
}
