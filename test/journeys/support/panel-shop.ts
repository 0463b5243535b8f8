import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { ApiClient } from '../../support/api-client.js';
import { bulkEmbedded, bulkServer } from '../../support/bulk-targets.js';
import type { TestDatabase } from '../../support/engine.js';
import { eventually } from '../../support/eventually.js';
import { freePort } from '../../support/private-mariadb.mjs';
import { ProgramShop } from '../../support/program-shop.js';
import { Program } from '../../support/program.js';
import { Amounts, Loaded, loadRows } from '../../support/rows-in-bulk.js';
import { ADMIN } from '../../support/shop-data.js';

/** The program that a browser looks at, with a GettZap to talk to. */
export interface PanelShop {
  url: string;
  admin: ApiClient;
  person: { email: string; password: string };
  /** The sandbox's own JSON API. */
  sandbox: ApiClient;
  /** Where its page is. */
  sandboxUrl: string;
  connectionId?: string;
  orderLink?: string;
  /** Puts rows past the program into the database. */
  fill?(amounts: Amounts): Promise<Loaded>;
  close(): Promise<void>;
}

export async function openShop(env: Record<string, string>): Promise<PanelShop> {
  const shop = await ProgramShop.open(env);
  const { admin, connectionId, orderLink, program, sandbox } = shop;
  return {
    url: program.url,
    admin,
    person: ADMIN,
    sandbox: new ApiClient(`${sandbox.url}/api`),
    sandboxUrl: sandbox.url,
    connectionId,
    orderLink,
    fill: (amounts) => fill(shop.database, amounts),
    close: () => shop.close(),
  };
}

async function fill({ env }: TestDatabase, amounts: Amounts): Promise<Loaded> {
  if (env.DATABASE_URL) {
    const connection = await createConnection(env.DATABASE_URL);
    const loaded = await loadRows(await bulkServer(connection), amounts);
    await connection.end();
    return loaded;
  }
  const target = bulkEmbedded(join(env.DATA_DIR, 'partsdesk.sqlite'));
  const loaded = await loadRows(target, amounts);
  target.close();
  return loaded;
}

export async function openTrial(env: Record<string, string>): Promise<PanelShop> {
  const dataDir = mkdtempSync(join(tmpdir(), 'partsdesk-trial-'));
  const [PORT, SANDBOX_PORT] = [String(await freePort()), String(await freePort())];
  const program = await Program.start({
    DATA_DIR: dataDir,
    MIGRATE_ON_START: 'true',
    PORT,
    SANDBOX_PORT,
    TRIAL: 'true',
    ...env,
  });
  const [, email, password] = await eventually(() => {
    const text = program.output.join('');
    const signIn = text.includes('send an order') && /administrator +(\S+) +(\S+)/.exec(text);
    if (!signIn) throw new Error(`The trial did not start:\n${text}`);
    return signIn;
  });
  const person = { email: email!, password: password! };
  const sandboxUrl = `http://127.0.0.1:${SANDBOX_PORT}`;
  return {
    url: program.url,
    admin: ApiClient.basic(`${program.url}/api`, person.email, person.password),
    person,
    sandbox: new ApiClient(`${sandboxUrl}/api`),
    sandboxUrl,
    async close() {
      await program.kill('SIGKILL');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
