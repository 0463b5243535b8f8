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
      await queryRunner.query(`ALTER TABLE "${table}" ADD COLUMN "${column}" ${type}`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [table, column] of COLUMNS) await queryRunner.query(`ALTER TABLE "${table}" DROP COLUMN "${column}"`);
  }
}
