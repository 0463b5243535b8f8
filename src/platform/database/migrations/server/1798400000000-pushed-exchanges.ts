import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = {
  exchanges: { password_sealed: "varchar(2000) NOT NULL DEFAULT ''" },
  exchange_statuses: { name: "varchar(255) NOT NULL DEFAULT ''" },
  exchange_hand_overs: {
    push_state: "varchar(16) NOT NULL DEFAULT ''",
    applied_lines: 'mediumtext NULL',
    problem: 'text NULL',
  },
  exchange_session_steps: { problem: 'text NULL' },
  exchange_proposals: { is_asked_by_client: "tinyint NOT NULL DEFAULT '0'" },
};
const PUSH_INDEX = 'exchange_hand_overs_push';

/** Exchanges that push orders and ask what became of them. A server keeps what a killed migration made, so each step can be done again. */
export class PushedExchanges1798400000000 implements MigrationInterface {
  name = 'PushedExchanges1798400000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(COLUMNS)) {
      for (const [name, type] of Object.entries(columns)) {
        if (!(await queryRunner.hasColumn(table, name)))
          await queryRunner.query(`ALTER TABLE ${table} ADD COLUMN ${name} ${type}`);
      }
    }
    const like = `SHOW INDEX FROM exchange_hand_overs WHERE Key_name = '${PUSH_INDEX}'`;
    const indexes = (await queryRunner.query(like)) as unknown as unknown[];
    if (indexes.length === 0)
      await queryRunner.query(
        `CREATE INDEX ${PUSH_INDEX} ON exchange_hand_overs (exchange_id, is_waiting, push_state, id)`,
      );
    await queryRunner.query(`CREATE TABLE IF NOT EXISTS exchange_follows (
      id int NOT NULL AUTO_INCREMENT,
      exchange_id int NOT NULL,
      seen_until varchar(32) NOT NULL,
      next_at datetime(3) NOT NULL,
      lease_token varchar(36) NOT NULL,
      lease_until datetime(3) NULL,
      failures int NOT NULL,
      directory_at datetime(3) NULL,
      UNIQUE INDEX exchange_follows_exchange (exchange_id),
      PRIMARY KEY (id)) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE IF EXISTS exchange_follows');
    await queryRunner.query(`DROP INDEX ${PUSH_INDEX} ON exchange_hand_overs`);
    for (const [table, columns] of Object.entries(COLUMNS)) {
      for (const name of Object.keys(columns)) await queryRunner.query(`ALTER TABLE ${table} DROP COLUMN ${name}`);
    }
  }
}
