import { Injectable } from '@nestjs/common';
import { changedOf, idsOf } from '../../platform/collections.js';
import { Actor, limitToRegions, seesRegion } from '../actor.js';
import { AuditService } from '../audit.service.js';
import { ApiKey, User } from '../user.entity.js';
import { ConfigurationPart, Configuration } from '../../platform/configuration/configuration.service.js';
import { Clock } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { errorDetail } from '../../platform/error-texts.js';
import { ConflictError, InvalidInputError, NotFoundError } from '../../platform/errors.js';
import { foldedText, isNameTaken, searchedIn } from '../../platform/folded-text.js';
import { NamedQuery, Page } from '../../platform/http/paging.dto.js';
import { readPage } from '../../platform/http/read-page.js';
import { isOneOf } from '../../platform/sql/indexed-search.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { CreateRegion, DEFAULT_TIME_ZONE, UpdateRegion } from './region.dto.js';
import { Region } from './region.entity.js';
import { calendarErrors } from './calendar-errors.js';
import type { WorkCalendar } from './working-time.js';

/** What may forbid that a region is deleted. */
export interface RegionGuard {
  /** What belongs to regions, for people. */
  name: string;
  isUsing(tx: Transaction, regionId: number): Promise<boolean>;
}

/** Who is limited to a region that is gone could only be changed by being given another one, or all. */
const PEOPLE_GUARDS: RegionGuard[] = [
  { name: 'a user', isUsing: async ({ manager }, id) => isLimited(await manager.find(User), id) },
  { name: 'an API key', isUsing: async ({ manager }, id) => isLimited(await manager.find(ApiKey), id) },
];

function isLimited(people: Array<Pick<Actor, 'regionIds'>>, regionId: number): boolean {
  return people.some(({ regionIds }) => regionIds.includes(regionId));
}

/** By id. */
export const REGIONS = new ConfigurationPart(async (manager) => {
  const regions = await manager.find(Region, { order: { id: 'ASC' } });
  return new Map(regions.map((region) => [region.id, region]));
});

@Injectable()
export class RegionsService {
  private readonly guards = [...PEOPLE_GUARDS];

  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  register(guard: RegionGuard): void {
    this.guards.push(guard);
  }

  list({ q, ...query }: NamedQuery, actor: Actor): Promise<Page<Region>> {
    return this.transactions.read((manager) => {
      const regions = limitToRegions(manager.createQueryBuilder(Region, 'region'), 'region.id', actor);
      if (q) {
        const known = this.configuration.current.get(REGIONS).values();
        regions.andWhere(isOneOf('region.id', idsOf(searchedIn(known, q, ({ name }) => [name]))));
      }
      return readPage(regions, query, 'region.createdAt');
    });
  }

  /** The zone of one region, or of the first that the actor sees. @throws NotFoundError */
  timeZoneFor(id: number | undefined, actor: Actor): string {
    const regions = [...this.configuration.current.get(REGIONS).values()].filter((region) =>
      seesRegion(actor, region.id),
    );
    if (id === undefined) return regions[0]?.timeZone ?? DEFAULT_TIME_ZONE;
    const region = regions.find((each) => each.id === id);
    if (!region) throw new NotFoundError(`Region ${id}`);
    return region.timeZone;
  }

  /** @throws InvalidInputError */
  async create(input: CreateRegion): Promise<Region> {
    requireCalendar(input.workingHours);
    return this.configuration.change(async (tx) => {
      await this.requireName(tx, input.name);
      const id = await tx.insert(Region, { ...input, createdAt: this.clock.now() });
      await this.audit.record(tx, 'create', 'region', id, { after: input });
      return tx.manager.findOneByOrFail(Region, { id });
    });
  }

  /** @throws NotFoundError, ChangedMeanwhileError, InvalidInputError */
  async update(id: number, { version: seen, ...change }: UpdateRegion, actor: Actor): Promise<Region> {
    requireCalendar(change.workingHours);
    return this.configuration.change(async (tx) => {
      const region = await this.get(tx, id, actor);
      await this.audit.requireVersion(tx, 'region', region, seen);
      const before = { ...region };
      const columns = changedOf(region, change);
      const { name = before.name } = change;
      if (foldedText(name) !== foldedText(before.name)) await this.requireName(tx, name);
      if (Object.keys(columns).length > 0) {
        await tx.manager.update(Region, { id }, columns);
        Object.assign(region, columns, { version: region.version + 1 });
      }
      await this.audit.record(tx, 'update', 'region', id, { before, after: region });
      return region;
    });
  }

  /** @throws NotFoundError, ConflictError `region_in_use` */
  delete(id: number, actor: Actor): Promise<void> {
    return this.configuration.change(async (tx) => {
      const before = await this.get(tx, id, actor);
      for (const guard of this.guards) {
        if (!(await guard.isUsing(tx, id))) continue;
        throw new ConflictError('region_in_use', `The region is used by ${guard.name}.`);
      }
      await tx.manager.delete(Region, { id });
      await this.audit.record(tx, 'delete', 'region', id, { before });
    });
  }

  /** Lists, choices and messages tell regions apart by their names. @throws InvalidInputError */
  private async requireName(tx: Transaction, name: string): Promise<void> {
    const regions = (await this.configuration.of(tx)).get(REGIONS);
    if (isNameTaken(name, regions.values())) throw InvalidInputError.of('name', errorDetail('name_taken'));
  }

  private async get(tx: Transaction, id: number, actor: Actor): Promise<Region> {
    const region = await tx.manager.findOneBy(Region, { id });
    if (!region || !seesRegion(actor, id)) throw new NotFoundError(`Region ${id}`);
    return region;
  }
}

/** @throws InvalidInputError */
function requireCalendar(workingHours: WorkCalendar | null | undefined): void {
  const errors = workingHours ? calendarErrors(workingHours) : [];
  if (errors.length > 0) throw new InvalidInputError(errors);
}

/** What somebody is to be limited to has to be there. @throws InvalidInputError */
export async function requireRegions(
  configuration: Configuration,
  tx: Transaction,
  regionIds: string[],
): Promise<void> {
  const regions = (await configuration.of(tx)).get(REGIONS);
  const index = regionIds.findIndex((id) => !regions.has(Number(id)));
  if (index >= 0) throw InvalidInputError.of(`regionIds[${index}]`, errorDetail('no_such_region'));
}
