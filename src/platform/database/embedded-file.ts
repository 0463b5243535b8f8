import { existsSync } from 'node:fs';
import { DatabaseSync } from '@photostructure/sqlite';
import { embeddedPath } from '../config/data-dir.js';

const HINT = 'Set DATA_DIR, or DATABASE_URL, as the service has it.';

/**
 * The file of an embedded database that the service has used.
 * @throws Error when there is none, or it is empty: a command that works on another one than the service says that all is well
 */
export function embeddedFile(dataDir: string): string {
  const file = embeddedPath(dataDir);
  if (!existsSync(file)) throw new Error(`There is no database at ${file}. ${HINT}`);
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    const [tables] = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'users'`).all();
    if (!tables) throw new Error(`The database at ${file} is empty. ${HINT}`);
  } finally {
    database.close();
  }
  return file;
}
