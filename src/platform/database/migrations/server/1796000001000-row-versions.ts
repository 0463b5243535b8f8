import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['marketplace_connections', 'order_statuses', 'regions', 'users', 'webhooks'];

/** Things that are edited in forms count their changes, so that nobody overwrites what he has not seen. */
export class RowVersions1796000001000 implements MigrationInterface {
  name = 'RowVersions1796000001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      if (await hasVersion(queryRunner, table)) continue;
      await queryRunner.query(`ALTER TABLE \`${table}\` ADD COLUMN \`version\` int NOT NULL DEFAULT 1`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      if (!(await hasVersion(queryRunner, table))) continue;
      await queryRunner.query(`ALTER TABLE \`${table}\` DROP COLUMN \`version\``);
    }
  }
}

/** Tables are altered one by one outside any transaction, and MySQL has no `ADD COLUMN IF NOT EXISTS`. */
async function hasVersion(queryRunner: QueryRunner, table: string): Promise<boolean> {
  const columns = await queryRunner.query(
    'SELECT 1 FROM information_schema.columns ' +
      "WHERE table_schema = DATABASE() AND table_name = ? AND column_name = 'version'",
    [table],
  );
  return columns.length > 0;
}
