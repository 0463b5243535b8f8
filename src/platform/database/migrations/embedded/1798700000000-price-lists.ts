import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = {
  price_lists: `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "created_at" datetime(3) NOT NULL,
    "name" varchar(255) NOT NULL,
    "region_id" integer NOT NULL,
    "is_own_stock" boolean NOT NULL,
    "delivery_days_min" integer NOT NULL,
    "delivery_days_max" integer NOT NULL,
    "first_row" integer NOT NULL,
    "columns" text NOT NULL,
    "url" varchar(2000) NOT NULL,
    "refresh_minutes" integer NOT NULL,
    "stale_after_hours" integer NOT NULL,
    "guard" text NOT NULL,
    "live_import_id" integer,
    "listed_at" datetime(3),
    "stale_told_at" datetime(3),
    "version" integer NOT NULL DEFAULT (1)`,
  price_list_fetches: `
    "price_list_id" integer PRIMARY KEY NOT NULL,
    "next_at" datetime(3) NOT NULL,
    "lease_token" varchar(36) NOT NULL,
    "lease_until" datetime(3),
    "etag" varchar(255) NOT NULL,
    "last_modified" varchar(255) NOT NULL,
    "checked_at" datetime(3),
    "failures" integer NOT NULL,
    "error" text,
    "error_since" datetime(3)`,
  price_list_imports: `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "created_at" datetime(3) NOT NULL,
    "price_list_id" integer NOT NULL,
    "state" varchar(16) NOT NULL,
    "source" varchar(16) NOT NULL,
    "file_name" varchar(255) NOT NULL,
    "file_bytes" integer NOT NULL,
    "author" varchar(255) NOT NULL,
    "lease_token" varchar(36) NOT NULL,
    "lease_until" datetime(3),
    "progress" integer NOT NULL,
    "lines" integer NOT NULL,
    "taken" integer NOT NULL,
    "rejected" integer NOT NULL,
    "keys" integer NOT NULL,
    "median_price" bigint NOT NULL,
    "encoding" varchar(32) NOT NULL,
    "separator" varchar(1) NOT NULL,
    "held" text NOT NULL,
    "error" text,
    "finished_at" datetime(3),
    "sweep_after" datetime(3)`,
  price_list_rejected_lines: `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "import_id" integer NOT NULL,
    "line" integer NOT NULL,
    "code" varchar(32) NOT NULL,
    "content" text NOT NULL`,
  price_list_rows: `
    "import_id" integer NOT NULL,
    "article_key" varchar(64) NOT NULL,
    "line" integer NOT NULL,
    "brand_key" varchar(64) NOT NULL,
    "brand" varchar(100) NOT NULL,
    "article" varchar(100) NOT NULL,
    "name" varchar(255) NOT NULL,
    "price" bigint NOT NULL,
    "stock" integer NOT NULL,
    "is_at_least" boolean NOT NULL,
    "multiplicity" integer NOT NULL,
    PRIMARY KEY ("import_id", "article_key", "line")`,
};

/** With the counts of each, as `statistics.ts` has them. */
const INDEXES = [
  ['price_list_imports', 'price_list_imports_list', 'price_list_id, id', '40000 2000 1'],
  ['price_list_imports', 'price_list_imports_state', 'state, id', '40000 8000 1'],
  ['price_list_imports', 'price_list_imports_sweep', 'sweep_after, id', '40000 20 1'],
  ['price_list_rejected_lines', 'price_list_rejected_lines_import', 'import_id, line', '4000000 100 1'],
] as const;

/** Price lists and what was read into them. */
export class PriceLists1798700000000 implements MigrationInterface {
  name = 'PriceLists1798700000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(TABLES)) {
      // Rows lie in the order of their key: one search finds them, not two.
      const order = name === 'price_list_rows' ? ' WITHOUT ROWID' : '';
      await queryRunner.query(`CREATE TABLE "${name}" (${columns})${order}`);
    }
    for (const [table, index, columns, counts] of INDEXES) {
      await queryRunner.query(`CREATE INDEX ${index} ON ${table} (${columns})`);
      const values = [table, index, counts];
      await queryRunner.query('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', values);
    }
    await queryRunner.query('ANALYZE sqlite_schema');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of Object.keys(TABLES)) await queryRunner.query(`DROP TABLE "${name}"`);
  }
}
