import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['marketplace_connections', 'order_statuses', 'regions', 'users', 'webhooks'];

/** Things that are edited in forms count their changes, so that nobody overwrites what he has not seen. */
export class RowVersions1796000001000 implements MigrationInterface {
  name = 'RowVersions1796000001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      await queryRunner.query(`ALTER TABLE "${table}" ADD COLUMN "version" integer NOT NULL DEFAULT (1)`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES) await queryRunner.query(`ALTER TABLE "${table}" DROP COLUMN "version"`);
  }
}
