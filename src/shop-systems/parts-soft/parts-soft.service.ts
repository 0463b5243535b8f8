import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { type Actor, limitToRegions, seesRegion, visibleTo } from '../../access/actor.js';
import { REGIONS, RegionsService } from '../../access/regions/regions.service.js';
import { STATUS_DIRECTORY } from '../../orders/order-statuses/order-status.entity.js';
import { ItemStatusesService } from '../../orders/orders/item-statuses.service.js';
import { OrderItem } from '../../orders/orders/order.entity.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { errorDetail } from '../../platform/error-texts.js';
import { InvalidInputError } from '../../platform/errors.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { Customer } from './customer.entity.js';
import { Customers } from './customers.service.js';
import { compare, findOrderIds, ORDER_FIELDS } from './found-orders.js';
import type {
  PartsSoftCustomer,
  PartsSoftItem,
  PartsSoftOrder,
  PartsSoftRegion,
  PartsSoftStatusType,
} from './parts-soft.dto.js';
import { codeOf } from './parts-soft.dto.js';
import { PresentedOrders, presentItem } from './presented-orders.service.js';
import { type RawQuery, readPaging, readSearch, type SearchFields } from './search-conditions.js';
import type { StatusChange } from './status-change.js';
import { ZonedTimes } from './zoned-times.js';

const CUSTOMER_FIELDS = {
  id: 'id',
  region_id: 'id',
  created_at: 'time',
  updated_at: 'time',
} as const satisfies SearchFields<string>;

const CUSTOMER_COLUMNS = { id: 'id', region_id: 'regionId', created_at: 'createdAt', updated_at: 'updatedAt' } as const;

/** A page, and which filters said nothing. */
export interface Found<T> {
  rows: T[];
  ignored: string[];
}

/** What programs written for PARTS SOFT read and change. */
@Injectable()
export class PartsSoft {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly regionsService: RegionsService,
    private readonly statuses: ItemStatusesService,
    private readonly customers: Customers,
    private readonly presented: PresentedOrders,
  ) {}

  async orders(query: RawQuery, actor: Actor): Promise<Found<PartsSoftOrder>> {
    const { conditions, ignored } = readSearch(query, ORDER_FIELDS, this.timesOf(actor));
    if (conditions.some(({ field }) => field === 'customer_id')) await this.customers.linkNewest();
    const paging = readPaging(query);
    const ids = await this.transactions.read((manager) => findOrderIds(manager, conditions, actor, paging));
    return { rows: await this.presented.present(ids), ignored };
  }

  async customersOf(query: RawQuery, actor: Actor): Promise<Found<PartsSoftCustomer>> {
    const { conditions, ignored } = readSearch(query, CUSTOMER_FIELDS, this.timesOf(actor));
    await this.customers.linkNewest();
    const { page, perPage } = readPaging(query);
    const customers = await this.transactions.read((manager) => {
      const found = limitToRegions(manager.createQueryBuilder(Customer, 'customer'), 'customer.regionId', actor);
      conditions.forEach((condition, index) =>
        compare(found, `customer.${CUSTOMER_COLUMNS[condition.field]}`, condition, `value${index}`),
      );
      const isChanged = conditions.some(({ field }) => field === 'updated_at');
      return found
        .orderBy(isChanged ? 'customer.updatedAt' : 'customer.createdAt', 'DESC')
        .addOrderBy('customer.id', 'DESC')
        .offset((page - 1) * perPage)
        .limit(perPage)
        .getMany();
    });
    return { rows: customers.map((customer) => this.presented.presentCustomer(customer)), ignored };
  }

  /** @throws NotFoundError */
  async customer(id: number, actor: Actor): Promise<PartsSoftCustomer> {
    const found = await this.transactions.read((manager) => manager.findOneBy(Customer, { id }));
    return this.presented.presentCustomer(visibleTo(actor, found, `Customer ${id}`));
  }

  regions(query: RawQuery, actor: Actor): Found<PartsSoftRegion> {
    const regions = [...this.configuration.current.get(REGIONS).values()].filter(({ id }) => seesRegion(actor, id));
    return this.pageOf(
      regions.map(({ id, name }) => ({ id, name })),
      query,
      actor,
    );
  }

  statusTypes(query: RawQuery, actor: Actor): Found<PartsSoftStatusType> {
    const statuses = [...this.configuration.current.get(STATUS_DIRECTORY).values()];
    statuses.sort((one, other) => one.position - other.position);
    return this.pageOf(
      statuses.map(({ id, name, group }) => ({ id, name, code: codeOf(group) })),
      query,
      actor,
    );
  }

  /**
   * Puts items into a status, all of them or none; GettZap is told at once, as if it was set by hand.
   * @throws InvalidInputError that names each id which is none of an item that the actor may see
   */
  async changeStatus({ itemIds, statusId }: StatusChange, actor: Actor): Promise<PartsSoftItem[]> {
    await this.statuses.set({ itemIds, statusId }, actor).catch((error: unknown) => {
      throw error instanceof InvalidInputError ? namingIds(error, itemIds) : error;
    });
    const ids = itemIds.map(Number);
    const items = await this.transactions.read((manager) => manager.findBy(OrderItem, { id: In(ids) }));
    const byId = new Map(items.map((item) => [item.id, item]));
    return ids.flatMap((id) => byId.get(id) ?? []).map(presentItem);
  }

  /** A directory has no filters, and is read whole by programs that do not ask for pages of it. */
  private pageOf<T>(rows: T[], query: RawQuery, actor: Actor): Found<T> {
    const { ignored } = readSearch(query, {}, this.timesOf(actor));
    if (query.page === undefined && query.per_page === undefined) return { rows, ignored };
    const { page, perPage } = readPaging(query);
    return { rows: rows.slice((page - 1) * perPage, page * perPage), ignored };
  }

  /** Times without an offset are meant by the clocks of the actor's first region. */
  private timesOf(actor: Actor): ZonedTimes {
    return new ZonedTimes(this.regionsService.timeZoneFor(undefined, actor));
  }
}

function namingIds({ errors }: InvalidInputError, itemIds: string[]): InvalidInputError {
  return new InvalidInputError(
    errors.map((error) => {
      const index = /^itemIds\[(\d+)\]$/.exec(error.path)?.[1];
      if (error.path === 'statusId') return { ...error, path: 'status_id' };
      if (index === undefined) return error;
      return { path: 'order_item_ids', ...errorDetail('no_such_item_id', { id: itemIds[Number(index)]! }) };
    }),
  );
}
