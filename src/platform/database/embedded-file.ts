import { accessSync, constants } from 'node:fs';
import { DatabaseSync } from '@photostructure/sqlite';
import { embeddedPath } from '../config/data-dir.js';

const HINT = 'Set DATA_DIR, or DATABASE_URL, as the service has it.';

/**
 * The file of an embedded database that the service has used.
 * @throws Error when there is none, it is empty or cannot be read: a command that works on another one than the service says that all is well
 */
export function embeddedFile(dataDir: string): string {
  const file = embeddedPath(dataDir);
  requireReadable(file);
  if (!hasTables(file)) throw new Error(`The database at ${file} is empty. ${HINT}`);
  return file;
}

function requireReadable(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new Error(`There is no database at ${file}. ${HINT}`);
    throw new Error(`${file} cannot be read: ${message}. Run the command as the user of the service.`, {
      cause: error,
    });
  }
}

function hasTables(file: string): boolean {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    return database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'users'`).all().length > 0;
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}.`, { cause: error });
  } finally {
    database.close();
  }
}
