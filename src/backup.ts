import { commandArguments } from './command-arguments.js';
import { dataDirOf } from './platform/config/data-dir.js';
import { backUpEmbedded } from './platform/database/embedded-backup.js';
import { readEnvFile } from './platform/config/env-file.js';

const USAGE = 'npm run backup -- FILE   copies the embedded database into a new file, while the service runs';

/** Copies the embedded database into a file while the service runs. See docs/operations-data.md. */
function main(file: string | undefined): void {
  process.umask(0o077);
  readEnvFile();
  if (process.env.DATABASE_URL) throw new Error('A database server is backed up by its own tools, e.g. mariadb-dump.');
  if (!file) throw new Error(`Name the file to write: ${USAGE}`);
  backUpEmbedded(dataDirOf(process.env), file);
  console.log(`${file} holds the database. Keep the secret key apart from it.`);
}

const { positionals } = commandArguments(USAGE, 1, {});
try {
  main(positionals[0]);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
