import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Items that are divided by quantity. A server keeps what a killed migration made, so each step can be done again. */
export class DividedItems1798200000000 implements MigrationInterface {
  name = 'DividedItems1798200000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await addColumn(queryRunner, 'order_items', 'part', "int NOT NULL DEFAULT '0'");
    await addColumn(queryRunner, 'order_items', 'divided_from_id', 'int NULL');
    await addColumn(queryRunner, 'order_items', 'ordered_quantity', "int NOT NULL DEFAULT '0'");
    await queryRunner.query(
      'UPDATE order_items i JOIN external_order_positions p ON p.id = i.position_id SET i.ordered_quantity = p.quantity',
    );
    await queryRunner.query(
      'ALTER TABLE order_items DROP INDEX order_items_position, ADD UNIQUE INDEX order_items_position (position_id, part)',
    );
    await addColumn(queryRunner, 'order_history_entries', 'quantity', 'int NULL');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE order_history_entries DROP COLUMN quantity');
    await queryRunner.query(
      'ALTER TABLE order_items DROP INDEX order_items_position, ADD UNIQUE INDEX order_items_position (position_id), ' +
        'DROP COLUMN part, DROP COLUMN divided_from_id, DROP COLUMN ordered_quantity',
    );
  }
}

async function addColumn(queryRunner: QueryRunner, table: string, name: string, type: string): Promise<void> {
  if (!(await queryRunner.hasColumn(table, name)))
    await queryRunner.query(`ALTER TABLE ${table} ADD COLUMN ${name} ${type}`);
}
