import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES = [
  ['external_orders', 'external_orders_region', 'region_id, state, created_at, id'],
  ['external_orders', 'external_orders_days', 'created_at, state, region_id, decided_at'],
  ['external_orders', 'external_orders_changed', 'changed_after_decision, created_at, id'],
  ['external_orders', 'external_orders_conflict', 'cancel_conflict, created_at, id'],
  ['external_orders', 'external_orders_cancelled', 'cancelled_by_client, created_at, id'],
  ['external_order_positions', 'external_order_positions_state', 'external_order_id, is_current, state'],
  ['external_order_history_entries', 'external_order_history_entries_kind', 'kind, at, external_order_id'],
  ['orders', 'orders_status_created', 'status_id, created_at, id'],
  ['orders', 'orders_region', 'region_id, status_id'],
  ['orders', 'orders_conflict', 'cancel_conflict, created_at, id'],
  ['orders', 'orders_cancelled', 'cancelled_by_client, created_at, id'],
] as const;

/** What the new ones begin with. */
const REPLACED = [
  ['external_order_positions', 'external_order_positions_order', 'external_order_id'],
  ['orders', 'orders_status', 'status_id'],
] as const;

/** What the filters, counts and figures of the panel are read by. MySQL knows no `CREATE INDEX IF NOT EXISTS`. */
export class ListIndexes1796000002000 implements MigrationInterface {
  name = 'ListIndexes1796000002000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, name, columns] of INDEXES) {
      if (await hasIndex(queryRunner, table, name)) continue;
      await queryRunner.query(`CREATE INDEX \`${name}\` ON \`${table}\` (${columns})`);
    }
    for (const [table, name] of REPLACED) {
      if (await hasIndex(queryRunner, table, name)) await queryRunner.query(`DROP INDEX \`${name}\` ON \`${table}\``);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [table, name, column] of REPLACED) {
      await queryRunner.query(`CREATE INDEX \`${name}\` ON \`${table}\` (\`${column}\`)`);
    }
    for (const [table, name] of INDEXES) await queryRunner.query(`DROP INDEX \`${name}\` ON \`${table}\``);
  }
}

async function hasIndex(queryRunner: QueryRunner, table: string, name: string): Promise<boolean> {
  const rows: unknown[] = await queryRunner.query(
    'SELECT 1 FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? AND index_name = ? LIMIT 1',
    [table, name],
  );
  return rows.length > 0;
}
