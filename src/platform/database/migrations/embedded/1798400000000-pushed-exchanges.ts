import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = {
  exchanges: [`"password_sealed" varchar(2000) NOT NULL DEFAULT ''`],
  exchange_statuses: [`"name" varchar(255) NOT NULL DEFAULT ''`],
  exchange_hand_overs: [`"push_state" varchar(16) NOT NULL DEFAULT ''`, '"applied_lines" text', '"problem" text'],
  exchange_session_steps: ['"problem" text'],
  exchange_proposals: ['"is_asked_by_client" boolean NOT NULL DEFAULT (0)'],
};

/** Exchanges that push orders and ask what became of them. */
export class PushedExchanges1798400000000 implements MigrationInterface {
  name = 'PushedExchanges1798400000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(COLUMNS)) {
      for (const column of columns) await queryRunner.query(`ALTER TABLE "${table}" ADD COLUMN ${column}`);
    }
    await queryRunner.query(
      'CREATE INDEX "exchange_hand_overs_push" ON "exchange_hand_overs" ("exchange_id", "is_waiting", "push_state", "id")',
    );
    await queryRunner.query(`CREATE TABLE "exchange_follows" (
      "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
      "exchange_id" integer NOT NULL,
      "seen_until" varchar(32) NOT NULL,
      "next_at" datetime(3) NOT NULL,
      "lease_token" varchar(36) NOT NULL,
      "lease_until" datetime(3),
      "failures" integer NOT NULL,
      "directory_at" datetime(3))`);
    await queryRunner.query('CREATE UNIQUE INDEX "exchange_follows_exchange" ON "exchange_follows" ("exchange_id")');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE "exchange_follows"');
    await queryRunner.query('DROP INDEX "exchange_hand_overs_push"');
    for (const [table, columns] of Object.entries(COLUMNS)) {
      for (const column of columns)
        await queryRunner.query(`ALTER TABLE "${table}" DROP COLUMN ${column.split(' ')[0]}`);
    }
  }
}
