import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Items that are divided by quantity. */
export class DividedItems1798200000000 implements MigrationInterface {
  name = 'DividedItems1798200000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const column of [
      'part integer NOT NULL DEFAULT 0',
      'divided_from_id integer',
      'ordered_quantity integer NOT NULL DEFAULT 0',
    ])
      await queryRunner.query(`ALTER TABLE order_items ADD COLUMN ${column}`);
    await queryRunner.query(
      'UPDATE order_items SET ordered_quantity = COALESCE(' +
        '(SELECT quantity FROM external_order_positions WHERE external_order_positions.id = order_items.position_id), 0)',
    );
    await makeIndex(queryRunner, 'position_id, part', '2000000 1 1');
    await queryRunner.query('ALTER TABLE order_history_entries ADD COLUMN quantity integer');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE order_history_entries DROP COLUMN quantity');
    await makeIndex(queryRunner, 'position_id', '2000000 1');
    for (const column of ['part', 'divided_from_id', 'ordered_quantity'])
      await queryRunner.query(`ALTER TABLE order_items DROP COLUMN ${column}`);
  }
}

/** @param counts as `statistics.ts` has them; with the former index its own have gone */
async function makeIndex(queryRunner: QueryRunner, columns: string, counts: string): Promise<void> {
  await queryRunner.query('DROP INDEX order_items_position');
  await queryRunner.query(`CREATE UNIQUE INDEX order_items_position ON order_items (${columns})`);
  const values = ['order_items', 'order_items_position', counts];
  await queryRunner.query('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', values);
  await queryRunner.query('ANALYZE sqlite_schema');
}
