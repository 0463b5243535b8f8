import type { MigrationInterface, QueryRunner } from 'typeorm';
import { storeComputedColumns } from './1799500000000-stored-columns.js';

/**
 * Before columns are added to the same tables: MariaDB copies a table for each as long as an indexed column is computed and not kept, and
 * nothing comes in meanwhile; afterwards it adds them at once. `StoredColumns`, which comes later, finds nothing left to do then.
 */
export class StoredColumnsFirst1798100000000 implements MigrationInterface {
  name = 'StoredColumnsFirst1798100000000';

  up(queryRunner: QueryRunner): Promise<void> {
    return storeComputedColumns(queryRunner);
  }

  /** `StoredColumns` is taken back before it, and computes them anew. */
  down(): Promise<void> {
    return Promise.resolve();
  }
}
