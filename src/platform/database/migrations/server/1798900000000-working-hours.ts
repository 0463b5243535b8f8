import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Regions say when they work. A server keeps what a killed migration made, so it can be done again. */
export class WorkingHours1798900000000 implements MigrationInterface {
  name = 'WorkingHours1798900000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    if (await queryRunner.hasColumn('regions', 'working_hours')) return;
    await queryRunner.query('ALTER TABLE regions ADD COLUMN working_hours text NULL');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE regions DROP COLUMN working_hours');
  }
}
