import type { MigrationInterface, QueryRunner } from 'typeorm';

const NAME_REST = "SUBSTR(customer_name, INSTR(customer_name, ' ') + 1)";
const PHONE_DIGITS =
  "REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(customer_phone, '+', ''), ' ', ''), '-', ''), '(', ''), ')', ''), '.', '')";
const NUMBER_BARE = "REPLACE(REPLACE(REPLACE(REPLACE(number, ' ', ''), '-', ''), '.', ''), '/', '')";

interface Computed {
  column: string;
  index: string;
  expression: string;
  after: string;
}

const TABLES: Record<string, Computed[]> = {
  external_orders: [
    {
      column: 'customer_name_rest',
      index: 'external_orders_customer_name_rest',
      expression: NAME_REST,
      after: 'customer_name',
    },
    {
      column: 'customer_phone_digits',
      index: 'external_orders_customer_phone',
      expression: PHONE_DIGITS,
      after: 'customer_phone',
    },
  ],
  external_order_positions: [
    {
      column: 'number_bare',
      index: 'external_order_positions_number_bare',
      expression: NUMBER_BARE,
      after: 'external_order_id',
    },
  ],
};

type Kind = 'STORED' | 'VIRTUAL';

/**
 * MariaDB keeps what it computes in the row: a node of Galera may try for ever to clear up behind an indexed column that it does not
 * keep, and its memory grows by a gigabyte in some seconds. MySQL and TiDB clear up otherwise, and TiDB could not change it.
 */
export class StoredColumns1799500000000 implements MigrationInterface {
  name = 'StoredColumns1799500000000';

  up(queryRunner: QueryRunner): Promise<void> {
    return storeComputedColumns(queryRunner);
  }

  down(queryRunner: QueryRunner): Promise<void> {
    return make('VIRTUAL', queryRunner);
  }
}

export function storeComputedColumns(queryRunner: QueryRunner): Promise<void> {
  return make('STORED', queryRunner);
}

/** Each table in one statement, which is done in whole or not at all. */
async function make(kind: Kind, queryRunner: QueryRunner): Promise<void> {
  if (queryRunner.connection.options.type !== 'mariadb') return;
  for (const [table, columns] of Object.entries(TABLES)) {
    const others: object[] = await queryRunner.query(
      `SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?
       AND extra LIKE '%GENERATED' AND extra <> ?`,
      [table, `${kind} GENERATED`],
    );
    if (others.length > 0) await queryRunner.query(`ALTER TABLE ${table} ${columns.map(changeTo(kind)).join(', ')}`);
  }
}

const changeTo =
  (kind: Kind) =>
  ({ column, index, expression, after }: Computed): string =>
    `DROP INDEX ${index}, DROP COLUMN ${column}, ADD COLUMN ${column} varchar(255) AS (${expression}) ${kind} AFTER ${after}, ` +
    `ADD INDEX ${index} (${column})`;
