import { Column, Entity, Index } from 'typeorm';
import { CreatedRow } from '../../platform/sql/columns.js';

/** Lists whose filters can be saved, by their addresses in the panel. */
export const SAVED_LISTS = ['external-orders', 'orders'] as const;
export type SavedList = (typeof SAVED_LISTS)[number];

export const MAX_FILTER_NAME = 60;
export const MAX_FILTER_QUERY = 2_000;

/** Filters and sorting of a list that a user gave a name; nobody else sees them. */
@Entity('saved_filters')
@Index('saved_filters_name', ['userId', 'list', 'name'], { unique: true })
export class SavedFilter extends CreatedRow {
  @Column({ type: 'int' })
  userId: number;

  @Column({ type: 'varchar', length: 32 })
  list: SavedList;

  /** On a server it is compared letter by letter (`utf8mb4_bin`). */
  @Column({ type: 'varchar', length: MAX_FILTER_NAME })
  name: string;

  /** What stands behind the `?` of the list's address, sorted by name. */
  @Column({ type: 'varchar', length: MAX_FILTER_QUERY })
  query: string;
}
