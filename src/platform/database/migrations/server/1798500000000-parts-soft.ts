import type { MigrationInterface, QueryRunner } from 'typeorm';

const NEVER = "'1970-01-01 00:00:00.000'";

const TABLES = {
  customers: `
    id int NOT NULL AUTO_INCREMENT,
    created_at datetime(3) NOT NULL,
    region_id int NOT NULL,
    key_hash varchar(64) NOT NULL,
    name varchar(255) NOT NULL,
    phone varchar(255) NOT NULL,
    email varchar(255) NOT NULL,
    updated_at datetime(3) NOT NULL,
    UNIQUE INDEX customers_key (key_hash),
    INDEX customers_created (created_at, id),
    INDEX customers_updated (updated_at, id),
    INDEX customers_region (region_id, created_at, id),
    PRIMARY KEY (id)`,
  customer_orders: `
    order_id int NOT NULL,
    customer_id int NOT NULL,
    INDEX customer_orders_customer (customer_id, order_id),
    PRIMARY KEY (order_id)`,
};

/** What programs written for PARTS SOFT ask for. A server keeps what a killed migration made, so each step can be done again. */
export class PartsSoft1798500000000 implements MigrationInterface {
  name = 'PartsSoft1798500000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await addColumn(queryRunner, 'orders', 'updated_at', `datetime(3) NOT NULL DEFAULT ${NEVER}`);
    await queryRunner.query(
      'UPDATE orders o LEFT JOIN (SELECT order_id, MAX(at) AS at FROM order_history_entries GROUP BY order_id) h ' +
        `ON h.order_id = o.id SET o.updated_at = COALESCE(h.at, o.created_at) WHERE o.updated_at = ${NEVER}`,
    );
    await addIndex(queryRunner, 'orders', 'orders_updated', 'updated_at, id');
    // The newest of a region that has few and none of late; the embedded database has it.
    await addIndex(queryRunner, 'orders', 'orders_region_created', 'region_id, created_at, id');
    await addIndex(queryRunner, 'order_items', 'order_items_position_external_id', 'position_external_id, order_id');
    await addColumn(queryRunner, 'webhooks', 'format', "varchar(16) NOT NULL DEFAULT 'standard'");
    for (const [name, columns] of Object.entries(TABLES)) {
      await queryRunner.query(
        `CREATE TABLE IF NOT EXISTS ${name} (${columns}) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4`,
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of Object.keys(TABLES)) await queryRunner.query(`DROP TABLE IF EXISTS ${name}`);
    await queryRunner.query('ALTER TABLE webhooks DROP COLUMN format');
    await queryRunner.query('ALTER TABLE order_items DROP INDEX order_items_position_external_id');
    await queryRunner.query(
      'ALTER TABLE orders DROP INDEX orders_updated, DROP INDEX orders_region_created, DROP COLUMN updated_at',
    );
  }
}

async function addColumn(queryRunner: QueryRunner, table: string, name: string, type: string): Promise<void> {
  if (!(await queryRunner.hasColumn(table, name)))
    await queryRunner.query(`ALTER TABLE ${table} ADD COLUMN ${name} ${type}`);
}

async function addIndex(queryRunner: QueryRunner, table: string, name: string, columns: string): Promise<void> {
  const found: object[] = await queryRunner.query(`SHOW INDEX FROM ${table} WHERE Key_name = '${name}'`);
  if (found.length === 0) await queryRunner.query(`CREATE INDEX ${name} ON ${table} (${columns})`);
}
