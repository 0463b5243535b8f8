import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Exchanges say since when they are on. */
export class ExchangesSinceWhen1799300000000 implements MigrationInterface {
  name = 'ExchangesSinceWhen1799300000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE exchanges ADD COLUMN active_since datetime(3)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE exchanges DROP COLUMN active_since');
  }
}
