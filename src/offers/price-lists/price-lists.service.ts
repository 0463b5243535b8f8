import { Injectable, OnModuleInit } from '@nestjs/common';
import { type EntityManager, In, MoreThan } from 'typeorm';
import { type Actor, limitToRegions, seesRegion, visibleTo } from '../../access/actor.js';
import { AuditService } from '../../access/audit.service.js';
import { REGIONS, RegionsService } from '../../access/regions/regions.service.js';
import { Clock, later } from '../../platform/clock.js';
import { definedOf, groupBy, idsOf, isOther } from '../../platform/collections.js';
import { AppConfig } from '../../platform/config/app-config.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { errorDetail } from '../../platform/error-texts.js';
import { foldedText, isNameTaken } from '../../platform/folded-text.js';
import { InvalidInputError } from '../../platform/errors.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import { type Page } from '../../platform/http/paging.dto.js';
import { readPage } from '../../platform/http/read-page.js';
import { whyTargetIsForbidden } from '../../platform/http/target-guard.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import {
  type CreatePriceList,
  presentPriceList,
  type PriceListQuery,
  type PriceListView,
  settingsOf,
  type UpdatePriceList,
} from './price-list.dto.js';
import type { PriceListColumns } from './list-settings.dto.js';
import { PRICE_LISTS, PriceList, PriceListFetch } from './price-list.entity.js';
import { PriceListImport } from './price-list-import.entity.js';
import { forgetImports, forgetSeen } from './import-states.js';

const NEW = { liveImportId: null, listedAt: null, staleToldAt: null, version: 1 };
const NEVER_FETCHED = {
  leaseToken: '',
  leaseUntil: null,
  etag: '',
  lastModified: '',
  checkedAt: null,
  failures: 0,
  error: null,
  errorSince: null,
};

/** Price lists, as administrators set them up. */
@Injectable()
export class PriceListsService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly regions: RegionsService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  onModuleInit(): void {
    const isUsing = (tx: Transaction, regionId: number) => tx.manager.existsBy(PriceList, { regionId });
    this.regions.register({ name: 'a price list', isUsing });
  }

  list(query: PriceListQuery, actor: Actor): Promise<Page<PriceListView>> {
    return this.transactions.read(async (manager) => {
      const lists = manager.createQueryBuilder(PriceList, 'list');
      if (query.regionId) lists.where('list.regionId = :regionId', { regionId: query.regionId });
      const { data, meta } = await readPage(limitToRegions(lists, 'list.regionId', actor), query, 'list.createdAt');
      return { data: await this.present(manager, data), meta };
    });
  }

  /** @throws NotFoundError */
  read(id: number, actor: Actor): Promise<PriceListView> {
    return this.transactions.read((manager) => this.presentOne(manager, this.find(id, actor)));
  }

  /** @throws NotFoundError for one that is not there, or lies in another region */
  find(id: number, actor: Actor): PriceList {
    return visibleTo(actor, this.configuration.current.get(PRICE_LISTS).get(id) ?? null, `Price list ${id}`);
  }

  /** @throws InvalidInputError */
  create(input: CreatePriceList, actor: Actor): Promise<PriceListView> {
    return this.configuration.change(async (tx) => {
      const row = { ...NEW, ...settingsOf(input), createdAt: this.clock.now() };
      await this.check(tx, row, actor);
      await this.checkName(tx, row);
      const id = await tx.insert(PriceList, row);
      const list = Object.assign(new PriceList(), row, { id });
      await this.keepFetching(tx, list, '');
      await this.audit.record(tx, 'create', 'price_list', id, { after: auditedOf(list) });
      return this.presentOne(tx.manager, list);
    });
  }

  /** @throws NotFoundError; InvalidInputError; ChangedMeanwhileError */
  update(id: number, { version: seen, regionId, ...change }: UpdatePriceList, actor: Actor): Promise<PriceListView> {
    return this.configuration.change(async (tx) => {
      const list = await this.lock(tx, id, actor);
      await this.audit.requireVersion(tx, 'price_list', list, seen);
      const before = { ...list };
      Object.assign(list, definedOf({ ...change, regionId: regionId === undefined ? undefined : Number(regionId) }));
      await this.check(tx, list, actor);
      const isRenamed = foldedText(list.name) !== foldedText(before.name) || list.regionId !== before.regionId;
      if (isRenamed) await this.checkName(tx, list, id);
      if (isOther(before, list)) list.version += 1;
      await tx.manager.update(PriceList, { id }, { ...list });
      await this.keepFetching(tx, list, before.url);
      if (isTakenOtherwise(before, list)) await forgetSeen(tx, id);
      await this.audit.record(tx, 'update', 'price_list', id, auditedSides(before, list));
      return this.presentOne(tx.manager, list);
    });
  }

  /** Its offers count no more at once; their rows go after a while. @throws NotFoundError */
  delete(id: number, actor: Actor): Promise<void> {
    return this.configuration.change(async (tx) => {
      const list = await this.lock(tx, id, actor);
      await forgetImports(tx, id, this.clock.now());
      await tx.manager.delete(PriceListFetch, { priceListId: id });
      await tx.manager.delete(PriceList, { id });
      await this.audit.record(tx, 'delete', 'price_list', id, { before: auditedOf(list) });
    });
  }

  private async lock(tx: Transaction, id: number, actor: Actor): Promise<PriceList> {
    return visibleTo(actor, await tx.lockOne(PriceList, { id }), `Price list ${id}`);
  }

  private async check(tx: Transaction, list: Omit<PriceList, 'id'>, actor: Actor): Promise<void> {
    const { regionId, url, deliveryDaysMin: min, deliveryDaysMax } = list;
    const errors: FieldError[] = repeatedColumns(list.columns);
    const isThere = (await this.configuration.of(tx)).get(REGIONS).has(regionId);
    if (!isThere || !seesRegion(actor, regionId)) errors.push({ path: 'regionId', ...errorDetail('no_such_region') });
    if (deliveryDaysMax < min) errors.push({ path: 'deliveryDaysMax', ...errorDetail('below_minimum', { min }) });
    const forbidden = url === '' ? undefined : whyTargetIsForbidden(url, this.config.allowPrivateTargets);
    if (forbidden) errors.push({ path: 'url', ...forbidden });
    if (errors.length > 0) throw new InvalidInputError(errors);
  }

  /** Messages, offers and rules name a list by its name alone. @param id null = it is not there yet */
  private async checkName(tx: Transaction, list: Omit<PriceList, 'id'>, id: number | null = null): Promise<void> {
    const { name, regionId } = list;
    const lists = [...(await this.configuration.of(tx)).get(PRICE_LISTS).values()];
    const others = lists.filter((each) => each.regionId === regionId && each.id !== id);
    if (isNameTaken(name, others)) throw InvalidInputError.of('name', errorDetail('name_taken'));
  }

  /** Another address is fetched at once, and nothing is known of it. */
  private async keepFetching(tx: Transaction, { id, url, refreshMinutes }: PriceList, before: string): Promise<void> {
    const where = { priceListId: id };
    const now = this.clock.now();
    if (url === before) {
      const latest = later(now, refreshMinutes * 60_000);
      await tx.manager.update(PriceListFetch, { ...where, nextAt: MoreThan(latest) }, { nextAt: latest });
      return;
    }
    await tx.manager.delete(PriceListFetch, where);
    if (url !== '') await tx.insertMany(PriceListFetch, [{ ...NEVER_FETCHED, ...where, nextAt: now }]);
  }

  private async presentOne(manager: EntityManager, list: PriceList): Promise<PriceListView> {
    return (await this.present(manager, [list]))[0]!;
  }

  private async present(manager: EntityManager, lists: PriceList[]): Promise<PriceListView[]> {
    if (lists.length === 0) return [];
    const priceListId = In(idsOf(lists));
    const newest = await manager
      .createQueryBuilder(PriceListImport, 'import')
      .select('MAX(import.id)', 'id')
      .where({ priceListId })
      .groupBy('import.priceListId')
      .getRawMany<{ id: number }>();
    const ids = [...newest.map(({ id }) => id), ...lists.map(({ liveImportId }) => liveImportId ?? 0)];
    const where = [{ id: In(ids) }, { priceListId, state: 'held' as const }];
    const [imports, fetches] = await Promise.all([
      manager.find(PriceListImport, { where, order: { id: 'DESC' } }),
      manager.findBy(PriceListFetch, { priceListId }),
    ]);
    const importsOf = groupBy(imports, (each) => each.priceListId);
    const fetchOf = new Map(fetches.map((each) => [each.priceListId, each]));
    const now = this.clock.now();
    return lists.map((list) => presentPriceList(list, importsOf.get(list.id) ?? [], fetchOf.get(list.id), now));
  }
}

function repeatedColumns(columns: PriceListColumns): FieldError[] {
  const named = Object.entries(definedOf(columns));
  return named.flatMap(([name, number]) => {
    const [other] = named.find((each) => each[1] === number)!;
    return other === name ? [] : [{ path: `columns.${name}`, ...errorDetail('column_twice', { other }) }];
  });
}

/** The same file would be read otherwise, or held no more, or held now. */
function isTakenOtherwise(before: PriceList, after: PriceList): boolean {
  const goesBy = ({ firstRow, columns, guard }: PriceList) => JSON.stringify({ firstRow, columns, guard });
  return goesBy(before) !== goesBy(after);
}

/** A query of the address may hold what only the shop is to know. */
function auditedOf({ id: _, createdAt: _c, liveImportId: _l, listedAt: _a, staleToldAt: _s, ...list }: PriceList) {
  return { ...list, url: list.url.replace(/[?#].*/s, '') };
}

/** That such a query is another one is told without it. */
function auditedSides(before: PriceList, after: PriceList) {
  const sides = { before: auditedOf(before), after: auditedOf(after) };
  if (before.url === after.url || sides.before.url !== sides.after.url) return sides;
  return { before: { ...sides.before, urlSecret: 'former' }, after: { ...sides.after, urlSecret: 'new' } };
}
