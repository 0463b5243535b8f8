import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = [
  ['users', 'email', 190],
  ['saved_filters', 'name', 60],
] as const;

/**
 * What is there once is compared letter by letter, as the embedded database does: a server's usual collations take `мой` and `мои` for
 * one, or `ё` and `е`. Each step can be done again.
 */
export class NamesLetterByLetter1799400000000 implements MigrationInterface {
  name = 'NamesLetterByLetter1799400000000';

  up(queryRunner: QueryRunner): Promise<void> {
    return compareBy(queryRunner, 'COLLATE utf8mb4_bin ');
  }

  down(queryRunner: QueryRunner): Promise<void> {
    return compareBy(queryRunner, '');
  }
}

async function compareBy(queryRunner: QueryRunner, collation: string): Promise<void> {
  for (const [table, column, length] of COLUMNS)
    await queryRunner.query(
      `ALTER TABLE ${table} MODIFY ${column} varchar(${length}) CHARACTER SET utf8mb4 ${collation}NOT NULL`,
    );
}
