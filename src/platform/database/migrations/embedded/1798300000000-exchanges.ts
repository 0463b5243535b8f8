import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = {
  exchanges: `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "created_at" datetime(3) NOT NULL,
    "kind" varchar(32) NOT NULL,
    "name" varchar(255) NOT NULL,
    "is_active" boolean NOT NULL,
    "region_ids" text NOT NULL,
    "since" datetime(3) NOT NULL,
    "number_prefix" varchar(16) NOT NULL,
    "ready_status_ids" text NOT NULL,
    "refused_status_id" integer,
    "silent_after_hours" integer NOT NULL,
    "silence_told_at" datetime(3),
    "settings" text NOT NULL,
    "key_prefix" varchar(16) NOT NULL,
    "login" varchar(64) NOT NULL,
    "password_hash" varchar(64) NOT NULL,
    "deleted_at" datetime(3),
    "version" integer NOT NULL DEFAULT (1)`,
  exchange_statuses: `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "exchange_id" integer NOT NULL,
    "value" varchar(255) NOT NULL,
    "value_hash" varchar(64) NOT NULL,
    "status_id" integer,
    "seen" integer NOT NULL,
    "last_seen_at" datetime(3),
    "sample" varchar(255) NOT NULL`,
  exchange_hand_overs: `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "created_at" datetime(3) NOT NULL,
    "exchange_id" integer NOT NULL,
    "order_id" integer NOT NULL,
    "external_order_id" integer NOT NULL,
    "external_id" varchar(255) NOT NULL,
    "region_id" integer NOT NULL,
    "revision" integer NOT NULL DEFAULT (0),
    "is_waiting" boolean NOT NULL,
    "not_before" datetime(3),
    "batch_id" integer,
    "confirmed_hash" varchar(64) NOT NULL DEFAULT '',
    "confirmed_content" text,
    "confirmed_at" datetime(3),
    "number" varchar(255) NOT NULL DEFAULT '',
    "error" varchar(1000) NOT NULL DEFAULT '',
    "returned" text,
    "applied_value" varchar(255) NOT NULL DEFAULT '',
    "applied_revision" integer NOT NULL DEFAULT (0),
    "applied_steps" text,
    "needs_mapping" boolean NOT NULL DEFAULT (0)`,
  exchange_batches: `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "created_at" datetime(3) NOT NULL,
    "exchange_id" integer NOT NULL,
    "format" varchar(16) NOT NULL,
    "body" blob NOT NULL,
    "content_hash" varchar(64) NOT NULL,
    "attempts" integer NOT NULL,
    "confirmed_at" datetime(3)`,
  exchange_batch_entries: `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "batch_id" integer NOT NULL,
    "hand_over_id" integer NOT NULL,
    "order_id" integer NOT NULL,
    "revision" integer NOT NULL,
    "content_hash" varchar(64) NOT NULL,
    "known_content" text NOT NULL`,
  exchange_sessions: `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "created_at" datetime(3) NOT NULL,
    "exchange_id" integer NOT NULL,
    "format" varchar(16) NOT NULL,
    "token_hash" varchar(64) NOT NULL,
    "address" varchar(64) NOT NULL,
    "last_at" datetime(3) NOT NULL,
    "batch_id" integer,
    "handed_out" integer NOT NULL,
    "confirmed" integer NOT NULL,
    "returned" integer NOT NULL,
    "failures" integer NOT NULL`,
  exchange_session_steps: `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "created_at" datetime(3) NOT NULL,
    "session_id" integer NOT NULL,
    "request" varchar(500) NOT NULL,
    "status" integer NOT NULL,
    "is_failure" boolean NOT NULL,
    "answer" varchar(1000) NOT NULL,
    "batch_id" integer,
    "file_id" integer`,
  exchange_files: `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "created_at" datetime(3) NOT NULL,
    "exchange_id" integer NOT NULL,
    "session_id" integer NOT NULL,
    "name" varchar(255) NOT NULL,
    "state" varchar(16) NOT NULL,
    "size" integer NOT NULL,
    "error" varchar(1000) NOT NULL,
    "outcome" text,
    "body_removed_at" datetime(3)`,
  exchange_file_parts: `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "file_id" integer NOT NULL,
    "body" blob NOT NULL`,
  exchange_file_orders: `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "file_id" integer NOT NULL,
    "order_id" integer NOT NULL`,
  exchange_proposals: `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "created_at" datetime(3) NOT NULL,
    "exchange_id" integer NOT NULL,
    "order_id" integer NOT NULL,
    "region_id" integer NOT NULL,
    "position_id" integer NOT NULL,
    "quantity" integer NOT NULL,
    "left_quantity" integer NOT NULL,
    "source" varchar(255) NOT NULL,
    "state" varchar(16) NOT NULL,
    "decided_at" datetime(3),
    "decided_by" varchar(255) NOT NULL`,
};

const INDEXES = [
  'INDEX "exchanges_login" ON "exchanges" ("login")',
  'UNIQUE INDEX "exchange_statuses_value" ON "exchange_statuses" ("exchange_id", "value_hash")',
  'INDEX "exchange_hand_overs_batch" ON "exchange_hand_overs" ("batch_id")',
  'INDEX "exchange_hand_overs_mapping" ON "exchange_hand_overs" ("exchange_id", "needs_mapping", "id")',
  'INDEX "exchange_hand_overs_created" ON "exchange_hand_overs" ("exchange_id", "created_at", "id")',
  'INDEX "exchange_hand_overs_waiting" ON "exchange_hand_overs" ("exchange_id", "is_waiting", "id")',
  'UNIQUE INDEX "exchange_hand_overs_order" ON "exchange_hand_overs" ("order_id", "exchange_id")',
  'INDEX "exchange_batches_open" ON "exchange_batches" ("exchange_id", "format", "confirmed_at")',
  'UNIQUE INDEX "exchange_batch_entries_batch" ON "exchange_batch_entries" ("batch_id", "hand_over_id")',
  'INDEX "exchange_batch_entries_hand_over" ON "exchange_batch_entries" ("hand_over_id")',
  'INDEX "exchange_batch_entries_order" ON "exchange_batch_entries" ("order_id")',
  'INDEX "exchange_sessions_token" ON "exchange_sessions" ("token_hash")',
  'INDEX "exchange_sessions_last" ON "exchange_sessions" ("exchange_id", "last_at")',
  'INDEX "exchange_sessions_exchange" ON "exchange_sessions" ("exchange_id", "created_at", "id")',
  'INDEX "exchange_session_steps_session" ON "exchange_session_steps" ("session_id")',
  'INDEX "exchange_files_session" ON "exchange_files" ("session_id")',
  'INDEX "exchange_file_parts_file" ON "exchange_file_parts" ("file_id")',
  'UNIQUE INDEX "exchange_file_orders_order" ON "exchange_file_orders" ("order_id", "file_id")',
  'INDEX "exchange_proposals_order" ON "exchange_proposals" ("order_id")',
  'INDEX "exchange_proposals_position" ON "exchange_proposals" ("exchange_id", "position_id")',
  'INDEX "exchange_proposals_state" ON "exchange_proposals" ("exchange_id", "state", "created_at", "id")',
];

/** What is exchanged with the shop's own systems. */
export class Exchanges1798300000000 implements MigrationInterface {
  name = 'Exchanges1798300000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(TABLES)) {
      await queryRunner.query(`CREATE TABLE "${name}" (${columns})`);
    }
    for (const index of INDEXES) await queryRunner.query(`CREATE ${index}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of Object.keys(TABLES)) await queryRunner.query(`DROP TABLE "${name}"`);
  }
}
