import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, Connection } from 'mysql2/promise';
import { onEnd, removeAtExit } from '../../test/support/leftovers.mjs';
import { PrivateMariadb, startPrivateMariadb } from '../../test/support/private-mariadb.mjs';
import { Child } from './child.js';

/** Every commit reaches the disk; the rest is as a small server of a shop would have it. */
const DURABLE = [
  '--innodb-flush-log-at-trx-commit=1',
  '--skip-log-bin',
  // MariaDB's name of it and MySQL's.
  '--loose-innodb-log-file-size=2G',
  '--loose-innodb-redo-log-capacity=2G',
  '--innodb-buffer-pool-size=4G',
  '--max-allowed-packet=64M',
];

/** What a row of the benchmark works with: one database server, and processes that end with it. */
export class Lab {
  private readonly endings: Array<() => Promise<unknown>> = [];
  private databases = 0;
  private forget = () => {};

  private constructor(
    private readonly server: PrivateMariadb,
    /** How long one measurement lasts, seconds. */
    readonly seconds: number,
    readonly rounds: number,
    /** Share of the full amounts of data, for trying a row out. */
    readonly scale: number,
  ) {}

  static async open(options: { seconds: number; rounds: number; scale: number }): Promise<Lab> {
    const server = await startPrivateMariadb({ baseDir: tmpdir(), args: DURABLE });
    const lab = new Lab(server, options.seconds, options.rounds, options.scale);
    lab.forget = onEnd(() => lab.close());
    return lab;
  }

  get databasePid(): number {
    return this.server.pid;
  }

  /** An empty database. */
  async database(): Promise<string> {
    const name = `bench_${++this.databases}`;
    const connection = await createConnection({ host: '127.0.0.1', port: this.server.port, user: 'root' });
    await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
    await connection.end();
    return this.server.url(name);
  }

  /** A connection that is closed with the lab. */
  async connection(databaseUrl: string): Promise<Connection> {
    const connection = await createConnection({ uri: databaseUrl, multipleStatements: true });
    this.atEnd(() => connection.end());
    return connection;
  }

  /** A directory that goes with the lab. */
  directory(): string {
    const path = mkdtempSync(join(tmpdir(), 'partsdesk-bench-'));
    const forget = removeAtExit(path);
    this.atEnd(async () => {
      rmSync(path, { recursive: true, force: true });
      forget();
    });
    return path;
  }

  async child(script: string, args: string[] = []): Promise<Child> {
    const child = await Child.start(script, args);
    this.atEnd(() => child.stop());
    return child;
  }

  atEnd(end: () => Promise<unknown>): void {
    this.endings.push(end);
  }

  async close(): Promise<void> {
    this.forget();
    for (const end of this.endings.reverse()) await end();
    await this.server.stop();
  }
}
