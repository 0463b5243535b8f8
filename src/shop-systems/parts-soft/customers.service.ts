import { Injectable } from '@nestjs/common';
import { EntityManager, EntityTarget, In, MoreThan, type ObjectLiteral } from 'typeorm';
import { ExternalOrder } from '../../orders/external-orders/external-order.entity.js';
import { BuyerDataErased } from '../../orders/external-orders/external-orders.events.js';
import { Order } from '../../orders/orders/order.entity.js';
import { OrderTakenBack } from '../../orders/orders/orders.events.js';
import { Clock } from '../../platform/clock.js';
import { groupBy } from '../../platform/collections.js';
import { Job } from '../../platform/jobs/job.js';
import { sha256 } from '../../platform/secrets/sha256.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { Customer, CustomerOrder } from './customer.entity.js';
import { type Buyer, customerKeyOf } from './customer-key.js';

const EVERY_MS = 10_000;
/** Orders that are looked at together, and how often in one run: so many that nobody waits long for the writer. */
const STEP = 500;
const STEPS_A_RUN = 20;
const LINKED_AT_ONCE = 100;
/** An order may become seen after a later one: its transaction took longer. */
const LATE = 1_000;

const BUYER = ['id', 'customerName', 'customerPhone', 'customerEmail'].map((column) => `external.${column}`);

/** What an order says of its buyer. */
interface BuyerOfOrder extends Buyer {
  orderId: number;
  keyHash: string;
  /** When the order was made. */
  at: Date;
}

/**
 * Makes customers of the buyers of orders, for the programs that ask for them. Nothing else needs them, so accepting does not wait for
 * it: a job follows the orders in small steps, and what is asked for is linked at once.
 */
@Injectable()
export class Customers {
  /** All orders up to this one are linked. A new process looks through them again, which costs little. */
  private seen = 0;

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  @Job({ name: 'customers', everyMs: EVERY_MS })
  async follow(signal: AbortSignal): Promise<void> {
    for (let step = 0; step < STEPS_A_RUN && !signal.aborted; step++) {
      const orders = await this.transactions.read((manager) => linksOf(manager, { after: this.seen }));
      await this.link(orders.filter(({ customerId }) => customerId === null).map(({ id }) => id));
      this.seen = orders.at(-1)?.id ?? this.seen;
      if (orders.length < STEP) break;
    }
    this.seen = Math.max(0, this.seen - LATE);
  }

  /** Links what was ordered last, which the job may not have seen yet. */
  async linkNewest(): Promise<void> {
    const orders = await this.transactions.read((manager) => linksOf(manager, { after: 0, newestFirst: true }));
    await this.link(orders.filter(({ customerId }) => customerId === null).map(({ id }) => id));
  }

  /** Links these orders, and answers their customers. */
  async linkNow(orderIds: number[]): Promise<Map<number, Customer>> {
    await this.link(orderIds);
    return this.transactions.read((manager) => customersOf(manager, orderIds));
  }

  /** A buyer who is forgotten is no longer to be known by the key, either; new orders are a new customer's. */
  @OnDomainEvent(BuyerDataErased)
  async onErased({ externalOrderId }: BuyerDataErased, tx: Transaction): Promise<void> {
    const order = await tx.manager.findOneBy(Order, { externalOrderId });
    const link = order && (await tx.manager.findOneBy(CustomerOrder, { orderId: order.id }));
    const customer = link && (await tx.manager.findOneBy(Customer, { id: link.customerId }));
    if (!customer || !(customer.name || customer.phone || customer.email)) return;
    const keyHash = sha256(`forgotten ${customer.id}`);
    const blank = { name: '', phone: '', email: '', updatedAt: this.clock.now() };
    await tx.updateByIds(Customer, [customer.id], { ...blank, keyHash });
  }

  /** A customer without an order is none. */
  @OnDomainEvent(OrderTakenBack)
  async onTakenBack({ orderId }: OrderTakenBack, tx: Transaction): Promise<void> {
    const link = await tx.manager.findOneBy(CustomerOrder, { orderId });
    if (!link) return;
    const { customerId } = link;
    // Held, so that no further order of theirs is linked meanwhile.
    await tx.lockOne(Customer, { id: customerId });
    await tx.manager.delete(CustomerOrder, { orderId });
    if (!(await tx.manager.existsBy(CustomerOrder, { customerId })))
      await tx.manager.delete(Customer, { id: customerId });
  }

  private async link(orderIds: number[]): Promise<void> {
    for (let start = 0; start < orderIds.length; start += LINKED_AT_ONCE) {
      const ids = orderIds.slice(start, start + LINKED_AT_ONCE);
      await this.transactions.run((tx) => linkIn(tx, ids));
    }
  }
}

async function linksOf(
  manager: EntityManager,
  { after, newestFirst = false }: { after: number; newestFirst?: boolean },
) {
  return manager
    .createQueryBuilder(Order, 'order')
    .select('order.id', 'id')
    .addSelect('link.customerId', 'customerId')
    .leftJoin(CustomerOrder, 'link', 'link.orderId = order.id')
    .where({ id: MoreThan(after) })
    .orderBy('order.id', newestFirst ? 'DESC' : 'ASC')
    .limit(STEP)
    .getRawMany<{ id: number; customerId: number | null }>();
}

/** By order; what is not linked yet is missing. */
export async function customersOf(manager: EntityManager, orderIds: number[]): Promise<Map<number, Customer>> {
  if (orderIds.length === 0) return new Map();
  const { entities, raw } = await manager
    .createQueryBuilder(Customer, 'customer')
    .innerJoin(CustomerOrder, 'link', 'link.customerId = customer.id')
    .addSelect('link.orderId', 'order_id')
    .addSelect('link.customerId', 'of')
    .where('link.orderId IN (:...orderIds)', { orderIds })
    .getRawAndEntities<{ order_id: number; of: number }>();
  const byId = new Map(entities.map((customer) => [customer.id, customer]));
  return new Map(raw.map(({ order_id: orderId, of }) => [orderId, byId.get(of)!]));
}

async function linkIn(tx: Transaction, orderIds: number[]): Promise<void> {
  const buyers = await buyersOf(tx, orderIds);
  const byKey = groupBy(buyers, ({ keyHash }) => keyHash);
  const keys = [...byKey.keys()].sort();
  if (keys.length === 0) return;
  let customers = await lockByKeys(tx, keys);
  // One whose last order is taken back at this moment is there, and then is not.
  while (customers.length < keys.length) {
    const known = new Set(customers.map(({ keyHash }) => keyHash));
    const made = keys.filter((key) => !known.has(key)).map((key) => customerOf(byKey.get(key)!));
    await insertUnlessThere(tx, Customer, made);
    customers = await lockByKeys(tx, keys);
  }
  for (const customer of customers) {
    const { name, phone, email, updatedAt } = customerOf(byKey.get(customer.keyHash)!);
    if (updatedAt > customer.updatedAt)
      await tx.updateByIds(Customer, [customer.id], { name, phone, email, updatedAt });
  }
  const links = customers.flatMap(({ id: customerId, keyHash }) =>
    byKey.get(keyHash)!.map(({ orderId }) => ({ orderId, customerId })),
  );
  await insertUnlessThere(tx, CustomerOrder, links);
}

/** Held, so that none is removed before its orders are linked. */
function lockByKeys(tx: Transaction, keys: string[]): Promise<Customer[]> {
  const query = tx.manager.createQueryBuilder(Customer, 'customer').where({ keyHash: In(keys) });
  return tx.lockForUpdate(query.orderBy('customer.id')).getMany();
}

/** The external orders are held, so that nobody is forgotten, and no order taken back, while its customer is made. */
async function buyersOf(tx: Transaction, orderIds: number[]): Promise<BuyerOfOrder[]> {
  const where = { id: In(orderIds) };
  const named = await tx.manager.find(Order, { select: { id: true, externalOrderId: true }, where });
  const ids = named.map(({ externalOrderId }) => externalOrderId);
  const query = tx.manager
    .createQueryBuilder(ExternalOrder, 'external')
    .select(BUYER)
    .where({ id: In(ids) });
  const sources = await tx.lockForUpdate(query.orderBy('external.id')).getMany();
  const byId = new Map(sources.map((source) => [source.id, source]));
  const orders = await tx.manager.find(Order, { where, order: { id: 'ASC' } });
  return orders.flatMap(({ id: orderId, regionId, externalOrderId, createdAt: at }) => {
    const source = byId.get(externalOrderId);
    if (!source) return [];
    const { customerName: name, customerPhone: phone, customerEmail: email } = source;
    const buyer = { regionId, name, phone, email };
    return [{ ...buyer, orderId, at, keyHash: customerKeyOf(buyer) }];
  });
}

/** As the newest of the orders says. @param buyers of one key, in the sequence of their orders */
function customerOf(buyers: BuyerOfOrder[]): Omit<Customer, 'id'> {
  const { regionId, keyHash, name, phone, email, at: updatedAt } = buyers.at(-1)!;
  return { regionId, keyHash, name, phone, email, createdAt: buyers[0]!.at, updatedAt };
}

/** Another process may link the same orders at the same time. */
async function insertUnlessThere<T extends ObjectLiteral>(
  tx: Transaction,
  target: EntityTarget<T>,
  rows: T[] | object[],
) {
  if (rows.length === 0) return;
  await tx.manager
    .createQueryBuilder()
    .insert()
    .into(target)
    .values(rows as T[])
    .orIgnore()
    .execute();
}
