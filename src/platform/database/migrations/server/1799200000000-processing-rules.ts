import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = {
  processing_rules: `
    id int NOT NULL AUTO_INCREMENT,
    created_at datetime(3) NOT NULL,
    connection_id int NOT NULL,
    place int NOT NULL,
    name varchar(255) NOT NULL,
    mode varchar(8) NOT NULL,
    scope varchar(8) NOT NULL,
    conditions text NOT NULL,
    action text NOT NULL,
    judged_since datetime(3) NOT NULL,
    version int NOT NULL DEFAULT '1',
    PRIMARY KEY (id)`,
  rule_tasks: `
    external_order_id int NOT NULL,
    due_at datetime(3) NOT NULL,
    failures int NOT NULL,
    INDEX rule_tasks_due (due_at),
    INDEX rule_tasks_failures (failures),
    PRIMARY KEY (external_order_id)`,
  rule_verdicts: `
    id int NOT NULL AUTO_INCREMENT,
    created_at datetime(3) NOT NULL,
    rule_id int NOT NULL,
    position_id int NOT NULL,
    is_shadow tinyint NOT NULL,
    quantity int NOT NULL,
    INDEX rule_verdicts_rule (rule_id, created_at),
    INDEX rule_verdicts_position (position_id),
    PRIMARY KEY (id)`,
};
const COLUMNS = [
  ['rule_id', 'int NULL'],
  ['reason_code', 'varchar(24) NULL'],
  ['would_be', 'text NULL'],
] as const;
const POSITIONS = 'external_order_positions';
const INDEX = 'undo_steps_subject';

/** Rules decide on positions. A server keeps what a killed migration made, so each step can be done again. */
export class ProcessingRules1799200000000 implements MigrationInterface {
  name = 'ProcessingRules1799200000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(TABLES))
      await queryRunner.query(
        `CREATE TABLE IF NOT EXISTS ${name} (${columns}) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4`,
      );
    for (const [column, type] of COLUMNS) {
      if (!(await queryRunner.hasColumn(POSITIONS, column)))
        await queryRunner.query(`ALTER TABLE ${POSITIONS} ADD COLUMN ${column} ${type}`);
    }
    const found: object[] = await queryRunner.query(`SHOW INDEX FROM undo_steps WHERE Key_name = '${INDEX}'`);
    if (found.length === 0) await queryRunner.query(`CREATE INDEX ${INDEX} ON undo_steps (subject_id, kind)`);
    // They lack what is counted by maker.
    await queryRunner.query('UPDATE quarter_counts SET counts = NULL, changes = changes + 1');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE undo_steps DROP INDEX ${INDEX}`);
    for (const [column] of COLUMNS) await queryRunner.query(`ALTER TABLE ${POSITIONS} DROP COLUMN ${column}`);
    for (const name of Object.keys(TABLES)) await queryRunner.query(`DROP TABLE IF EXISTS ${name}`);
  }
}
