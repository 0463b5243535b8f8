import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = [
  ['external_orders', 'vin', "varchar(17) NOT NULL DEFAULT ''"],
  ['external_order_positions', 'offer', 'mediumtext NULL'],
  ['order_items', 'offer', 'mediumtext NULL'],
  ['order_items', 'offer_list_id', 'int NULL'],
  ['order_items', 'offer_article_key', 'varchar(64) NULL'],
  ['order_items', 'offer_brand_key', 'varchar(64) NULL'],
  ['undo_steps', 'region_id', 'int NULL'],
] as const;
const INDEX = 'order_items_offer';

/** Positions are accepted with offers, orders name a vehicle. A server keeps what a killed migration made, so each step can be done again. */
export class Offers1798800000000 implements MigrationInterface {
  name = 'Offers1798800000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, column, type] of COLUMNS) {
      if (!(await queryRunner.hasColumn(table, column)))
        await queryRunner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
    }
    const found: object[] = await queryRunner.query(`SHOW INDEX FROM order_items WHERE Key_name = '${INDEX}'`);
    if (found.length === 0)
      await queryRunner.query(`CREATE INDEX ${INDEX} ON order_items (offer_list_id, offer_article_key, created_at)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE order_items DROP INDEX ${INDEX}`);
    for (const [table, column] of COLUMNS) await queryRunner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`);
  }
}
