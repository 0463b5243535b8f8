import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { embeddedFile } from './embedded-file.js';

/** A backup that is being made, or its journal: hidden, so that nothing takes it for a backup. Earlier versions left out the machine. */
const DRAFT = /\.(\d+)(?:@(.+))?\.partial(?:-journal|-wal|-shm)?$/;
const DAY_MS = 86_400_000;

type Executor = Pick<InstanceType<typeof DatabaseSync>, 'exec' | 'function'>;

/**
 * Copies the embedded database while it is in use: the copy is one moment of it, whole, and without what was deleted.
 * @param file appears whole or not at all, readable by its owner only
 * @throws Error when there is no database, the file is there already or cannot be written
 */
export function backUpEmbedded(dataDir: string, file: string): void {
  const source = embeddedFile(dataDir);
  if (existsSync(file)) throw new Error(`${file} is there already and is not overwritten.`);
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}@${hostname()}.partial`);
  try {
    removeLeftovers(dirname(file));
    withDatabase(source, (database) => database.exec(`VACUUM INTO '${draft.replaceAll("'", "''")}'`));
    chmodSync(draft, 0o600);
    check(draft);
    toDisk(draft);
    renameSync(draft, file);
  } catch (error) {
    discard(draft);
    throw new Error(`The backup into ${file} failed: ${(error as Error).message}.`, { cause: error });
  }
}

/**
 * A prepared statement would keep the file open until the garbage collector comes to it, and what is open can be neither renamed nor
 * removed on Windows: so the work is given statements as text only.
 */
function withDatabase(file: string, work: (database: Executor) => void): void {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    work(database);
  } finally {
    database.close();
  }
}

function discard(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // The next backup removes it; why this one failed is what matters.
  }
}

/** What backups left here that were killed; one that runs at another machine is left alone for a day. */
function removeLeftovers(dir: string): void {
  for (const name of readdirSync(dir)) {
    const [, pid, host] = DRAFT.exec(name) ?? [];
    if (!pid) continue;
    const file = join(dir, name);
    const isOld = Date.now() - statSync(file).mtimeMs > DAY_MS;
    if (isOld || (host === hostname() && !isRunning(Number(pid)))) rmSync(file, { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

function toDisk(file: string): void {
  const handle = openSync(file, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

function check(file: string): void {
  const found: unknown[] = [];
  withDatabase(file, (copy) => {
    copy.function('note', (finding: unknown) => found.push(finding));
    copy.exec('SELECT note(integrity_check) FROM pragma_integrity_check');
  });
  if (found[0] !== 'ok') throw new Error(`the copy is damaged: ${found[0]}`);
}
