import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { Clock } from '../shared/clock.js';
import { NotFoundError } from '../shared/errors.js';
import { Page, PageQuery, readPage } from '../shared/paging.dto.js';
import type { Transaction } from '../shared/transaction.js';
import { Transactions } from '../shared/transactions.service.js';
import { CreateRegion, UpdateRegion } from './region.dto.js';
import { Region } from './region.entity.js';
import { RegionDeleting } from './region-deleting.event.js';

@Injectable()
export class RegionsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  list(query: PageQuery): Promise<Page<Region>> {
    return this.transactions.read((manager) =>
      readPage(manager.createQueryBuilder(Region, 'region'), query, 'region.createdAt'),
    );
  }

  /** @throws NotFoundError */
  async get(manager: EntityManager, id: number): Promise<Region> {
    const region = await manager.findOneBy(Region, { id });
    if (!region) throw new NotFoundError(`Region ${id}`);
    return region;
  }

  /** Names by id. */
  async names(manager: EntityManager, ids: number[]): Promise<Map<number, string>> {
    const regions = await manager.findBy(Region, { id: In([...new Set(ids)]) });
    return new Map(regions.map(({ id, name }) => [id, name]));
  }

  /** Keeps a region from being deleted until the end of the transaction. @returns false when it is gone */
  async hold(tx: Transaction, id: number): Promise<boolean> {
    const query = tx.manager.createQueryBuilder(Region, 'region').where({ id });
    return (await tx.share(query).getOne()) !== null;
  }

  create(input: CreateRegion): Promise<Region> {
    return this.transactions.run(async (tx) => {
      const id = await tx.insert(Region, { ...input, createdAt: this.clock.now() });
      return this.get(tx.manager, id);
    });
  }

  /** @throws NotFoundError */
  update(id: number, change: UpdateRegion): Promise<Region> {
    return this.transactions.run(async (tx) => {
      const region = await this.get(tx.manager, id);
      const columns = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      if (Object.keys(columns).length > 0) await tx.manager.update(Region, { id }, columns);
      return Object.assign(region, columns);
    });
  }

  /** @throws NotFoundError, ConflictError `region_in_use` */
  delete(id: number): Promise<void> {
    return this.transactions.run(async (tx) => {
      const region = await tx.lock(tx.manager.createQueryBuilder(Region, 'region').where({ id })).getOne();
      if (!region) throw new NotFoundError(`Region ${id}`);
      await tx.publish(new RegionDeleting(id));
      await tx.manager.delete(Region, { id });
    });
  }
}
