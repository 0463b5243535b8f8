import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The front of a lane is found without reading through all that was ever in it. */
export class LaneFronts1797000009000 implements MigrationInterface {
  name = 'LaneFronts1797000009000';

  up(queryRunner: QueryRunner): Promise<void> {
    return index(queryRunner, '`lane_id`, `state`, `seq`');
  }

  down(queryRunner: QueryRunner): Promise<void> {
    return index(queryRunner, '`lane_id`, `seq`, `state`');
  }
}

/** In one statement, so that a migration that was killed may be run again. */
function index(queryRunner: QueryRunner, columns: string): Promise<void> {
  return queryRunner.query(
    `ALTER TABLE \`deliveries\` DROP INDEX \`deliveries_lane\`, ADD INDEX \`deliveries_lane\` (${columns})`,
  );
}
