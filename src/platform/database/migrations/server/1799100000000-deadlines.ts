import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = [
  ['external_orders', 'waits_since', 'datetime(3) NULL'],
  ['external_orders', 'decide_by', "datetime(3) NOT NULL DEFAULT '9999-12-31 00:00:00.000'"],
  ['external_orders', 'decide_notice_at', 'datetime(3) NULL'],
  ['external_orders', 'decided_in_time', 'tinyint NULL'],
  ['order_items', 'in_status_since', 'datetime(3) NULL'],
  ['order_items', 'leave_by', 'datetime(3) NULL'],
  ['order_items', 'leave_notice_at', 'datetime(3) NULL'],
  ['marketplace_connections', 'decision_minutes', 'int NULL'],
  ['marketplace_connections', 'decision_warn_minutes', 'int NULL'],
  ['marketplace_connections', 'on_overdue', 'text NULL'],
  ['order_statuses', 'leave_minutes', 'int NULL'],
  ['order_statuses', 'leave_warn_minutes', 'int NULL'],
  ['order_statuses', 'on_overdue', 'text NULL'],
] as const;
const INDEXES = [
  ['external_orders', 'external_orders_decide_by', 'decide_by'],
  ['external_orders', 'external_orders_decide_notice', 'decide_notice_at'],
  ['order_items', 'order_items_leave_by', 'leave_by'],
  ['order_items', 'order_items_leave_notice', 'leave_notice_at'],
] as const;
const TABLE = `
    id int NOT NULL AUTO_INCREMENT,
    scope varchar(64) NOT NULL,
    applied varchar(64) NOT NULL,
    applied_at datetime(3) NOT NULL,
    is_settled tinyint NOT NULL,
    PRIMARY KEY (id),
    UNIQUE INDEX applied_limits_scope (scope)`;

/** Decisions and statuses have deadlines. A server keeps what a killed migration made, so each step can be done again. */
export class Deadlines1799100000000 implements MigrationInterface {
  name = 'Deadlines1799100000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, column, type] of COLUMNS) {
      if (!(await queryRunner.hasColumn(table, column)))
        await queryRunner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
    }
    for (const [table, index, columns] of INDEXES) {
      const found: object[] = await queryRunner.query(`SHOW INDEX FROM ${table} WHERE Key_name = '${index}'`);
      if (found.length === 0) await queryRunner.query(`CREATE INDEX ${index} ON ${table} (${columns})`);
    }
    await queryRunner.query(
      `CREATE TABLE IF NOT EXISTS applied_limits (${TABLE}) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE applied_limits');
    for (const [table, index] of INDEXES) await queryRunner.query(`ALTER TABLE ${table} DROP INDEX ${index}`);
    for (const [table, column] of COLUMNS) await queryRunner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`);
  }
}
