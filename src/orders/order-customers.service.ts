import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import type { Order } from './order.entity.js';

/** A sub-select of the ids of external orders whose customer's name is LIKE the parameter `like`. */
type CustomerSearch = (query: SelectQueryBuilder<Order>) => string;

/** Finds orders by their customers, who are kept by a module further up that plugs itself in. */
@Injectable()
export class OrderCustomers {
  private search: CustomerSearch | undefined;

  plugIn(search: CustomerSearch): void {
    this.search = search;
  }

  /** Condition on `order`; undefined = nobody keeps customers. */
  matches(query: SelectQueryBuilder<Order>): string | undefined {
    return this.search && `order.externalOrderId IN ${this.search(query)}`;
  }
}
