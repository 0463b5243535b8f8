import { Injectable } from '@nestjs/common';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { Order } from './order.entity.js';

interface CustomerSearch {
  /** Condition on `order`, its parameters set: the customer's name, phone or e-mail has this somewhere. */
  contains: (query: SelectQueryBuilder<Order>, q: string) => string;
  /** Ids of external orders whose customer begins so. */
  beginning: (manager: EntityManager, q: string) => Promise<number[]>;
}

/** Finds orders by their customers, who are kept by a module further up that plugs itself in. */
@Injectable()
export class OrderCustomers {
  private search: CustomerSearch | undefined;

  plugIn(search: CustomerSearch): void {
    this.search = search;
  }

  /** Condition on `order`; undefined = nobody keeps customers. */
  contains(query: SelectQueryBuilder<Order>, q: string): string | undefined {
    return this.search?.contains(query, q);
  }

  /** Ids of external orders. */
  async beginning(manager: EntityManager, q: string): Promise<number[]> {
    return this.search ? this.search.beginning(manager, q) : [];
  }
}
