import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { Actor, limitToRegions, seesRegion } from '../actor.js';
import { AuditService } from '../audit.service.js';
import { RegionsChosen } from '../regions-chosen.event.js';
import { Clock } from '../../platform/clock.js';
import { OnDomainEvent } from '../../platform/transactions/domain-event-bus.js';
import { InvalidInputError, NotFoundError } from '../../platform/errors.js';
import { Page, PageQuery, readPage } from '../../platform/http/paging.dto.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { CreateRegion, UpdateRegion } from './region.dto.js';
import { Region } from './region.entity.js';
import { RegionDeleting } from './region-deleting.event.js';

@Injectable()
export class RegionsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  list(query: PageQuery, actor: Actor): Promise<Page<Region>> {
    return this.transactions.read((manager) => {
      const regions = limitToRegions(manager.createQueryBuilder(Region, 'region'), 'region.id', actor);
      return readPage(regions, query, 'region.createdAt');
    });
  }

  /** @throws NotFoundError */
  async get(manager: EntityManager, id: number): Promise<Region> {
    const region = await manager.findOneBy(Region, { id });
    if (!region) throw new NotFoundError(`Region ${id}`);
    return region;
  }

  /** The zone of one region, or of the first that the actor sees. @throws NotFoundError */
  async timeZoneFor(manager: EntityManager, id: number | undefined, actor: Actor): Promise<string> {
    if (id !== undefined && !seesRegion(actor, id)) throw new NotFoundError(`Region ${id}`);
    if (id !== undefined) return (await this.get(manager, id)).timeZone;
    const regions = manager.createQueryBuilder(Region, 'region').orderBy('region.id').limit(1);
    const first = await limitToRegions(regions, 'region.id', actor).getOne();
    return first?.timeZone ?? new CreateRegion().timeZone;
  }

  async byIds(manager: EntityManager, ids: number[]): Promise<Map<number, Region>> {
    const regions = await manager.findBy(Region, { id: In([...new Set(ids)]) });
    return new Map(regions.map((region) => [region.id, region]));
  }

  /** Names by id. */
  async names(manager: EntityManager, ids: number[]): Promise<Map<number, string>> {
    const regions = await this.byIds(manager, ids);
    return new Map([...regions].map(([id, { name }]) => [id, name]));
  }

  /** Keeps a region from being deleted until the end of the transaction. @returns false when it is gone */
  async hold(tx: Transaction, id: number): Promise<boolean> {
    const query = tx.manager.createQueryBuilder(Region, 'region').where({ id });
    return (await tx.lockForShare(query).getOne()) !== null;
  }

  create(input: CreateRegion): Promise<Region> {
    return this.transactions.run(async (tx) => {
      const id = await tx.insert(Region, { ...input, createdAt: this.clock.now() });
      await this.audit.record(tx, { action: 'create', subject: 'region', subjectId: id, after: input });
      return this.get(tx.manager, id);
    });
  }

  /** @throws NotFoundError, ChangedMeanwhileError */
  update(id: number, { version: seen, ...change }: UpdateRegion, actor: Actor): Promise<Region> {
    return this.transactions.run(async (tx) => {
      const region = await this.lock(tx, id, actor);
      await this.audit.requireVersion(tx, 'region', region, seen);
      const before = { ...region };
      const columns = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      if (Object.keys(columns).length > 0) {
        await tx.manager.update(Region, { id }, columns);
        Object.assign(region, columns, { version: region.version + 1 });
      }
      await this.audit.record(tx, { action: 'update', subject: 'region', subjectId: id, before, after: region });
      return region;
    });
  }

  /** @throws NotFoundError, ConflictError `region_in_use` */
  delete(id: number, actor: Actor): Promise<void> {
    return this.transactions.run(async (tx) => {
      const before = await this.lock(tx, id, actor);
      await tx.publish(new RegionDeleting(id));
      await tx.manager.delete(Region, { id });
      await this.audit.record(tx, { action: 'delete', subject: 'region', subjectId: id, before });
    });
  }

  @OnDomainEvent(RegionsChosen)
  async checkChosen({ regionIds }: RegionsChosen, tx: Transaction): Promise<void> {
    const names = await this.names(tx.manager, regionIds);
    const index = regionIds.findIndex((id) => !names.has(id));
    if (index >= 0) throw InvalidInputError.of(`regionIds[${index}]`, 'there is no such region');
  }

  private async lock(tx: Transaction, id: number, actor: Actor): Promise<Region> {
    const region = await tx.lock(tx.manager.createQueryBuilder(Region, 'region').where({ id })).getOne();
    if (!region || !seesRegion(actor, id)) throw new NotFoundError(`Region ${id}`);
    return region;
  }
}
