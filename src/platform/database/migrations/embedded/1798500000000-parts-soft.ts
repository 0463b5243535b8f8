import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = {
  customers: `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "created_at" datetime(3) NOT NULL,
    "region_id" integer NOT NULL,
    "key_hash" varchar(64) NOT NULL,
    "name" varchar(255) NOT NULL,
    "phone" varchar(255) NOT NULL,
    "email" varchar(255) NOT NULL,
    "updated_at" datetime(3) NOT NULL`,
  customer_orders: `
    "order_id" integer PRIMARY KEY NOT NULL,
    "customer_id" integer NOT NULL`,
};

/** With the counts of each, as `statistics.ts` has them. */
const INDEXES = [
  ['orders', 'INDEX orders_updated', 'updated_at, id', '1000000 10 1'],
  ['order_items', 'INDEX order_items_position_external_id', 'position_external_id, order_id', '2000000 10000 1'],
  ['customers', 'UNIQUE INDEX customers_key', 'key_hash', '500000 1'],
  ['customers', 'INDEX customers_created', 'created_at, id', '500000 10 1'],
  ['customers', 'INDEX customers_updated', 'updated_at, id', '500000 10 1'],
  ['customers', 'INDEX customers_region', 'region_id, created_at, id', '500000 150000 10 1'],
  ['customer_orders', 'INDEX customer_orders_customer', 'customer_id, order_id', '1000000 2 1'],
] as const;

/** What programs written for PARTS SOFT ask for. */
export class PartsSoft1798500000000 implements MigrationInterface {
  name = 'PartsSoft1798500000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      "ALTER TABLE orders ADD COLUMN updated_at datetime(3) NOT NULL DEFAULT ('1970-01-01 00:00:00.000')",
    );
    await queryRunner.query(
      'UPDATE orders SET updated_at = COALESCE(' +
        '(SELECT MAX(at) FROM order_history_entries WHERE order_history_entries.order_id = orders.id), created_at)',
    );
    await queryRunner.query("ALTER TABLE webhooks ADD COLUMN format varchar(16) NOT NULL DEFAULT ('standard')");
    for (const [name, columns] of Object.entries(TABLES)) {
      await queryRunner.query(`CREATE TABLE "${name}" (${columns})`);
    }
    for (const [table, index, columns, counts] of INDEXES) {
      await queryRunner.query(`CREATE ${index} ON ${table} (${columns})`);
      const values = [table, index.split(' ').at(-1), counts];
      await queryRunner.query('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', values);
    }
    await queryRunner.query('ANALYZE sqlite_schema');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of Object.keys(TABLES)) await queryRunner.query(`DROP TABLE "${name}"`);
    await queryRunner.query('ALTER TABLE webhooks DROP COLUMN format');
    await queryRunner.query('DROP INDEX order_items_position_external_id');
    await queryRunner.query('DROP INDEX orders_updated');
    await queryRunner.query('ALTER TABLE orders DROP COLUMN updated_at');
  }
}
