import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys are compared letter by letter, and no collation of a language does that. */
const KEY = '`key` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL';

const TABLES = {
  brands: `
    id int NOT NULL AUTO_INCREMENT,
    created_at datetime(3) NOT NULL,
    name varchar(100) NOT NULL,
    version int NOT NULL DEFAULT 1,
    PRIMARY KEY (id)`,
  brand_synonyms: `
    ${KEY},
    brand_id int NOT NULL,
    name varchar(100) NOT NULL,
    INDEX brand_synonyms_brand (brand_id),
    PRIMARY KEY (\`key\`)`,
  unknown_brands: `
    ${KEY},
    name varchar(255) NOT NULL,
    seen int NOT NULL,
    last_seen_at datetime(3) NOT NULL,
    PRIMARY KEY (\`key\`)`,
  brand_cursors: `
    id int NOT NULL,
    counted_to int NOT NULL,
    seen_to int NOT NULL,
    seen_at datetime(3) NOT NULL,
    PRIMARY KEY (id)`,
};

/** Makers of parts and their spellings. A server keeps what a killed migration made, so each step can be done again. */
export class Brands1798600000000 implements MigrationInterface {
  name = 'Brands1798600000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(TABLES)) {
      await queryRunner.query(
        `CREATE TABLE IF NOT EXISTS ${name} (${columns}) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4`,
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of Object.keys(TABLES)) await queryRunner.query(`DROP TABLE IF EXISTS ${name}`);
  }
}
