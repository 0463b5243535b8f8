import { EntityTarget, In, ObjectLiteral } from 'typeorm';
import type { Transactions } from '../../platform/transactions/transactions.service.js';

/**
 * Deletes the oldest rows that were created before an instant, in a short transaction. It goes by the primary key, so the table needs no
 * index for it; the newest row always stays, so that an empty table means that there never was one.
 * @returns how many were deleted, at most `limit`
 */
export async function deleteOldest(
  transactions: Transactions,
  table: EntityTarget<ObjectLiteral & { id: number; createdAt: Date }>,
  before: Date,
  limit: number,
): Promise<number> {
  const ids = await transactions.read(async (manager) => {
    const newest = await manager.maximum(table, 'id', {});
    const oldest = await manager.find(table, {
      select: { id: true, createdAt: true },
      where: {},
      order: { id: 'ASC' },
      take: limit,
    });
    return oldest.filter(({ id, createdAt }) => createdAt < before && id !== newest).map(({ id }) => id);
  });
  if (ids.length > 0) await transactions.run((tx) => tx.manager.delete(table, { id: In(ids) }));
  return ids.length;
}
