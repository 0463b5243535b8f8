import type { EntityManager, EntityTarget, FindOptionsWhere } from 'typeorm';
import type { Row } from './columns.js';

/** Of a history that something without end may have written, as much as a page shows and an answer can carry. */
const NEWEST_ROWS = 1_000;

export interface NewestRows<T> {
  /** Oldest first. */
  rows: T[];
  /** How many are older. */
  omitted: number;
}

/** The newest rows of a history. */
export async function readNewest<T extends Row>(
  manager: EntityManager,
  target: EntityTarget<T>,
  where: FindOptionsWhere<T>,
): Promise<NewestRows<T>> {
  const rows = manager.createQueryBuilder(target, 'row').where(where).orderBy('row.id', 'DESC');
  const newest = await rows.limit(NEWEST_ROWS).getMany();
  const isAll = newest.length < NEWEST_ROWS;
  return { rows: newest.reverse(), omitted: isAll ? 0 : (await manager.countBy(target, where)) - NEWEST_ROWS };
}
