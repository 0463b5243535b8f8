import { type EntityManager, In, LessThan } from 'typeorm';
import { groupBy, idsOf } from '../../platform/collections.js';
import { type NewestRows, readNewest } from '../../platform/sql/newest-rows.js';
import { CHANGING_KINDS, type ContentHistory } from './content-changes.js';
import { ExternalOrderHistoryEntry } from './external-order-history.entity.js';

/** Where only the newest change of each of many orders is looked for. */
const NEWEST_CONTENTS = 20;

/** What happened to an external order; that it came in is told by the order itself. */
export async function historyOf(
  manager: EntityManager,
  externalOrderId: number,
): Promise<ContentHistory & NewestRows<ExternalOrderHistoryEntry>> {
  const newest = await readNewest(manager, ExternalOrderHistoryEntry, { externalOrderId });
  return { ...newest, contentsBefore: newest.omitted > 0 ? await contentsBefore(manager, newest.rows[0]!) : 0 };
}

/** Of several external orders, the newest entries that other contents made. */
export async function contentHistoriesOf(
  manager: EntityManager,
  externalOrderIds: number[],
): Promise<Map<number, ContentHistory>> {
  if (externalOrderIds.length === 0) return new Map();
  const where = { externalOrderId: In(externalOrderIds), kind: In(CHANGING_KINDS) };
  const newest = await manager
    .createQueryBuilder()
    .select('ranked.id', 'id')
    .from(
      (entries) =>
        entries
          .select('entry.id', 'id')
          .addSelect('ROW_NUMBER() OVER (PARTITION BY entry.externalOrderId ORDER BY entry.id DESC)', 'place')
          .from(ExternalOrderHistoryEntry, 'entry')
          .where(where),
      'ranked',
    )
    .where('ranked.place <= :most', { most: NEWEST_CONTENTS })
    .getRawMany<{ id: number }>();
  const entries = await manager.find(ExternalOrderHistoryEntry, {
    where: { id: In(idsOf(newest)) },
    order: { id: 'ASC' },
  });
  const histories = new Map<number, ContentHistory>();
  for (const [id, rows] of groupBy(entries, ({ externalOrderId }) => externalOrderId)) {
    const mayBeMore = rows.length === NEWEST_CONTENTS;
    histories.set(id, { rows, contentsBefore: mayBeMore ? await contentsBefore(manager, rows[0]!) : 0 });
  }
  return histories;
}

function contentsBefore(manager: EntityManager, { externalOrderId, id }: ExternalOrderHistoryEntry): Promise<number> {
  return manager.countBy(ExternalOrderHistoryEntry, { externalOrderId, id: LessThan(id), kind: In(CHANGING_KINDS) });
}
