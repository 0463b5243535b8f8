import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ConfigurationPart } from '../../platform/configuration/configuration.service.js';
import type { StoredError } from '../../platform/error-texts.js';
import { CreatedRow, InstantColumn, RowVersionColumn } from '../../platform/sql/columns.js';
import type { PriceListColumns, PriceListGuard } from './list-settings.dto.js';

const HOUR_MS = 3_600_000;

/** Offers of one supplier, or of a stock of the shop's own, that are replaced as a whole by each new file. */
@Entity('price_lists')
export class PriceList extends CreatedRow {
  @Column({ type: 'varchar', length: 255 })
  name: string;

  @Column({ type: 'int' })
  regionId: number;

  @Column({ type: 'boolean' })
  isOwnStock: boolean;

  @Column({ type: 'int' })
  deliveryDaysMin: number;

  @Column({ type: 'int' })
  deliveryDaysMax: number;

  /** The first line of a file that is an offer, from 1. */
  @Column({ type: 'int' })
  firstRow: number;

  @Column({ type: 'simple-json' })
  columns: PriceListColumns;

  /** Where its file is fetched from; "" = it is only uploaded. */
  @Column({ type: 'varchar', length: 2000 })
  url: string;

  @Column({ type: 'int' })
  refreshMinutes: number;

  @Column({ type: 'int' })
  staleAfterHours: number;

  @Column({ type: 'simple-json' })
  guard: PriceListGuard;

  /** The import whose rows are in force; null = none is yet. */
  @Column({ type: 'int', nullable: true })
  liveImportId: number | null;

  /** When the file came that is in force. */
  @InstantColumn({ nullable: true })
  listedAt: Date | null;

  /** When people were told that it is stale; null = it is not. */
  @InstantColumn({ nullable: true })
  staleToldAt: Date | null;

  /** Raised by every change of its settings, from 1. */
  @RowVersionColumn()
  version: number;
}

/** By id. */
export const PRICE_LISTS = new ConfigurationPart(async (manager) => {
  const lists = await manager.find(PriceList, { order: { id: 'ASC' } });
  return new Map(lists.map((list) => [list.id, list]));
});

/** Whether what is in force is too old to go by; where nothing is in force nothing can be. */
export function isStale({ listedAt, staleAfterHours }: PriceList, now: Date): boolean {
  return listedAt !== null && now.getTime() - listedAt.getTime() > staleAfterHours * HOUR_MS;
}

/** Whoever fetches a file has it so long. Above the longest download. */
export const FETCH_LEASE_MS = 15 * 60_000;

/** How the file of a list is fetched by its address; one for each list that has one. */
@Entity('price_list_fetches')
export class PriceListFetch {
  @PrimaryColumn({ type: 'int' })
  priceListId: number;

  /** When it is fetched next. */
  @InstantColumn()
  nextAt: Date;

  /** Token of who is fetching, "" = nobody. */
  @Column({ type: 'varchar', length: 36 })
  leaseToken: string;

  @InstantColumn({ nullable: true })
  leaseUntil: Date | null;

  /** What the server called the last file that was taken, to be asked for a newer one; "" = it did not. */
  @Column({ type: 'varchar', length: 255 })
  etag: string;

  @Column({ type: 'varchar', length: 255 })
  lastModified: string;

  /** When the server answered last; null = never. */
  @InstantColumn({ nullable: true })
  checkedAt: Date | null;

  /** Times in a row that fetching failed. */
  @Column({ type: 'int' })
  failures: number;

  /** Why it failed; null = it did not. */
  @Column({ type: 'simple-json', nullable: true })
  error: StoredError | null;

  @InstantColumn({ nullable: true })
  errorSince: Date | null;
}
