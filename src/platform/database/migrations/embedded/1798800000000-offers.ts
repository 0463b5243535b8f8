import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = [
  ['external_orders', 'vin', "varchar(17) NOT NULL DEFAULT ('')"],
  ['external_order_positions', 'offer', 'text'],
  ['order_items', 'offer', 'text'],
  ['order_items', 'offer_list_id', 'integer'],
  ['order_items', 'offer_article_key', 'varchar(64)'],
  ['order_items', 'offer_brand_key', 'varchar(64)'],
  ['undo_steps', 'region_id', 'integer'],
] as const;
const INDEX = 'order_items_offer';

/** Positions are accepted with offers, orders name a vehicle. */
export class Offers1798800000000 implements MigrationInterface {
  name = 'Offers1798800000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, column, type] of COLUMNS)
      await queryRunner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
    await queryRunner.query(`CREATE INDEX ${INDEX} ON order_items (offer_list_id, offer_article_key, created_at)`);
    const counts = ['order_items', INDEX, '2000000 100000 10 1'];
    await queryRunner.query('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', counts);
    await queryRunner.query('ANALYZE sqlite_schema');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX ${INDEX}`);
    for (const [table, column] of COLUMNS) await queryRunner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`);
  }
}
