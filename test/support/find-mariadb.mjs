import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Where the MariaDB server program lies, or undefined: Debian keeps it outside the usual PATH. `TEST_DATABASE_SERVER` names another one,
 * which may be MySQL's `mysqld`.
 */
export function findMariadb() {
  if (process.env.TEST_DATABASE_SERVER) return process.env.TEST_DATABASE_SERVER;
  const dirs = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin'];
  return dirs.map((dir) => join(dir, 'mariadbd')).find((file) => existsSync(file));
}
