import { MigrationInterface, QueryRunner } from 'typeorm';

export class Initial1795500000000 implements MigrationInterface {
  name = 'Initial1795500000000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            CREATE TABLE "api_keys" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "name" varchar(255) NOT NULL,
                "key_hash" varchar(64) NOT NULL,
                "hint" varchar(16) NOT NULL,
                "roles" text NOT NULL,
                "region_ids" text NOT NULL,
                "created_at" datetime(3) NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE UNIQUE INDEX "api_keys_key" ON "api_keys" ("key_hash")
        `);
    await queryRunner.query(`
            CREATE TABLE "audit_entries" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "user_id" integer,
                "api_key_id" integer,
                "actor" varchar(255) NOT NULL,
                "action" varchar(32) NOT NULL,
                "subject" varchar(32) NOT NULL,
                "subject_id" integer NOT NULL,
                "before" text NOT NULL,
                "after" text NOT NULL,
                "request_id" varchar(64) NOT NULL,
                "created_at" datetime(3) NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "audit_entries_subject" ON "audit_entries" ("subject", "subject_id")
        `);
    await queryRunner.query(`
            CREATE INDEX "audit_entries_created" ON "audit_entries" ("created_at", "id")
        `);
    await queryRunner.query(`
            CREATE TABLE "sessions" (
                "token_hash" varchar(64) PRIMARY KEY NOT NULL,
                "user_id" integer NOT NULL,
                "created_at" datetime(3) NOT NULL,
                "expires_at" datetime(3) NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "sessions_user" ON "sessions" ("user_id")
        `);
    await queryRunner.query(`
            CREATE TABLE "sign_in_failures" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "account" varchar(64) NOT NULL,
                "address" varchar(64) NOT NULL,
                "at" datetime(3) NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "sign_in_failures_account" ON "sign_in_failures" ("account", "at")
        `);
    await queryRunner.query(`
            CREATE TABLE "users" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "email" varchar(190) NOT NULL,
                "name" varchar(255) NOT NULL,
                "password_hash" varchar(255) NOT NULL,
                "roles" text NOT NULL,
                "region_ids" text NOT NULL,
                "is_active" boolean NOT NULL,
                "created_at" datetime(3) NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE UNIQUE INDEX "users_email" ON "users" ("email")
        `);
    await queryRunner.query(`
            CREATE TABLE "deliveries" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "channel" varchar(16) NOT NULL,
                "target_id" integer NOT NULL,
                "lane_id" integer NOT NULL,
                "region_id" integer,
                "seq" integer NOT NULL,
                "kind" varchar(32) NOT NULL,
                "state" varchar(16) NOT NULL,
                "reason" varchar(255) NOT NULL,
                "subject" varchar(255) NOT NULL,
                "idempotency_key" varchar(36) NOT NULL,
                "payload" text NOT NULL,
                "due_at" datetime(3) NOT NULL,
                "held_until" datetime(3),
                "owner" varchar(36) NOT NULL,
                "attempt_count" integer NOT NULL,
                "tries_made" integer NOT NULL,
                "schedule_step" integer NOT NULL,
                "is_manual" boolean NOT NULL,
                "created_at" datetime(3) NOT NULL,
                "delivered_at" datetime(3)
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "deliveries_subject" ON "deliveries" ("subject")
        `);
    await queryRunner.query(`
            CREATE INDEX "deliveries_created" ON "deliveries" ("channel", "created_at", "id")
        `);
    await queryRunner.query(`
            CREATE INDEX "deliveries_leases" ON "deliveries" ("state", "due_at")
        `);
    await queryRunner.query(`
            CREATE INDEX "deliveries_lane" ON "deliveries" ("lane_id", "seq", "state")
        `);
    await queryRunner.query(`
            CREATE INDEX "deliveries_claim" ON "deliveries" ("target_id", "state", "due_at", "id")
        `);
    await queryRunner.query(`
            CREATE TABLE "delivery_attempts" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "delivery_id" integer NOT NULL,
                "number" integer NOT NULL,
                "at" datetime(3) NOT NULL,
                "duration_ms" integer NOT NULL,
                "is_spent" boolean NOT NULL,
                "is_manual" boolean NOT NULL,
                "request" text NOT NULL,
                "response" text,
                "error" varchar(500) NOT NULL,
                "body_removed_at" datetime(3)
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "delivery_attempts_delivery" ON "delivery_attempts" ("delivery_id")
        `);
    await queryRunner.query(`
            CREATE INDEX "delivery_attempts_bodies" ON "delivery_attempts" ("body_removed_at", "at")
        `);
    await queryRunner.query(`
            CREATE TABLE "delivery_lanes" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "channel" varchar(16) NOT NULL,
                "key" varchar(64) NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE UNIQUE INDEX "delivery_lanes_identity" ON "delivery_lanes" ("channel", "key")
        `);
    await queryRunner.query(`
            CREATE TABLE "delivery_targets" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "channel" varchar(16) NOT NULL,
                "key" varchar(64) NOT NULL,
                "is_enabled" boolean NOT NULL,
                "is_retired" boolean NOT NULL,
                "resumed_at" datetime(3),
                "paused_at" datetime(3),
                "pause_reason" varchar(255) NOT NULL,
                "failures_in_row" integer NOT NULL,
                "opened_at" datetime(3),
                "probe_at" datetime(3),
                "probes_failed" integer NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE UNIQUE INDEX "delivery_targets_identity" ON "delivery_targets" ("channel", "key")
        `);
    await queryRunner.query(`
            CREATE TABLE "external_orders" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "connection_id" integer NOT NULL,
                "region_id" integer NOT NULL,
                "external_id" varchar(255) NOT NULL,
                "external_id_hash" varchar(64) NOT NULL,
                "state" varchar(32) NOT NULL,
                "version" integer NOT NULL,
                "content_hash" varchar(64) NOT NULL,
                "total_minor" bigint NOT NULL,
                "customer_name" varchar(255) NOT NULL,
                "customer_phone" varchar(255) NOT NULL,
                "customer_email" varchar(255) NOT NULL,
                "delivery_type" varchar(255) NOT NULL,
                "delivery_address" text NOT NULL,
                "comment" text NOT NULL,
                "ordered_at" datetime(3),
                "problems" text NOT NULL,
                "changed_after_decision" boolean NOT NULL,
                "cancel_conflict" boolean NOT NULL,
                "cancelled_by_client" boolean NOT NULL,
                "decided_at" datetime(3),
                "deleted_at" datetime(3),
                "created_at" datetime(3) NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "external_orders_external_id" ON "external_orders" ("external_id")
        `);
    await queryRunner.query(`
            CREATE INDEX "external_orders_created" ON "external_orders" ("created_at", "id")
        `);
    await queryRunner.query(`
            CREATE INDEX "external_orders_state" ON "external_orders" ("state", "created_at", "id")
        `);
    await queryRunner.query(`
            CREATE UNIQUE INDEX "external_orders_identity" ON "external_orders" ("connection_id", "external_id_hash")
        `);
    await queryRunner.query(`
            CREATE TABLE "external_order_history_entries" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "external_order_id" integer NOT NULL,
                "kind" varchar(32) NOT NULL,
                "version" integer NOT NULL,
                "comment" text NOT NULL,
                "details" text NOT NULL,
                "actor" varchar(255) NOT NULL,
                "at" datetime(3) NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "external_order_history_entries_order" ON "external_order_history_entries" ("external_order_id")
        `);
    await queryRunner.query(`
            CREATE TABLE "external_order_positions" (
                "brand" varchar(255) NOT NULL,
                "number" varchar(255) NOT NULL,
                "name" varchar(1000) NOT NULL,
                "quantity" integer NOT NULL,
                "price_minor" bigint NOT NULL,
                "comment" text NOT NULL,
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "external_order_id" integer NOT NULL,
                "line" integer NOT NULL,
                "external_id" varchar(255) NOT NULL,
                "accepted_quantity" integer NOT NULL,
                "delivery_days" integer,
                "state" varchar(16) NOT NULL,
                "is_current" boolean NOT NULL,
                "decided_at" datetime(3)
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "external_order_positions_order" ON "external_order_positions" ("external_order_id")
        `);
    await queryRunner.query(`
            CREATE INDEX "external_order_positions_number" ON "external_order_positions" ("number")
        `);
    await queryRunner.query(`
            CREATE TABLE "received_contents" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "external_order_id" integer NOT NULL,
                "content_hash" varchar(64) NOT NULL,
                "at" datetime(3) NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE UNIQUE INDEX "received_contents_identity" ON "received_contents" ("external_order_id", "content_hash")
        `);
    await queryRunner.query(`
            CREATE TABLE "gettzap_messages" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "connection_id" integer NOT NULL,
                "region_id" integer,
                "external_order_id" integer,
                "outcome" varchar(32) NOT NULL,
                "detail" varchar(500) NOT NULL,
                "content_type" varchar(255) NOT NULL,
                "headers" text NOT NULL,
                "body" blob NOT NULL,
                "size" integer NOT NULL,
                "created_at" datetime(3) NOT NULL,
                "reprocessed_at" datetime(3),
                "body_removed_at" datetime(3)
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "gettzap_messages_external_order" ON "gettzap_messages" ("external_order_id")
        `);
    await queryRunner.query(`
            CREATE INDEX "gettzap_messages_bodies" ON "gettzap_messages" ("body_removed_at", "created_at")
        `);
    await queryRunner.query(`
            CREATE INDEX "gettzap_messages_created" ON "gettzap_messages" ("created_at", "id")
        `);
    await queryRunner.query(`
            CREATE TABLE "events" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "name" varchar(32) NOT NULL,
                "subject_id" integer NOT NULL,
                "region_id" integer,
                "user_id" integer,
                "created_at" datetime(3) NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "manager_notifications" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "user_id" integer NOT NULL,
                "kind" varchar(32) NOT NULL,
                "title" varchar(255) NOT NULL,
                "text" text NOT NULL,
                "region_id" integer,
                "external_order_id" integer,
                "order_id" integer,
                "connection_id" integer,
                "delivery_id" integer,
                "batch" varchar(36) NOT NULL,
                "in_panel" boolean NOT NULL,
                "mail_after" datetime(3),
                "read_at" datetime(3),
                "created_at" datetime(3) NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "manager_notifications_mail" ON "manager_notifications" ("mail_after", "user_id")
        `);
    await queryRunner.query(`
            CREATE INDEX "manager_notifications_user" ON "manager_notifications" ("user_id", "created_at", "id")
        `);
    await queryRunner.query(`
            CREATE TABLE "manager_notification_settings" (
                "user_id" integer PRIMARY KEY NOT NULL,
                "kinds" text NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "marketplace_connections" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "marketplace" varchar(32) NOT NULL,
                "is_active" boolean NOT NULL,
                "region_id" integer,
                "login" varchar(255) NOT NULL,
                "password_sealed" text NOT NULL,
                "api_key_sealed" text NOT NULL,
                "api_url" varchar(500) NOT NULL,
                "cancelled_status_id" integer,
                "accepted_status" varchar(255) NOT NULL,
                "accepted_text" text NOT NULL,
                "refused_status" varchar(255) NOT NULL,
                "refused_text" text NOT NULL,
                "adapter" text,
                "created_at" datetime(3) NOT NULL,
                "deleted_at" datetime(3)
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "marketplace_connections_region" ON "marketplace_connections" ("region_id")
        `);
    await queryRunner.query(`
            CREATE TABLE "order_links" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "connection_id" integer NOT NULL,
                "secret_hash" varchar(64) NOT NULL,
                "secret_sealed" text NOT NULL,
                "valid_until" datetime(3),
                "created_at" datetime(3) NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "order_links_connection" ON "order_links" ("connection_id")
        `);
    await queryRunner.query(`
            CREATE UNIQUE INDEX "order_links_secret" ON "order_links" ("secret_hash")
        `);
    await queryRunner.query(`
            CREATE TABLE "order_statuses" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "name" varchar(255) NOT NULL,
                "group" varchar(16) NOT NULL,
                "color" varchar(7) NOT NULL,
                "position" integer NOT NULL,
                "is_initial" boolean NOT NULL,
                "notify_manager" boolean NOT NULL,
                "gettzap_item_status" varchar(255) NOT NULL,
                "gettzap_item_text" text NOT NULL,
                "gettzap_order_status" varchar(255) NOT NULL,
                "gettzap_order_text" text NOT NULL,
                "created_at" datetime(3) NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "orders" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "external_order_id" integer NOT NULL,
                "external_id" varchar(255) NOT NULL,
                "connection_id" integer NOT NULL,
                "region_id" integer NOT NULL,
                "status_id" integer,
                "cancelled_by_client" boolean NOT NULL,
                "cancel_conflict" boolean NOT NULL,
                "created_at" datetime(3) NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE UNIQUE INDEX "orders_external_order" ON "orders" ("external_order_id")
        `);
    await queryRunner.query(`
            CREATE INDEX "orders_external_id" ON "orders" ("external_id")
        `);
    await queryRunner.query(`
            CREATE INDEX "orders_status" ON "orders" ("status_id")
        `);
    await queryRunner.query(`
            CREATE INDEX "orders_created" ON "orders" ("created_at", "id")
        `);
    await queryRunner.query(`
            CREATE TABLE "order_history_entries" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "order_id" integer NOT NULL,
                "item_id" integer,
                "kind" varchar(32) NOT NULL,
                "from_status" varchar(255) NOT NULL,
                "to_status" varchar(255) NOT NULL,
                "comment" text NOT NULL,
                "actor" varchar(255) NOT NULL,
                "at" datetime(3) NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "order_history_entries_order" ON "order_history_entries" ("order_id")
        `);
    await queryRunner.query(`
            CREATE TABLE "order_items" (
                "brand" varchar(255) NOT NULL,
                "number" varchar(255) NOT NULL,
                "name" varchar(1000) NOT NULL,
                "quantity" integer NOT NULL,
                "price_minor" bigint NOT NULL,
                "comment" text NOT NULL,
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "order_id" integer NOT NULL,
                "position_id" integer NOT NULL,
                "position_external_id" varchar(255) NOT NULL,
                "status_id" integer NOT NULL,
                "created_at" datetime(3) NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE INDEX "order_items_order" ON "order_items" ("order_id")
        `);
    await queryRunner.query(`
            CREATE UNIQUE INDEX "order_items_position" ON "order_items" ("position_id")
        `);
    await queryRunner.query(`
            CREATE INDEX "order_items_status" ON "order_items" ("status_id")
        `);
    await queryRunner.query(`
            CREATE INDEX "order_items_number" ON "order_items" ("number")
        `);
    await queryRunner.query(`
            CREATE TABLE "regions" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "name" varchar(255) NOT NULL,
                "time_zone" varchar(64) NOT NULL,
                "created_at" datetime(3) NOT NULL
            )
        `);
    await queryRunner.query(`
            CREATE TABLE "webhooks" (
                "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
                "url" varchar(500) NOT NULL,
                "events" text NOT NULL,
                "is_active" boolean NOT NULL,
                "disabled_reason" varchar(32) NOT NULL,
                "secret_sealed" text NOT NULL,
                "created_at" datetime(3) NOT NULL,
                "deleted_at" datetime(3)
            )
        `);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            DROP TABLE "webhooks"
        `);
    await queryRunner.query(`
            DROP TABLE "regions"
        `);
    await queryRunner.query(`
            DROP INDEX "order_items_number"
        `);
    await queryRunner.query(`
            DROP INDEX "order_items_status"
        `);
    await queryRunner.query(`
            DROP INDEX "order_items_position"
        `);
    await queryRunner.query(`
            DROP INDEX "order_items_order"
        `);
    await queryRunner.query(`
            DROP TABLE "order_items"
        `);
    await queryRunner.query(`
            DROP INDEX "order_history_entries_order"
        `);
    await queryRunner.query(`
            DROP TABLE "order_history_entries"
        `);
    await queryRunner.query(`
            DROP INDEX "orders_created"
        `);
    await queryRunner.query(`
            DROP INDEX "orders_status"
        `);
    await queryRunner.query(`
            DROP INDEX "orders_external_id"
        `);
    await queryRunner.query(`
            DROP INDEX "orders_external_order"
        `);
    await queryRunner.query(`
            DROP TABLE "orders"
        `);
    await queryRunner.query(`
            DROP TABLE "order_statuses"
        `);
    await queryRunner.query(`
            DROP INDEX "order_links_secret"
        `);
    await queryRunner.query(`
            DROP INDEX "order_links_connection"
        `);
    await queryRunner.query(`
            DROP TABLE "order_links"
        `);
    await queryRunner.query(`
            DROP INDEX "marketplace_connections_region"
        `);
    await queryRunner.query(`
            DROP TABLE "marketplace_connections"
        `);
    await queryRunner.query(`
            DROP TABLE "manager_notification_settings"
        `);
    await queryRunner.query(`
            DROP INDEX "manager_notifications_user"
        `);
    await queryRunner.query(`
            DROP INDEX "manager_notifications_mail"
        `);
    await queryRunner.query(`
            DROP TABLE "manager_notifications"
        `);
    await queryRunner.query(`
            DROP TABLE "events"
        `);
    await queryRunner.query(`
            DROP INDEX "gettzap_messages_created"
        `);
    await queryRunner.query(`
            DROP INDEX "gettzap_messages_bodies"
        `);
    await queryRunner.query(`
            DROP INDEX "gettzap_messages_external_order"
        `);
    await queryRunner.query(`
            DROP TABLE "gettzap_messages"
        `);
    await queryRunner.query(`
            DROP INDEX "received_contents_identity"
        `);
    await queryRunner.query(`
            DROP TABLE "received_contents"
        `);
    await queryRunner.query(`
            DROP INDEX "external_order_positions_number"
        `);
    await queryRunner.query(`
            DROP INDEX "external_order_positions_order"
        `);
    await queryRunner.query(`
            DROP TABLE "external_order_positions"
        `);
    await queryRunner.query(`
            DROP INDEX "external_order_history_entries_order"
        `);
    await queryRunner.query(`
            DROP TABLE "external_order_history_entries"
        `);
    await queryRunner.query(`
            DROP INDEX "external_orders_identity"
        `);
    await queryRunner.query(`
            DROP INDEX "external_orders_state"
        `);
    await queryRunner.query(`
            DROP INDEX "external_orders_created"
        `);
    await queryRunner.query(`
            DROP INDEX "external_orders_external_id"
        `);
    await queryRunner.query(`
            DROP TABLE "external_orders"
        `);
    await queryRunner.query(`
            DROP INDEX "delivery_targets_identity"
        `);
    await queryRunner.query(`
            DROP TABLE "delivery_targets"
        `);
    await queryRunner.query(`
            DROP INDEX "delivery_lanes_identity"
        `);
    await queryRunner.query(`
            DROP TABLE "delivery_lanes"
        `);
    await queryRunner.query(`
            DROP INDEX "delivery_attempts_bodies"
        `);
    await queryRunner.query(`
            DROP INDEX "delivery_attempts_delivery"
        `);
    await queryRunner.query(`
            DROP TABLE "delivery_attempts"
        `);
    await queryRunner.query(`
            DROP INDEX "deliveries_claim"
        `);
    await queryRunner.query(`
            DROP INDEX "deliveries_lane"
        `);
    await queryRunner.query(`
            DROP INDEX "deliveries_leases"
        `);
    await queryRunner.query(`
            DROP INDEX "deliveries_created"
        `);
    await queryRunner.query(`
            DROP INDEX "deliveries_subject"
        `);
    await queryRunner.query(`
            DROP TABLE "deliveries"
        `);
    await queryRunner.query(`
            DROP INDEX "users_email"
        `);
    await queryRunner.query(`
            DROP TABLE "users"
        `);
    await queryRunner.query(`
            DROP INDEX "sign_in_failures_account"
        `);
    await queryRunner.query(`
            DROP TABLE "sign_in_failures"
        `);
    await queryRunner.query(`
            DROP INDEX "sessions_user"
        `);
    await queryRunner.query(`
            DROP TABLE "sessions"
        `);
    await queryRunner.query(`
            DROP INDEX "audit_entries_created"
        `);
    await queryRunner.query(`
            DROP INDEX "audit_entries_subject"
        `);
    await queryRunner.query(`
            DROP TABLE "audit_entries"
        `);
    await queryRunner.query(`
            DROP INDEX "api_keys_key"
        `);
    await queryRunner.query(`
            DROP TABLE "api_keys"
        `);
  }
}
