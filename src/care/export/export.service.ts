import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../access/audit.service.js';
import { ExternalOrdersService } from '../../orders/external-orders/external-orders.service.js';
import { ListedPositions } from '../../orders/external-orders/listed-positions.service.js';
import { EXTERNAL_ORDER_STATES } from '../../orders/external-orders/external-order-state.js';
import { GettzapNotificationsService } from '../../marketplaces/gettzap-notifications/gettzap-notifications.service.js';
import { OrdersService } from '../../orders/orders/orders.service.js';
import { errorDetail } from '../../platform/error-texts.js';
import { InvalidInputError } from '../../platform/errors.js';
import { MAX_PER_PAGE, Page } from '../../platform/http/paging.dto.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import {
  cellsOf,
  Column,
  headOf,
  RowContext,
  EXTERNAL_ORDER_COLUMNS,
  ORDER_ITEM_COLUMNS,
  OrderItemRow,
  POSITION_COLUMNS,
  NOTIFICATION_COLUMNS,
} from './columns.js';
import type { ExternalOrderExport, NotificationExport, OrderExport, PositionExport } from './export.dto.js';
import { marketplaceName, CONNECTIONS } from '../../marketplaces/connections/marketplace-connection.entity.js';
import { REGIONS } from '../../access/regions/regions.service.js';
import { type ConfigurationSnapshot, Configuration } from '../../platform/configuration/configuration.service.js';
import type { Cell, Language, Table } from './table.js';
import { PROCESSING_RULES } from '../../offers/processing-rules/processing-rule.entity.js';
import { TITLES, Word } from './words.js';

const MAX_ROWS = 50_000;
const NO_ZONE = 'UTC';

interface RowContextIds {
  regionId: string | null;
  connectionId: string;
}

/** The part of a list's query that asks for rows of these ids alone. */
interface ChosenPage {
  ids: number[];
  page: number;
  perPage: number;
}

/**
 * The lists as tables of at most 50,000 rows. The ids of all that match are read at once, so that nothing is written twice or
 * left out while new rows come in; the rows follow through the lists themselves, page by page.
 */
@Injectable()
export class ExportService {
  constructor(
    private readonly externalOrderList: ExternalOrdersService,
    private readonly positionList: ListedPositions,
    private readonly orderList: OrdersService,
    private readonly notificationList: GettzapNotificationsService,
    private readonly configuration: Configuration,
    private readonly audit: AuditService,
    private readonly transactions: Transactions,
  ) {}

  /** @throws InvalidInputError when too many match */
  async externalOrders({ lang, ...filter }: ExternalOrderExport, actor: Actor): Promise<Table> {
    const ids = limited(await this.externalOrderList.idsOf(filter, actor, MAX_ROWS + 1));
    const chosen = { sort: filter.sort, state: [...EXTERNAL_ORDER_STATES] };
    const pages = readPages(ids, (page) => this.externalOrderList.list({ ...chosen, ...page }, actor));
    await this.writeDown('externalOrders', filter, ids.length);
    return this.table(TITLES.externalOrders, lang, EXTERNAL_ORDER_COLUMNS, pages, (row) => row);
  }

  /** @throws InvalidInputError when too many match */
  async positions({ lang, ...filter }: PositionExport, actor: Actor): Promise<Table> {
    const ids = limited(await this.positionList.idsOf(filter, actor, MAX_ROWS + 1));
    const chosen = { sort: filter.sort, state: [...EXTERNAL_ORDER_STATES] };
    const pages = readPages(ids, (page) => this.positionList.list({ ...chosen, ...page }, actor));
    await this.writeDown('positions', filter, ids.length);
    return this.table(TITLES.positions, lang, POSITION_COLUMNS, pages, ({ externalOrder }) => externalOrder);
  }

  /** An item a row. @throws InvalidInputError when too many match */
  async orders({ lang, ...filter }: OrderExport, actor: Actor): Promise<Table> {
    const ids = limited(await this.orderList.idsOf(filter, actor, MAX_ROWS + 1));
    const items = await this.orderList.countItems(ids);
    limited(ids, items);
    const orders = readPages(ids, (page) => this.orderList.list({ sort: filter.sort, ...page }, actor));
    await this.writeDown('orders', filter, items);
    return this.table(TITLES.orders, lang, ORDER_ITEM_COLUMNS, itemsOf(orders), ({ order }) => order);
  }

  /** @throws InvalidInputError when too many match */
  async notifications({ lang, ...filter }: NotificationExport, actor: Actor): Promise<Table> {
    const { sort } = filter;
    const ids = limited(await this.notificationList.idsOf(filter, sort, actor, MAX_ROWS + 1));
    const pages = readPages(ids, ({ ids, ...page }) => this.notificationList.list({ ids }, { sort, ...page }, actor));
    await this.writeDown('notifications', filter, ids.length);
    return this.table(TITLES.notifications, lang, NOTIFICATION_COLUMNS, pages, (row) => row);
  }

  /** Buyers' data leave the service here. What was searched for may name a buyer: only that there was a search is told. */
  private writeDown(
    list: keyof typeof TITLES,
    filter: { q?: string; refusalReason?: string; ids?: number[] },
    rows: number,
  ): Promise<void> {
    const { q, refusalReason, ids, ...rest } = filter;
    const searched = { ...(q && { q: '***' }), ...(refusalReason && { refusalReason: '***' }) };
    const after = { list, rows, ...rest, ...searched, ...(ids && { chosen: ids.length }) };
    return this.transactions.run((tx) => this.audit.record(tx, 'export', 'list', 0, { after }));
  }

  private table<Row>(
    title: Word,
    language: Language,
    columns: Column<Row>[],
    pages: AsyncIterable<Row[]>,
    idsOf: (row: Row) => RowContextIds,
  ): Table {
    const heads = columns.map((column) => headOf(column, language));
    return { title, language, columns: heads, pages: this.cells(language, columns, pages, idsOf) };
  }

  private async *cells<Row>(
    language: Language,
    columns: Column<Row>[],
    pages: AsyncIterable<Row[]>,
    idsOf: (row: Row) => RowContextIds,
  ): AsyncGenerator<Cell[][]> {
    for await (const rows of pages) {
      const { current } = this.configuration;
      yield rows.map((row) => cellsOf(columns, row, language, contextOf(idsOf(row), current)));
    }
  }
}

/** The region and the connection of a row in words. */
function contextOf({ regionId, connectionId }: RowContextIds, current: ConfigurationSnapshot): RowContext {
  const region = current.get(REGIONS).get(Number(regionId));
  const connection = current.get(CONNECTIONS).get(Number(connectionId));
  const name = connection && `${marketplaceName(connection.marketplace)} ${connection.login}`;
  const rules = current.get(PROCESSING_RULES).get(Number(connectionId)) ?? [];
  const ruleName = (id: string) => rules.find((rule) => String(rule.id) === id)?.name ?? `№ ${id}`;
  const timeZone = region?.timeZone ?? NO_ZONE;
  return { region: region?.name ?? '', timeZone, connection: name?.trim() ?? '', ruleName };
}

/** @throws InvalidInputError */
function limited<T>(found: T[], rows = found.length): T[] {
  if (rows <= MAX_ROWS) return found;
  throw InvalidInputError.of('filter', errorDetail('too_many_rows', { max: MAX_ROWS }));
}

async function* readPages<Row>(ids: number[], read: (page: ChosenPage) => Promise<Page<Row>>): AsyncGenerator<Row[]> {
  for (let start = 0; start < ids.length; start += MAX_PER_PAGE) {
    const page = { ids: ids.slice(start, start + MAX_PER_PAGE), page: 1, perPage: MAX_PER_PAGE };
    // The embedded database answers at once: without a pause no other request would have a turn until the last page.
    await nextTurn();
    yield (await read(page)).data;
  }
}

async function* itemsOf(pages: AsyncIterable<Array<OrderItemRow['order']>>): AsyncGenerator<OrderItemRow[]> {
  for await (const orders of pages) yield orders.flatMap((order) => order.items.map((item) => ({ order, item })));
}
