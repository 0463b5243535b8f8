import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from '@photostructure/sqlite';
import { foldedText } from '../folded-text.js';

/** Statement with the words that TypeORM's `better-sqlite3` driver uses. */
interface Statement {
  reader: boolean;
  all(...parameters: unknown[]): unknown[];
  run(...parameters: unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
}

/**
 * After some errors, a full disk among them, SQLite has rolled back itself and refuses to do it again. TypeORM would then take the
 * transaction for one that goes on: the next ones would be savepoints inside of nothing, and what they did never committed.
 */
const ROLLED_BACK_ALREADY = { changes: 0, lastInsertRowid: 0 };

/**
 * Every transaction here will write. Begun as a reader it is refused as soon as another process, such as a rotation of the key,
 * wrote after its first look; begun as the writer it waits for its turn.
 */
const BEGIN = { 'BEGIN TRANSACTION': 'BEGIN IMMEDIATE' } as Record<string, string>;

/** Waiting inside of SQLite stops the whole process; the rest of the patience is `makePatient`'s. */
const BUSY_TIMEOUT_MS = 10;

const KEPT_STATEMENTS = 100;
/**
 * Characters. A longer one, such as an INSERT of many rows, takes hundreds of KB and hardly comes again word for word; once kept, it
 * is given back only when the garbage collector goes through everything, which it seldom does (decision 1).
 */
const LONGEST_KEPT = 2_000;

/**
 * The API of Node's own `node:sqlite` under the name that TypeORM's `better-sqlite3` driver expects, so that the embedded
 * database needs no compiler on the shop's machine.
 */
export class EmbeddedDriver {
  private readonly database: InstanceType<typeof DatabaseSync>;
  private readonly kept = new Map<string, Statement>();
  private readonly isReadonly: boolean;
  private isOpening = true;

  constructor(path: string, options: { readonly?: boolean; timeout?: number }) {
    this.isReadonly = options.readonly ?? false;
    // SQLite would let everybody on the machine read it; its other files take their rights from this one.
    if (!this.isReadonly) closeSync(openSync(path, 'a', 0o600));
    this.database = new DatabaseSync(path, { readOnly: this.isReadonly, timeout: options.timeout ?? 5_000 });
    this.database.function('like', { deterministic: true, varargs: true }, likeInAnyCase);
    this.database.function('folded', { deterministic: true }, (text: unknown) => foldedText(String(text)));
  }

  /** Statements that come again and again are kept, for TypeORM keeps none (see `embeddedOptions`). */
  prepare(sql: string): Statement {
    if (this.isOpening) this.database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    this.isOpening = false;
    const known = this.kept.get(sql);
    if (known) return known;
    const statement = this.statement(sql);
    if (sql.length <= LONGEST_KEPT) this.keep(sql, statement);
    return statement;
  }

  pragma(text: string): unknown[] {
    return this.database.prepare(`PRAGMA ${text}`).all();
  }

  /**
   * The library lets go of a database only when its statements are collected, for which the end of a process does not wait: without a
   * checkpoint nearly everything would stay in the log beside the file.
   */
  close(): void {
    if (!this.isReadonly) this.checkpoint();
    this.database.close();
  }

  private checkpoint(): void {
    try {
      this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // What a full disk, say, keeps from the file is in force in the log, too.
    }
  }

  /** A rollback whose disk fails has ended the transaction all the same. */
  private rollBack(statement: { run(): ReturnType<Statement['run']> }): ReturnType<Statement['run']> {
    if (!this.database.isTransaction) return ROLLED_BACK_ALREADY;
    try {
      return statement.run();
    } catch (error) {
      if (this.database.isTransaction) throw error;
      return ROLLED_BACK_ALREADY;
    }
  }

  private keep(sql: string, statement: Statement): void {
    this.kept.set(sql, statement);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT_STATEMENTS) this.kept.delete(oldest!);
  }

  private statement(sql: string): Statement {
    const statement = this.database.prepare(BEGIN[sql] ?? sql);
    return {
      reader: statement.columns().length > 0,
      all: (...parameters) => statement.all(...(parameters as never[])),
      run: (...parameters) => {
        if (sql === 'ROLLBACK') return this.rollBack(statement);
        return statement.run(...(parameters as never[]));
      },
    };
  }
}

let latest: { pattern: string; matches: RegExp } | undefined;

/**
 * `text LIKE pattern ESCAPE '!'` as the servers do it, to whom ё is е, and a letter the same in whatever signs it is written: SQLite's own
 * knows upper and lower case of Latin letters only.
 */
function likeInAnyCase(pattern: unknown, text: unknown): number | null {
  if (text === null || pattern === null) return null;
  // One pattern is held against many rows.
  const wanted = String(pattern);
  if (latest?.pattern !== wanted) latest = { pattern: wanted, matches: likeExpression(composed(wanted)) };
  return latest.matches.test(withoutYo(String(text).normalize('NFKC'))) ? 1 : 0;
}

/** What stands for a percent sign is none of the pattern's. */
function composed(pattern: string): string {
  return withoutYo(pattern.replace(/[^!%_]+/g, (part) => part.normalize('NFKC').replace(/[!%_]/g, '!$&')));
}

function withoutYo(text: string): string {
  return text.replaceAll('ё', 'е').replaceAll('Ё', 'Е');
}

function likeExpression(pattern: string): RegExp {
  const source = pattern.replace(/!(.)|%|_|[^\w\s]/gsu, (part, escaped?: string) => {
    if (part === '%') return '.*';
    if (part === '_') return '.';
    return (escaped ?? part).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  });
  return new RegExp(`^${source}$`, 'isu');
}
