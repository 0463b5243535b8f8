import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { OrderHandOverView } from './order-hand-over.dto.js';

type Source = (manager: EntityManager, orderId: number) => Promise<OrderHandOverView[]>;

/** Shows on an order which systems of the shop's have it; the module that hands it over, further up, plugs itself in. */
@Injectable()
export class OrderHandOvers {
  private source: Source = async () => [];

  register(source: Source): void {
    this.source = source;
  }

  of(manager: EntityManager, orderId: number): Promise<OrderHandOverView[]> {
    return this.source(manager, orderId);
  }
}
