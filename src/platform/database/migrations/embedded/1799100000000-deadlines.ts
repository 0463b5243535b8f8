import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = [
  ['external_orders', 'waits_since', 'datetime(3)'],
  ['external_orders', 'decide_by', "datetime(3) NOT NULL DEFAULT ('9999-12-31 00:00:00.000')"],
  ['external_orders', 'decide_notice_at', 'datetime(3)'],
  ['external_orders', 'decided_in_time', 'boolean'],
  ['order_items', 'in_status_since', 'datetime(3)'],
  ['order_items', 'leave_by', 'datetime(3)'],
  ['order_items', 'leave_notice_at', 'datetime(3)'],
  ['marketplace_connections', 'decision_minutes', 'integer'],
  ['marketplace_connections', 'decision_warn_minutes', 'integer'],
  ['marketplace_connections', 'on_overdue', 'text'],
  ['order_statuses', 'leave_minutes', 'integer'],
  ['order_statuses', 'leave_warn_minutes', 'integer'],
  ['order_statuses', 'on_overdue', 'text'],
] as const;
/** With their statistics (`statistics.ts`). */
const INDEXES = [
  ['external_orders', 'external_orders_decide_by', 'decide_by', '1000000 1000'],
  ['external_orders', 'external_orders_decide_notice', 'decide_notice_at', '1000000 1000'],
  ['order_items', 'order_items_leave_by', 'leave_by', '2000000 1000'],
  ['order_items', 'order_items_leave_notice', 'leave_notice_at', '2000000 1000'],
] as const;
const TABLE = `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "scope" varchar(64) NOT NULL,
    "applied" varchar(64) NOT NULL,
    "applied_at" datetime(3) NOT NULL,
    "is_settled" boolean NOT NULL`;

/** Decisions and statuses have deadlines. */
export class Deadlines1799100000000 implements MigrationInterface {
  name = 'Deadlines1799100000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, column, type] of COLUMNS)
      await queryRunner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
    for (const [table, index, columns, counts] of INDEXES) {
      await queryRunner.query(`CREATE INDEX ${index} ON ${table} (${columns})`);
      const values = [table, index, counts];
      await queryRunner.query('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', values);
    }
    await queryRunner.query('ANALYZE sqlite_schema');
    await queryRunner.query(`CREATE TABLE "applied_limits" (${TABLE})`);
    await queryRunner.query('CREATE UNIQUE INDEX applied_limits_scope ON applied_limits (scope)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE applied_limits');
    for (const [, index] of INDEXES) await queryRunner.query(`DROP INDEX ${index}`);
    for (const [table, column] of COLUMNS) await queryRunner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`);
  }
}
