import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = [
  ['deliveries', 'tried_at', 'datetime(3)'],
  ['delivery_targets', 'recent_failures', 'varchar(255)'],
  ['delivery_targets', 'recovered_at', 'datetime(3)'],
] as const;

/** What the circuit breaker tells a receiver that is down from orders that fail by themselves by. */
export class BreakerByLane1797000001000 implements MigrationInterface {
  name = 'BreakerByLane1797000001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, column, type] of COLUMNS) {
      if (await hasColumn(queryRunner, table, column)) continue;
      await queryRunner.query(`ALTER TABLE \`${table}\` ADD COLUMN \`${column}\` ${type} NULL`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [table, column] of COLUMNS) {
      if (!(await hasColumn(queryRunner, table, column))) continue;
      await queryRunner.query(`ALTER TABLE \`${table}\` DROP COLUMN \`${column}\``);
    }
  }
}

/** Tables are altered one by one outside any transaction, and MySQL has no `ADD COLUMN IF NOT EXISTS`. */
async function hasColumn(queryRunner: QueryRunner, table: string, column: string): Promise<boolean> {
  const columns = await queryRunner.query(
    'SELECT 1 FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? AND column_name = ?',
    [table, column],
  );
  return columns.length > 0;
}
