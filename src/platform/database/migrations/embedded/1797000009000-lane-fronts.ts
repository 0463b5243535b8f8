import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The front of a lane is found without reading through all that was ever in it. */
export class LaneFronts1797000009000 implements MigrationInterface {
  name = 'LaneFronts1797000009000';

  up(queryRunner: QueryRunner): Promise<void> {
    return index(queryRunner, '"lane_id", "state", "seq"', '5000000 5 2 1');
  }

  down(queryRunner: QueryRunner): Promise<void> {
    return index(queryRunner, '"lane_id", "seq", "state"', '5000000 5 1 1');
  }
}

/** @param counts for the planner, as in `BigTables` */
async function index(queryRunner: QueryRunner, columns: string, counts: string): Promise<void> {
  await queryRunner.query('DROP INDEX "deliveries_lane"');
  await queryRunner.query(`CREATE INDEX "deliveries_lane" ON "deliveries" (${columns})`);
  await queryRunner.query("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('deliveries', 'deliveries_lane', ?)", [
    counts,
  ]);
  await queryRunner.query('ANALYZE sqlite_schema');
}
