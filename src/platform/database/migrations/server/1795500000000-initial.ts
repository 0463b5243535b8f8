import { MigrationInterface, QueryRunner } from 'typeorm';

export class Initial1795500000000 implements MigrationInterface {
  name = 'Initial1795500000000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`api_keys\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`name\` varchar(255) NOT NULL,
                \`key_hash\` varchar(64) NOT NULL,
                \`hint\` varchar(16) NOT NULL,
                \`roles\` text NOT NULL,
                \`region_ids\` text NOT NULL,
                \`created_at\` datetime(3) NOT NULL,
                UNIQUE INDEX \`api_keys_key\` (\`key_hash\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`audit_entries\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`user_id\` int NULL,
                \`api_key_id\` int NULL,
                \`actor\` varchar(255) NOT NULL,
                \`action\` varchar(32) NOT NULL,
                \`subject\` varchar(32) NOT NULL,
                \`subject_id\` int NOT NULL,
                \`before\` mediumtext NOT NULL,
                \`after\` mediumtext NOT NULL,
                \`request_id\` varchar(64) NOT NULL,
                \`created_at\` datetime(3) NOT NULL,
                INDEX \`audit_entries_subject\` (\`subject\`, \`subject_id\`),
                INDEX \`audit_entries_created\` (\`created_at\`, \`id\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`sessions\` (
                \`token_hash\` varchar(64) NOT NULL,
                \`user_id\` int NOT NULL,
                \`created_at\` datetime(3) NOT NULL,
                \`expires_at\` datetime(3) NOT NULL,
                INDEX \`sessions_user\` (\`user_id\`),
                PRIMARY KEY (\`token_hash\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`sign_in_failures\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`account\` varchar(64) NOT NULL,
                \`address\` varchar(64) NOT NULL,
                \`at\` datetime(3) NOT NULL,
                INDEX \`sign_in_failures_account\` (\`account\`, \`at\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`users\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`email\` varchar(190) NOT NULL,
                \`name\` varchar(255) NOT NULL,
                \`password_hash\` varchar(255) NOT NULL,
                \`roles\` text NOT NULL,
                \`region_ids\` text NOT NULL,
                \`is_active\` tinyint NOT NULL,
                \`created_at\` datetime(3) NOT NULL,
                UNIQUE INDEX \`users_email\` (\`email\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`deliveries\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`channel\` varchar(16) NOT NULL,
                \`target_id\` int NOT NULL,
                \`lane_id\` int NOT NULL,
                \`region_id\` int NULL,
                \`seq\` int NOT NULL,
                \`kind\` varchar(32) NOT NULL,
                \`state\` varchar(16) NOT NULL,
                \`reason\` varchar(255) NOT NULL,
                \`subject\` varchar(255) NOT NULL,
                \`idempotency_key\` varchar(36) NOT NULL,
                \`payload\` mediumtext NOT NULL,
                \`due_at\` datetime(3) NOT NULL,
                \`held_until\` datetime(3) NULL,
                \`owner\` varchar(36) NOT NULL,
                \`attempt_count\` int NOT NULL,
                \`tries_made\` int NOT NULL,
                \`schedule_step\` int NOT NULL,
                \`is_manual\` tinyint NOT NULL,
                \`created_at\` datetime(3) NOT NULL,
                \`delivered_at\` datetime(3) NULL,
                INDEX \`deliveries_subject\` (\`subject\`),
                INDEX \`deliveries_created\` (\`channel\`, \`created_at\`, \`id\`),
                INDEX \`deliveries_leases\` (\`state\`, \`due_at\`),
                INDEX \`deliveries_lane\` (\`lane_id\`, \`seq\`, \`state\`),
                INDEX \`deliveries_claim\` (\`target_id\`, \`state\`, \`due_at\`, \`id\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`delivery_attempts\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`delivery_id\` int NOT NULL,
                \`number\` int NOT NULL,
                \`at\` datetime(3) NOT NULL,
                \`duration_ms\` int NOT NULL,
                \`is_spent\` tinyint NOT NULL,
                \`is_manual\` tinyint NOT NULL,
                \`request\` mediumtext NOT NULL,
                \`response\` mediumtext NULL,
                \`error\` varchar(500) NOT NULL,
                \`body_removed_at\` datetime(3) NULL,
                INDEX \`delivery_attempts_delivery\` (\`delivery_id\`),
                INDEX \`delivery_attempts_bodies\` (\`body_removed_at\`, \`at\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`delivery_lanes\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`channel\` varchar(16) NOT NULL,
                \`key\` varchar(64) NOT NULL,
                UNIQUE INDEX \`delivery_lanes_identity\` (\`channel\`, \`key\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`delivery_targets\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`channel\` varchar(16) NOT NULL,
                \`key\` varchar(64) NOT NULL,
                \`is_enabled\` tinyint NOT NULL,
                \`is_retired\` tinyint NOT NULL,
                \`resumed_at\` datetime(3) NULL,
                \`paused_at\` datetime(3) NULL,
                \`pause_reason\` varchar(255) NOT NULL,
                \`failures_in_row\` int NOT NULL,
                \`opened_at\` datetime(3) NULL,
                \`probe_at\` datetime(3) NULL,
                \`probes_failed\` int NOT NULL,
                UNIQUE INDEX \`delivery_targets_identity\` (\`channel\`, \`key\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`external_orders\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`connection_id\` int NOT NULL,
                \`region_id\` int NOT NULL,
                \`external_id\` varchar(255) NOT NULL,
                \`external_id_hash\` varchar(64) NOT NULL,
                \`state\` varchar(32) NOT NULL,
                \`version\` int NOT NULL,
                \`content_hash\` varchar(64) NOT NULL,
                \`total_minor\` bigint NOT NULL,
                \`customer_name\` varchar(255) NOT NULL,
                \`customer_phone\` varchar(255) NOT NULL,
                \`customer_email\` varchar(255) NOT NULL,
                \`delivery_type\` varchar(255) NOT NULL,
                \`delivery_address\` text NOT NULL,
                \`comment\` text NOT NULL,
                \`ordered_at\` datetime(3) NULL,
                \`problems\` mediumtext NOT NULL,
                \`changed_after_decision\` tinyint NOT NULL,
                \`cancel_conflict\` tinyint NOT NULL,
                \`cancelled_by_client\` tinyint NOT NULL,
                \`decided_at\` datetime(3) NULL,
                \`deleted_at\` datetime(3) NULL,
                \`created_at\` datetime(3) NOT NULL,
                INDEX \`external_orders_external_id\` (\`external_id\`),
                INDEX \`external_orders_created\` (\`created_at\`, \`id\`),
                INDEX \`external_orders_state\` (\`state\`, \`created_at\`, \`id\`),
                UNIQUE INDEX \`external_orders_identity\` (\`connection_id\`, \`external_id_hash\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`external_order_history_entries\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`external_order_id\` int NOT NULL,
                \`kind\` varchar(32) NOT NULL,
                \`version\` int NOT NULL,
                \`comment\` text NOT NULL,
                \`details\` mediumtext NOT NULL,
                \`actor\` varchar(255) NOT NULL,
                \`at\` datetime(3) NOT NULL,
                INDEX \`external_order_history_entries_order\` (\`external_order_id\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`external_order_positions\` (
                \`brand\` varchar(255) NOT NULL,
                \`number\` varchar(255) NOT NULL,
                \`name\` varchar(1000) NOT NULL,
                \`quantity\` int NOT NULL,
                \`price_minor\` bigint NOT NULL,
                \`comment\` text NOT NULL,
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`external_order_id\` int NOT NULL,
                \`line\` int NOT NULL,
                \`external_id\` varchar(255) NOT NULL,
                \`accepted_quantity\` int NOT NULL,
                \`delivery_days\` int NULL,
                \`state\` varchar(16) NOT NULL,
                \`is_current\` tinyint NOT NULL,
                \`decided_at\` datetime(3) NULL,
                INDEX \`external_order_positions_order\` (\`external_order_id\`),
                INDEX \`external_order_positions_number\` (\`number\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`received_contents\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`external_order_id\` int NOT NULL,
                \`content_hash\` varchar(64) NOT NULL,
                \`at\` datetime(3) NOT NULL,
                UNIQUE INDEX \`received_contents_identity\` (\`external_order_id\`, \`content_hash\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`gettzap_messages\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`connection_id\` int NOT NULL,
                \`region_id\` int NULL,
                \`external_order_id\` int NULL,
                \`outcome\` varchar(32) NOT NULL,
                \`detail\` varchar(500) NOT NULL,
                \`content_type\` varchar(255) NOT NULL,
                \`headers\` mediumtext NOT NULL,
                \`body\` mediumblob NOT NULL,
                \`size\` int NOT NULL,
                \`created_at\` datetime(3) NOT NULL,
                \`reprocessed_at\` datetime(3) NULL,
                \`body_removed_at\` datetime(3) NULL,
                INDEX \`gettzap_messages_external_order\` (\`external_order_id\`),
                INDEX \`gettzap_messages_bodies\` (\`body_removed_at\`, \`created_at\`),
                INDEX \`gettzap_messages_created\` (\`created_at\`, \`id\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`events\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`name\` varchar(32) NOT NULL,
                \`subject_id\` int NOT NULL,
                \`region_id\` int NULL,
                \`user_id\` int NULL,
                \`created_at\` datetime(3) NOT NULL,
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`manager_notifications\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`user_id\` int NOT NULL,
                \`kind\` varchar(32) NOT NULL,
                \`title\` varchar(255) NOT NULL,
                \`text\` text NOT NULL,
                \`region_id\` int NULL,
                \`external_order_id\` int NULL,
                \`order_id\` int NULL,
                \`connection_id\` int NULL,
                \`delivery_id\` int NULL,
                \`batch\` varchar(36) NOT NULL,
                \`in_panel\` tinyint NOT NULL,
                \`mail_after\` datetime(3) NULL,
                \`read_at\` datetime(3) NULL,
                \`created_at\` datetime(3) NOT NULL,
                INDEX \`manager_notifications_mail\` (\`mail_after\`, \`user_id\`),
                INDEX \`manager_notifications_user\` (\`user_id\`, \`created_at\`, \`id\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`manager_notification_settings\` (
                \`user_id\` int NOT NULL,
                \`kinds\` text NOT NULL,
                PRIMARY KEY (\`user_id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`marketplace_connections\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`marketplace\` varchar(32) NOT NULL,
                \`is_active\` tinyint NOT NULL,
                \`region_id\` int NULL,
                \`login\` varchar(255) NOT NULL,
                \`password_sealed\` text NOT NULL,
                \`api_key_sealed\` text NOT NULL,
                \`api_url\` varchar(500) NOT NULL,
                \`cancelled_status_id\` int NULL,
                \`accepted_status\` varchar(255) NOT NULL,
                \`accepted_text\` text NOT NULL,
                \`refused_status\` varchar(255) NOT NULL,
                \`refused_text\` text NOT NULL,
                \`adapter\` mediumtext NULL,
                \`created_at\` datetime(3) NOT NULL,
                \`deleted_at\` datetime(3) NULL,
                INDEX \`marketplace_connections_region\` (\`region_id\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`order_links\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`connection_id\` int NOT NULL,
                \`secret_hash\` varchar(64) NOT NULL,
                \`secret_sealed\` text NOT NULL,
                \`valid_until\` datetime(3) NULL,
                \`created_at\` datetime(3) NOT NULL,
                INDEX \`order_links_connection\` (\`connection_id\`),
                UNIQUE INDEX \`order_links_secret\` (\`secret_hash\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`order_statuses\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`name\` varchar(255) NOT NULL,
                \`group\` varchar(16) NOT NULL,
                \`color\` varchar(7) NOT NULL,
                \`position\` int NOT NULL,
                \`is_initial\` tinyint NOT NULL,
                \`notify_manager\` tinyint NOT NULL,
                \`gettzap_item_status\` varchar(255) NOT NULL,
                \`gettzap_item_text\` text NOT NULL,
                \`gettzap_order_status\` varchar(255) NOT NULL,
                \`gettzap_order_text\` text NOT NULL,
                \`created_at\` datetime(3) NOT NULL,
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`orders\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`external_order_id\` int NOT NULL,
                \`external_id\` varchar(255) NOT NULL,
                \`connection_id\` int NOT NULL,
                \`region_id\` int NOT NULL,
                \`status_id\` int NULL,
                \`cancelled_by_client\` tinyint NOT NULL,
                \`cancel_conflict\` tinyint NOT NULL,
                \`created_at\` datetime(3) NOT NULL,
                UNIQUE INDEX \`orders_external_order\` (\`external_order_id\`),
                INDEX \`orders_external_id\` (\`external_id\`),
                INDEX \`orders_status\` (\`status_id\`),
                INDEX \`orders_created\` (\`created_at\`, \`id\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`order_history_entries\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`order_id\` int NOT NULL,
                \`item_id\` int NULL,
                \`kind\` varchar(32) NOT NULL,
                \`from_status\` varchar(255) NOT NULL,
                \`to_status\` varchar(255) NOT NULL,
                \`comment\` text NOT NULL,
                \`actor\` varchar(255) NOT NULL,
                \`at\` datetime(3) NOT NULL,
                INDEX \`order_history_entries_order\` (\`order_id\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`order_items\` (
                \`brand\` varchar(255) NOT NULL,
                \`number\` varchar(255) NOT NULL,
                \`name\` varchar(1000) NOT NULL,
                \`quantity\` int NOT NULL,
                \`price_minor\` bigint NOT NULL,
                \`comment\` text NOT NULL,
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`order_id\` int NOT NULL,
                \`position_id\` int NOT NULL,
                \`position_external_id\` varchar(255) NOT NULL,
                \`status_id\` int NOT NULL,
                \`created_at\` datetime(3) NOT NULL,
                INDEX \`order_items_order\` (\`order_id\`),
                UNIQUE INDEX \`order_items_position\` (\`position_id\`),
                INDEX \`order_items_status\` (\`status_id\`),
                INDEX \`order_items_number\` (\`number\`),
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`regions\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`name\` varchar(255) NOT NULL,
                \`time_zone\` varchar(64) NOT NULL,
                \`created_at\` datetime(3) NOT NULL,
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
    await queryRunner.query(`
            CREATE TABLE IF NOT EXISTS \`webhooks\` (
                \`id\` int NOT NULL AUTO_INCREMENT,
                \`url\` varchar(500) NOT NULL,
                \`events\` text NOT NULL,
                \`is_active\` tinyint NOT NULL,
                \`disabled_reason\` varchar(32) NOT NULL,
                \`secret_sealed\` text NOT NULL,
                \`created_at\` datetime(3) NOT NULL,
                \`deleted_at\` datetime(3) NULL,
                PRIMARY KEY (\`id\`)
            ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
        `);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            DROP TABLE \`webhooks\`
        `);
    await queryRunner.query(`
            DROP TABLE \`regions\`
        `);
    await queryRunner.query(`
            DROP INDEX \`order_items_number\` ON \`order_items\`
        `);
    await queryRunner.query(`
            DROP INDEX \`order_items_status\` ON \`order_items\`
        `);
    await queryRunner.query(`
            DROP INDEX \`order_items_position\` ON \`order_items\`
        `);
    await queryRunner.query(`
            DROP INDEX \`order_items_order\` ON \`order_items\`
        `);
    await queryRunner.query(`
            DROP TABLE \`order_items\`
        `);
    await queryRunner.query(`
            DROP INDEX \`order_history_entries_order\` ON \`order_history_entries\`
        `);
    await queryRunner.query(`
            DROP TABLE \`order_history_entries\`
        `);
    await queryRunner.query(`
            DROP INDEX \`orders_created\` ON \`orders\`
        `);
    await queryRunner.query(`
            DROP INDEX \`orders_status\` ON \`orders\`
        `);
    await queryRunner.query(`
            DROP INDEX \`orders_external_id\` ON \`orders\`
        `);
    await queryRunner.query(`
            DROP INDEX \`orders_external_order\` ON \`orders\`
        `);
    await queryRunner.query(`
            DROP TABLE \`orders\`
        `);
    await queryRunner.query(`
            DROP TABLE \`order_statuses\`
        `);
    await queryRunner.query(`
            DROP INDEX \`order_links_secret\` ON \`order_links\`
        `);
    await queryRunner.query(`
            DROP INDEX \`order_links_connection\` ON \`order_links\`
        `);
    await queryRunner.query(`
            DROP TABLE \`order_links\`
        `);
    await queryRunner.query(`
            DROP INDEX \`marketplace_connections_region\` ON \`marketplace_connections\`
        `);
    await queryRunner.query(`
            DROP TABLE \`marketplace_connections\`
        `);
    await queryRunner.query(`
            DROP TABLE \`manager_notification_settings\`
        `);
    await queryRunner.query(`
            DROP INDEX \`manager_notifications_user\` ON \`manager_notifications\`
        `);
    await queryRunner.query(`
            DROP INDEX \`manager_notifications_mail\` ON \`manager_notifications\`
        `);
    await queryRunner.query(`
            DROP TABLE \`manager_notifications\`
        `);
    await queryRunner.query(`
            DROP TABLE \`events\`
        `);
    await queryRunner.query(`
            DROP INDEX \`gettzap_messages_created\` ON \`gettzap_messages\`
        `);
    await queryRunner.query(`
            DROP INDEX \`gettzap_messages_bodies\` ON \`gettzap_messages\`
        `);
    await queryRunner.query(`
            DROP INDEX \`gettzap_messages_external_order\` ON \`gettzap_messages\`
        `);
    await queryRunner.query(`
            DROP TABLE \`gettzap_messages\`
        `);
    await queryRunner.query(`
            DROP INDEX \`received_contents_identity\` ON \`received_contents\`
        `);
    await queryRunner.query(`
            DROP TABLE \`received_contents\`
        `);
    await queryRunner.query(`
            DROP INDEX \`external_order_positions_number\` ON \`external_order_positions\`
        `);
    await queryRunner.query(`
            DROP INDEX \`external_order_positions_order\` ON \`external_order_positions\`
        `);
    await queryRunner.query(`
            DROP TABLE \`external_order_positions\`
        `);
    await queryRunner.query(`
            DROP INDEX \`external_order_history_entries_order\` ON \`external_order_history_entries\`
        `);
    await queryRunner.query(`
            DROP TABLE \`external_order_history_entries\`
        `);
    await queryRunner.query(`
            DROP INDEX \`external_orders_identity\` ON \`external_orders\`
        `);
    await queryRunner.query(`
            DROP INDEX \`external_orders_state\` ON \`external_orders\`
        `);
    await queryRunner.query(`
            DROP INDEX \`external_orders_created\` ON \`external_orders\`
        `);
    await queryRunner.query(`
            DROP INDEX \`external_orders_external_id\` ON \`external_orders\`
        `);
    await queryRunner.query(`
            DROP TABLE \`external_orders\`
        `);
    await queryRunner.query(`
            DROP INDEX \`delivery_targets_identity\` ON \`delivery_targets\`
        `);
    await queryRunner.query(`
            DROP TABLE \`delivery_targets\`
        `);
    await queryRunner.query(`
            DROP INDEX \`delivery_lanes_identity\` ON \`delivery_lanes\`
        `);
    await queryRunner.query(`
            DROP TABLE \`delivery_lanes\`
        `);
    await queryRunner.query(`
            DROP INDEX \`delivery_attempts_bodies\` ON \`delivery_attempts\`
        `);
    await queryRunner.query(`
            DROP INDEX \`delivery_attempts_delivery\` ON \`delivery_attempts\`
        `);
    await queryRunner.query(`
            DROP TABLE \`delivery_attempts\`
        `);
    await queryRunner.query(`
            DROP INDEX \`deliveries_claim\` ON \`deliveries\`
        `);
    await queryRunner.query(`
            DROP INDEX \`deliveries_lane\` ON \`deliveries\`
        `);
    await queryRunner.query(`
            DROP INDEX \`deliveries_leases\` ON \`deliveries\`
        `);
    await queryRunner.query(`
            DROP INDEX \`deliveries_created\` ON \`deliveries\`
        `);
    await queryRunner.query(`
            DROP INDEX \`deliveries_subject\` ON \`deliveries\`
        `);
    await queryRunner.query(`
            DROP TABLE \`deliveries\`
        `);
    await queryRunner.query(`
            DROP INDEX \`users_email\` ON \`users\`
        `);
    await queryRunner.query(`
            DROP TABLE \`users\`
        `);
    await queryRunner.query(`
            DROP INDEX \`sign_in_failures_account\` ON \`sign_in_failures\`
        `);
    await queryRunner.query(`
            DROP TABLE \`sign_in_failures\`
        `);
    await queryRunner.query(`
            DROP INDEX \`sessions_user\` ON \`sessions\`
        `);
    await queryRunner.query(`
            DROP TABLE \`sessions\`
        `);
    await queryRunner.query(`
            DROP INDEX \`audit_entries_created\` ON \`audit_entries\`
        `);
    await queryRunner.query(`
            DROP INDEX \`audit_entries_subject\` ON \`audit_entries\`
        `);
    await queryRunner.query(`
            DROP TABLE \`audit_entries\`
        `);
    await queryRunner.query(`
            DROP INDEX \`api_keys_key\` ON \`api_keys\`
        `);
    await queryRunner.query(`
            DROP TABLE \`api_keys\`
        `);
  }
}
