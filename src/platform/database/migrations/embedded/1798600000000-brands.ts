import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = {
  brands: `
    "id" integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "created_at" datetime(3) NOT NULL,
    "name" varchar(100) NOT NULL,
    "version" integer NOT NULL DEFAULT (1)`,
  brand_synonyms: `
    "key" varchar(64) PRIMARY KEY NOT NULL,
    "brand_id" integer NOT NULL,
    "name" varchar(100) NOT NULL`,
  unknown_brands: `
    "key" varchar(64) PRIMARY KEY NOT NULL,
    "name" varchar(255) NOT NULL,
    "seen" integer NOT NULL,
    "last_seen_at" datetime(3) NOT NULL`,
  brand_cursors: `
    "id" integer PRIMARY KEY NOT NULL,
    "counted_to" integer NOT NULL,
    "seen_to" integer NOT NULL,
    "seen_at" datetime(3) NOT NULL`,
};

/** Makers of parts and their spellings. */
export class Brands1798600000000 implements MigrationInterface {
  name = 'Brands1798600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(TABLES)) {
      await queryRunner.query(`CREATE TABLE "${name}" (${columns})`);
    }
    await queryRunner.query('CREATE INDEX brand_synonyms_brand ON brand_synonyms (brand_id)');
    // With its counts, as `statistics.ts` has those of the others.
    const values = ['brand_synonyms', 'brand_synonyms_brand', '10000 3'];
    await queryRunner.query('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', values);
    await queryRunner.query('ANALYZE sqlite_schema');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of Object.keys(TABLES)) await queryRunner.query(`DROP TABLE "${name}"`);
  }
}
