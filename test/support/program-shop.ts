import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { createConnection } from 'mysql2/promise';
import { Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { ApiClient } from './api-client.js';
import { createDatabase, TestDatabase } from './engine.js';
import { freePort } from './private-mariadb.mjs';
import { Program } from './program.js';
import { ADMIN, connect, GETTZAP, orderOf } from './shop-data.js';

/** The built program on a database of its own, with a sandbox GettZap and one active connection to it. */
export class ProgramShop {
  private constructor(
    private readonly env: Record<string, string>,
    readonly database: TestDatabase,
    readonly sandbox: Sandbox,
    readonly admin: ApiClient,
    readonly orderLink: string,
    readonly connectionId: string,
    public program: Program,
  ) {}

  static async open(change: Record<string, string> = {}): Promise<ProgramShop> {
    const database = await createDatabase();
    const env = {
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      ALLOW_PRIVATE_TARGETS: 'true',
      MIGRATE_ON_START: 'true',
      PORT: String(await freePort()),
      WEBHOOK_RATE_LIMIT: '0',
      ...database.env,
      ...change,
    };
    const program = await Program.start(env);
    const admin = ApiClient.basic(`${program.url}/api`, ADMIN.email, ADMIN.password);
    const sandbox = await startSandbox({ port: 0, ...GETTZAP });
    const { connectionId, orderLink } = await connect(admin, sandbox, program.url);
    return new ProgramShop(env, database, sandbox, admin, orderLink, connectionId, program);
  }

  /** Starts the program again on the same port and data. */
  async startAgain(change: Record<string, string> = {}): Promise<void> {
    this.program = await Program.start({ ...this.env, ...change });
  }

  async close(): Promise<void> {
    await this.program.kill('SIGKILL');
    await this.sandbox.close();
    await this.database.drop();
  }

  /** Posts an order as GettZap would; undefined when no answer came. */
  async post(id: string): Promise<number | undefined> {
    const body = JSON.stringify({ event: 'order.created', order: orderOf(id, 1) });
    const headers = { 'Content-Type': 'application/json', Connection: 'close' };
    try {
      const answer = await fetch(this.orderLink, { method: 'POST', headers, body });
      await answer.text();
      return answer.status;
    } catch {
      return undefined;
    }
  }

  /** The rows that a statement answers, past the program, which need not run. */
  rows(statement: string) {
    return rowsOf(this.database, statement);
  }
}

/** Asks a database straight. */
// Rows of every shape.
// oxlint-disable-next-line typescript/no-explicit-any -- tests read answers of every shape
async function rowsOf({ env }: TestDatabase, statement: string): Promise<any[]> {
  if (env.DATABASE_URL) {
    const connection = await createConnection(env.DATABASE_URL);
    const [rows] = await connection.query(statement);
    await connection.end();
    return rows as unknown[];
  }
  const database = new DatabaseSync(join(env.DATA_DIR, 'partsdesk.sqlite'));
  const rows = database.prepare(statement).all();
  database.close();
  return rows;
}
