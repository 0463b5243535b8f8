import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Regions say when they work. */
export class WorkingHours1798900000000 implements MigrationInterface {
  name = 'WorkingHours1798900000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE regions ADD COLUMN working_hours text');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE regions DROP COLUMN working_hours');
  }
}
