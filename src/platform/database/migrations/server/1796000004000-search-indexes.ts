import type { MigrationInterface, QueryRunner } from 'typeorm';

const BARE = "REPLACE(REPLACE(REPLACE(REPLACE(number, ' ', ''), '-', ''), '.', ''), '/', '')";
const DIGITS =
  "REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(customer_phone, '+', ''), ' ', ''), '-', ''), '(', ''), ')', ''), '.', '')";

/** Virtual ones: they take no place in the rows, and the tables need not be written anew. */
const COLUMNS = [
  ['external_orders', 'customer_name_rest', "SUBSTR(customer_name, INSTR(customer_name, ' ') + 1)"],
  ['external_orders', 'customer_phone_digits', DIGITS],
  ['external_order_positions', 'number_bare', BARE],
  ['order_items', 'number_bare', BARE],
] as const;

const INDEXES = [
  ['external_orders', 'external_orders_customer_name', 'customer_name'],
  ['external_orders', 'external_orders_customer_name_rest', 'customer_name_rest'],
  ['external_orders', 'external_orders_customer_phone', 'customer_phone_digits'],
  ['external_order_positions', 'external_order_positions_number_bare', 'number_bare'],
  ['order_items', 'order_items_number_bare', 'number_bare'],
  ['orders', 'orders_connection', 'connection_id, created_at, id'],
  ['deliveries', 'deliveries_kind', 'channel, kind, created_at, id'],
  ['deliveries', 'deliveries_region', 'region_id, created_at, id'],
  ['gettzap_messages', 'gettzap_messages_outcome', 'outcome, created_at, id'],
  ['gettzap_messages', 'gettzap_messages_region', 'region_id, created_at, id'],
] as const;

/** Nothing is searched by part numbers as they are written. */
const REPLACED = [
  ['external_order_positions', 'external_order_positions_number'],
  ['order_items', 'order_items_number'],
] as const;

/** What the search finds orders by, however old, and filters that leave little of a long list. A killed migration has kept what it made, and MySQL knows no IF NOT EXISTS here. */
export class SearchIndexes1796000004000 implements MigrationInterface {
  name = 'SearchIndexes1796000004000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, name, expression] of COLUMNS) {
      if (!(await exists(queryRunner, 'columns', table, 'column_name', name))) {
        await queryRunner.query(
          `ALTER TABLE \`${table}\` ADD COLUMN \`${name}\` varchar(255) AS (${expression}) VIRTUAL`,
        );
      }
      // TypeORM keeps the expression in a table of its own, since the servers put it into other words.
      await forget(queryRunner, table, name);
      await queryRunner.query(
        'INSERT INTO `typeorm_metadata` (`type`, `schema`, `table`, `name`, `value`) ' +
          "VALUES ('GENERATED_COLUMN', DATABASE(), ?, ?, ?)",
        [table, name, expression],
      );
    }
    for (const [table, name, columns] of INDEXES) {
      if (await exists(queryRunner, 'statistics', table, 'index_name', name)) continue;
      await queryRunner.query(`CREATE INDEX \`${name}\` ON \`${table}\` (${columns})`);
    }
    for (const [table, name] of REPLACED) {
      if (!(await exists(queryRunner, 'statistics', table, 'index_name', name))) continue;
      await queryRunner.query(`DROP INDEX \`${name}\` ON \`${table}\``);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [table, name] of REPLACED)
      await queryRunner.query(`CREATE INDEX \`${name}\` ON \`${table}\` (\`number\`)`);
    for (const [table, name] of INDEXES) await queryRunner.query(`DROP INDEX \`${name}\` ON \`${table}\``);
    for (const [table, name] of COLUMNS) {
      await queryRunner.query(`ALTER TABLE \`${table}\` DROP COLUMN \`${name}\``);
      await forget(queryRunner, table, name);
    }
  }
}

async function exists(runner: QueryRunner, catalog: string, table: string, column: string, name: string) {
  const rows: unknown[] = await runner.query(
    `SELECT 1 FROM information_schema.${catalog} WHERE table_schema = DATABASE() AND table_name = ? AND ${column} = ? LIMIT 1`,
    [table, name],
  );
  return rows.length > 0;
}

async function forget(queryRunner: QueryRunner, table: string, name: string): Promise<void> {
  await queryRunner.query('DELETE FROM `typeorm_metadata` WHERE `schema` = DATABASE() AND `table` = ? AND `name` = ?', [
    table,
    name,
  ]);
}
