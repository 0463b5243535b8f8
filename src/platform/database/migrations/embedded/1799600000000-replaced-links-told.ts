import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Order links say what people were told of their being used after they were replaced. */
export class ReplacedLinksTold1799600000000 implements MigrationInterface {
  name = 'ReplacedLinksTold1799600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query("ALTER TABLE order_links ADD COLUMN told varchar(16) NOT NULL DEFAULT ''");
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE order_links DROP COLUMN told');
  }
}
