import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';

/**
 * Copies the embedded database while it is in use: the copy is one moment of it, whole, and without what was deleted.
 * @param file appears whole or not at all, readable by its owner only
 * @throws Error when there is no database, or the file is there already
 */
export function backUpEmbedded(dataDir: string, file: string): void {
  const source = join(dataDir, 'partsdesk.sqlite');
  if (!existsSync(source)) throw new Error(`There is no database at ${source}.`);
  if (existsSync(file)) throw new Error(`${file} is there already and is not overwritten.`);
  const draft = `${file}.${process.pid}.partial`;
  try {
    const database = new DatabaseSync(source, { readOnly: true, timeout: 5_000 });
    database.prepare('VACUUM INTO ?').run(draft);
    database.close();
    chmodSync(draft, 0o600);
    check(draft);
    toDisk(draft);
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

function toDisk(file: string): void {
  const handle = openSync(file, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

function check(file: string): void {
  const copy = new DatabaseSync(file, { readOnly: true });
  const [row] = copy.prepare('PRAGMA integrity_check').all() as Array<{ integrity_check: string }>;
  copy.close();
  if (row?.integrity_check !== 'ok') throw new Error(`The copy is damaged: ${row?.integrity_check}`);
}
