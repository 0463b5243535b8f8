import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Exchanges say since when they are on. A server keeps what a killed migration made, so it can be done again. */
export class ExchangesSinceWhen1799300000000 implements MigrationInterface {
  name = 'ExchangesSinceWhen1799300000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    if (await queryRunner.hasColumn('exchanges', 'active_since')) return;
    await queryRunner.query('ALTER TABLE exchanges ADD COLUMN active_since datetime(3) NULL');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE exchanges DROP COLUMN active_since');
  }
}
