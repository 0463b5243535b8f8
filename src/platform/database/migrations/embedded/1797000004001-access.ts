import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CLEAR_FORMER_SECRETS, LAST_SIGN_INS } from '../access-statements.js';

/** When a user last signed in, failures counted for a network, and no secret of what was deleted or replaced. */
export class Access1797000004001 implements MigrationInterface {
  name = 'Access1797000004001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "users" ADD COLUMN "last_sign_in_at" datetime(3)');
    await queryRunner.query('CREATE INDEX "sign_in_failures_address" ON "sign_in_failures" ("address", "at")');
    for (const statement of [LAST_SIGN_INS, ...CLEAR_FORMER_SECRETS]) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX "sign_in_failures_address"');
    await queryRunner.query('ALTER TABLE "users" DROP COLUMN "last_sign_in_at"');
  }
}
