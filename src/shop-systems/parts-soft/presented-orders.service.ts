import { Injectable } from '@nestjs/common';
import { type EntityManager, In, Not } from 'typeorm';
import { REGIONS } from '../../access/regions/regions.service.js';
import { DEFAULT_TIME_ZONE } from '../../access/regions/region.dto.js';
import { Order, OrderItem } from '../../orders/orders/order.entity.js';
import { itemsOf } from '../../orders/orders/order-items.js';
import { type OrderSource, sourcesOf } from '../../orders/orders/order-source.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { EXCHANGES } from '../exchanges/exchange.entity.js';
import { HandOver } from '../exchanges/hand-over.entity.js';
import type { Customer } from './customer.entity.js';
import { Customers, customersOf } from './customers.service.js';
import type { PartsSoftCustomer, PartsSoftItem, PartsSoftOrder } from './parts-soft.dto.js';
import { ZonedTimes } from './zoned-times.js';

/** What stands beside an order. */
interface Surroundings {
  source: OrderSource;
  items: OrderItem[];
  customer: PartsSoftCustomer;
  /** Its number in 1C. */
  number: string | null;
  times: ZonedTimes;
}

/** Shows orders and customers as PARTS SOFT does: its names, numbers as ids, times by the clocks of the region. */
@Injectable()
export class PresentedOrders {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly customers: Customers,
  ) {}

  /** In the given sequence; those that are not there are left out. */
  async present(ids: number[]): Promise<PartsSoftOrder[]> {
    if (ids.length === 0) return [];
    const { orders, items, sources, numbers, customers } = await this.transactions.read(async (manager) => {
      const [orders, items, numbers, customers] = await Promise.all([
        manager.findBy(Order, { id: In(ids) }),
        itemsOf(manager, ids),
        this.numbersIn1c(manager, ids),
        customersOf(manager, ids),
      ]);
      const externalOrderIds = orders.map(({ externalOrderId }) => externalOrderId);
      return { orders, items, numbers, customers, sources: await sourcesOf(manager, externalOrderIds) };
    });
    const missing = orders.filter(({ id }) => !customers.has(id)).map(({ id }) => id);
    if (missing.length > 0) for (const [id, each] of await this.customers.linkNow(missing)) customers.set(id, each);
    const byId = new Map(orders.map((order) => [order.id, order]));
    return ids.flatMap((id) => {
      const [order, customer] = [byId.get(id), customers.get(id)];
      if (!order || !customer) return [];
      return presentOrder(order, {
        source: sources.get(order.externalOrderId)!,
        items: items.get(id) ?? [],
        customer: this.presentCustomer(customer),
        number: numbers.get(id) ?? null,
        times: this.timesOf(order.regionId),
      });
    });
  }

  presentCustomer(customer: Customer): PartsSoftCustomer {
    const { id, regionId, name, phone, email, createdAt, updatedAt } = customer;
    const times = this.timesOf(regionId);
    return {
      id,
      region_id: regionId,
      names: name,
      compile_name: name,
      email,
      contact: phone,
      essential: { company_name: '', inn: '', kpp: '' },
      created_at: times.write(createdAt),
      updated_at: times.write(updatedAt),
    };
  }

  private timesOf(regionId: number): ZonedTimes {
    const region = this.configuration.current.get(REGIONS).get(regionId);
    return new ZonedTimes(region?.timeZone ?? DEFAULT_TIME_ZONE);
  }

  private async numbersIn1c(manager: EntityManager, orderIds: number[]): Promise<Map<number, string>> {
    const exchanges = [...this.configuration.current.get(EXCHANGES).values()].filter(({ kind }) => kind === 'one_c');
    if (exchanges.length === 0) return new Map();
    const handOvers = await manager.find(HandOver, {
      select: { id: true, orderId: true, number: true },
      where: { orderId: In(orderIds), exchangeId: In(exchanges.map(({ id }) => id)), number: Not('') },
    });
    return new Map(handOvers.map(({ orderId, number }) => [orderId, number]));
  }
}

function presentOrder(order: Order, { source, items, customer, number, times }: Surroundings): PartsSoftOrder {
  return {
    id: order.id,
    order_id: order.id,
    status_id: order.statusId,
    region_id: order.regionId,
    customer_id: customer.id,
    customer,
    created_at: times.write(order.createdAt),
    updated_at: times.write(order.updatedAt),
    comment: source.comment,
    marketplace_id: order.externalId,
    load_order_client_number: order.externalId,
    id_1c: number,
    external_crm_id: null,
    order_items: items.map(presentItem),
  };
}

export function presentItem(item: OrderItem): PartsSoftItem {
  return {
    id: item.id,
    order_id: item.orderId,
    status_id: item.statusId,
    oem: item.number,
    make_name: item.brand,
    detail_name: item.name,
    qnt: item.quantity,
    cost: item.priceMinor / 100,
    comment: item.positionExternalId,
    price_id: null,
    min_delivery_day: item.deliveryDays,
    max_delivery_day: item.deliveryDays,
  };
}
