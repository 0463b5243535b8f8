import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An external order knows which content came last, also when that changed nothing. */
export class LatestContent1797000008000 implements MigrationInterface {
  name = 'LatestContent1797000008000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // A migration that was killed has kept what it made, and MySQL has no ADD COLUMN IF NOT EXISTS.
    if (await queryRunner.hasColumn('external_orders', 'latest_hash')) return;
    await queryRunner.query('ALTER TABLE `external_orders` ADD COLUMN `latest_hash` varchar(64) NULL');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE `external_orders` DROP COLUMN `latest_hash`');
  }
}
