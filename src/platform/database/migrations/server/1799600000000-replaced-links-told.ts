import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Order links say what people were told of their being used after they were replaced. A server keeps what a killed migration made, so it
 * can be done again.
 */
export class ReplacedLinksTold1799600000000 implements MigrationInterface {
  name = 'ReplacedLinksTold1799600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    if (await queryRunner.hasColumn('order_links', 'told')) return;
    await queryRunner.query("ALTER TABLE order_links ADD COLUMN told varchar(16) NOT NULL DEFAULT ''");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE order_links DROP COLUMN told');
  }
}
