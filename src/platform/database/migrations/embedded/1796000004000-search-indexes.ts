import type { MigrationInterface, QueryRunner } from 'typeorm';

const BARE = "REPLACE(REPLACE(REPLACE(REPLACE(number, ' ', ''), '-', ''), '.', ''), '/', '')";
const DIGITS =
  "REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(customer_phone, '+', ''), ' ', ''), '-', ''), '(', ''), ')', ''), '.', '')";

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

/** What the search finds orders by, however old, and filters that leave little of a long list. */
export class SearchIndexes1796000004000 implements MigrationInterface {
  name = 'SearchIndexes1796000004000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, name, expression] of COLUMNS) {
      await queryRunner.query(`ALTER TABLE "${table}" ADD COLUMN "${name}" varchar(255) AS (${expression}) VIRTUAL`);
      // The table is TypeORM's own, and there before the first migration.
      await queryRunner.query(
        `INSERT INTO "typeorm_metadata" ("type", "table", "name", "value") VALUES ('GENERATED_COLUMN', ?, ?, ?)`,
        [table, name, expression],
      );
    }
    for (const [table, name, columns] of INDEXES) {
      await queryRunner.query(`CREATE INDEX "${name}" ON "${table}" (${columns})`);
    }
    for (const [, name] of REPLACED) await queryRunner.query(`DROP INDEX "${name}"`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [table, name] of REPLACED) await queryRunner.query(`CREATE INDEX "${name}" ON "${table}" ("number")`);
    for (const [, name] of INDEXES) await queryRunner.query(`DROP INDEX "${name}"`);
    for (const [table, name] of COLUMNS) await queryRunner.query(`ALTER TABLE "${table}" DROP COLUMN "${name}"`);
    await queryRunner.query('DELETE FROM "typeorm_metadata"');
  }
}
