import type { Type } from '@nestjs/common';
import { DomainEventBus } from '../../src/platform/transactions/transaction.js';
import type { Shop } from './shop.js';

/** Collects the domain events of one class that the shop publishes from now on. */
export function eventsOf<T extends object>(shop: Shop, type: Type<T>): T[] {
  const bus = shop.app.get(DomainEventBus);
  const publish = bus.publish.bind(bus);
  const seen: T[] = [];
  bus.publish = (tx, event) => {
    if (event instanceof type) seen.push(event);
    return publish(tx, event);
  };
  return seen;
}
