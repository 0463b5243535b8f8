import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = {
  processing_rules: `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "created_at" datetime(3) NOT NULL,
    "connection_id" integer NOT NULL,
    "place" integer NOT NULL,
    "name" varchar(255) NOT NULL,
    "mode" varchar(8) NOT NULL,
    "scope" varchar(8) NOT NULL,
    "conditions" text NOT NULL,
    "action" text NOT NULL,
    "judged_since" datetime(3) NOT NULL,
    "version" integer NOT NULL DEFAULT (1)`,
  rule_tasks: `
    "external_order_id" integer PRIMARY KEY NOT NULL,
    "due_at" datetime(3) NOT NULL,
    "failures" integer NOT NULL`,
  rule_verdicts: `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "created_at" datetime(3) NOT NULL,
    "rule_id" integer NOT NULL,
    "position_id" integer NOT NULL,
    "is_shadow" boolean NOT NULL,
    "quantity" integer NOT NULL`,
};
const INDEXES = [
  ['rule_tasks', 'rule_tasks_due', 'due_at'],
  ['rule_tasks', 'rule_tasks_failures', 'failures'],
  ['rule_verdicts', 'rule_verdicts_rule', 'rule_id, created_at'],
  ['rule_verdicts', 'rule_verdicts_position', 'position_id'],
  ['undo_steps', 'undo_steps_subject', 'subject_id, kind'],
] as const;
const COLUMNS = [
  ['rule_id', 'integer'],
  ['reason_code', 'varchar(24)'],
  ['would_be', 'text'],
] as const;

/** Rules decide on positions. */
export class ProcessingRules1799200000000 implements MigrationInterface {
  name = 'ProcessingRules1799200000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(TABLES))
      await queryRunner.query(`CREATE TABLE ${table} (${columns})`);
    for (const [table, index, columns] of INDEXES)
      await queryRunner.query(`CREATE INDEX ${index} ON ${table} (${columns})`);
    for (const [column, type] of COLUMNS)
      await queryRunner.query(`ALTER TABLE external_order_positions ADD COLUMN ${column} ${type}`);
    // They lack what is counted by maker.
    await queryRunner.query('UPDATE quarter_counts SET counts = NULL, changes = changes + 1');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX undo_steps_subject');
    for (const [column] of COLUMNS)
      await queryRunner.query(`ALTER TABLE external_order_positions DROP COLUMN ${column}`);
    for (const table of Object.keys(TABLES)) await queryRunner.query(`DROP TABLE ${table}`);
  }
}
