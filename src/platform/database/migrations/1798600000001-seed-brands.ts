import type { MigrationInterface, QueryRunner } from 'typeorm';
import { BRAND_SEEDS } from './brand-seeds.js';

const ROWS_AT_ONCE = 200;

/** The makers that a shop begins with. They are its own from then on: no later version writes them again. */
export class SeedBrands1798600000001 implements MigrationInterface {
  name = 'SeedBrands1798600000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    const now = new Date().toISOString().replace('T', ' ').replace('Z', '');
    const brands = BRAND_SEEDS.map(({ name }, index) => [index + 1, name, now]);
    const synonyms = BRAND_SEEDS.flatMap(({ spellings }, index) =>
      [...spellings].map(([key, name]) => [key, index + 1, name]),
    );
    await insert(queryRunner, 'brands (id, name, created_at)', brands);
    await insert(queryRunner, 'brand_synonyms (`key`, brand_id, name)', synonyms);
    await queryRunner.query('INSERT INTO brand_cursors (id, counted_to, seen_to, seen_at) VALUES (1, 0, 0, ?)', [now]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['brands', 'brand_synonyms', 'brand_cursors']) await queryRunner.query(`DELETE FROM ${table}`);
  }
}

async function insert(queryRunner: QueryRunner, into: string, rows: unknown[][]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const some = rows.slice(start, start + ROWS_AT_ONCE);
    const places = some.map((row) => `(${row.map(() => '?').join(', ')})`);
    await queryRunner.query(`INSERT INTO ${into} VALUES ${places.join(', ')}`, some.flat());
  }
}
