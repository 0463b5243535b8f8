import { EntityTarget, In, ObjectLiteral } from 'typeorm';
import type { Transactions } from '../transactions/transactions.service.js';

const ROWS_A_STEP = 500;

/**
 * Deletes the rows that were created before an instant, in short transactions, oldest first. It goes by the primary key, so the
 * table needs no index for it; the newest row always stays, so that an empty table means that there never was one.
 * @returns how many were deleted
 */
export async function deleteCreatedBefore(
  transactions: Transactions,
  table: EntityTarget<ObjectLiteral & { id: number; createdAt: Date }>,
  before: Date,
): Promise<number> {
  let deleted = 0;
  for (;;) {
    const ids = await transactions.read(async (manager) => {
      const newest = await manager.maximum(table, 'id', {});
      const oldest = await manager.find(table, {
        select: { id: true, createdAt: true },
        where: {},
        order: { id: 'ASC' },
        take: ROWS_A_STEP,
      });
      return oldest.filter(({ id, createdAt }) => createdAt < before && id !== newest).map(({ id }) => id);
    });
    if (ids.length > 0) await transactions.run((tx) => tx.manager.delete(table, { id: In(ids) }));
    deleted += ids.length;
    if (ids.length < ROWS_A_STEP) return deleted;
  }
}
