import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = {
  price_lists: `
    id int NOT NULL AUTO_INCREMENT,
    created_at datetime(3) NOT NULL,
    name varchar(255) NOT NULL,
    region_id int NOT NULL,
    is_own_stock tinyint NOT NULL,
    delivery_days_min int NOT NULL,
    delivery_days_max int NOT NULL,
    first_row int NOT NULL,
    columns text NOT NULL,
    url varchar(2000) NOT NULL,
    refresh_minutes int NOT NULL,
    stale_after_hours int NOT NULL,
    guard text NOT NULL,
    live_import_id int NULL,
    listed_at datetime(3) NULL,
    stale_told_at datetime(3) NULL,
    version int NOT NULL DEFAULT '1',
    PRIMARY KEY (id)`,
  price_list_fetches: `
    price_list_id int NOT NULL,
    next_at datetime(3) NOT NULL,
    lease_token varchar(36) NOT NULL,
    lease_until datetime(3) NULL,
    etag varchar(255) NOT NULL,
    last_modified varchar(255) NOT NULL,
    checked_at datetime(3) NULL,
    failures int NOT NULL,
    error text NULL,
    error_since datetime(3) NULL,
    PRIMARY KEY (price_list_id)`,
  price_list_imports: `
    id int NOT NULL AUTO_INCREMENT,
    created_at datetime(3) NOT NULL,
    price_list_id int NOT NULL,
    state varchar(16) NOT NULL,
    source varchar(16) NOT NULL,
    file_name varchar(255) NOT NULL,
    file_bytes int NOT NULL,
    author varchar(255) NOT NULL,
    lease_token varchar(36) NOT NULL,
    lease_until datetime(3) NULL,
    progress int NOT NULL,
    \`lines\` int NOT NULL,
    taken int NOT NULL,
    rejected int NOT NULL,
    \`keys\` int NOT NULL,
    median_price bigint NOT NULL,
    encoding varchar(32) NOT NULL,
    \`separator\` varchar(1) NOT NULL,
    held text NOT NULL,
    error text NULL,
    finished_at datetime(3) NULL,
    sweep_after datetime(3) NULL,
    INDEX price_list_imports_list (price_list_id, id),
    INDEX price_list_imports_state (state, id),
    INDEX price_list_imports_sweep (sweep_after, id),
    PRIMARY KEY (id)`,
  price_list_rejected_lines: `
    id int NOT NULL AUTO_INCREMENT,
    import_id int NOT NULL,
    line int NOT NULL,
    code varchar(32) NOT NULL,
    content mediumtext NOT NULL,
    INDEX price_list_rejected_lines_import (import_id, line),
    PRIMARY KEY (id)`,
  price_list_rows: `
    import_id int NOT NULL,
    article_key varchar(64) NOT NULL,
    line int NOT NULL,
    brand_key varchar(64) NOT NULL,
    brand varchar(100) NOT NULL,
    article varchar(100) NOT NULL,
    name varchar(255) NOT NULL,
    price bigint NOT NULL,
    stock int NOT NULL,
    is_at_least tinyint NOT NULL,
    multiplicity int NOT NULL,
    PRIMARY KEY (import_id, article_key, line)`,
};
/** Keys are compared as they are written: a server's usual collations take some different ones for the same. */
const BINARY = 'price_list_rows';

/** Price lists and what was read into them. A server keeps what a killed migration made, so each step can be done again. */
export class PriceLists1798700000000 implements MigrationInterface {
  name = 'PriceLists1798700000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(TABLES)) {
      const collation = name === BINARY ? ' COLLATE = utf8mb4_bin' : '';
      await queryRunner.query(
        `CREATE TABLE IF NOT EXISTS ${name} (${columns}) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4${collation}`,
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of Object.keys(TABLES)) await queryRunner.query(`DROP TABLE IF EXISTS ${name}`);
  }
}
