import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import mysql from 'mysql2/promise';
import { findMariadb } from './find-mariadb.mjs';

/** In memory where the system has a place for that. */
const BASE_DIR = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/**
 * Starts a MariaDB server of the tests' own on a free port, and answers how to reach and stop it.
 * @returns {Promise<{ pid: number, port: number, url: (database: string) => string, stop: () => Promise<void> }>}
 */
export async function startPrivateMariadb() {
  const mariadbd = findMariadb();
  const dir = mkdtempSync(join(BASE_DIR, 'partsdesk-mariadb-'));
  const data = join(dir, 'data');
  const user = userInfo().username;
  const install = ['/usr/bin', dirname(mariadbd)]
    .map((bin) => join(bin, 'mariadb-install-db'))
    .find((file) => existsSync(file));
  execFileSync(
    install,
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--user=${user}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ],
    { stdio: 'pipe' },
  );
  const port = await freePort();
  const server = spawn(
    mariadbd,
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--user=${user}`,
      `--socket=${join(dir, 'socket')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--max-connections=500',
      // A server that grew up with old defaults must not matter.
      '--character-set-server=latin1',
      '--transaction-isolation=REPEATABLE-READ',
      '--default-time-zone=+05:00',
    ],
    { stdio: 'ignore' },
  );
  const exited = new Promise((resolve) => server.once('exit', resolve));
  const address = { host: '127.0.0.1', port, user: 'root' };
  await untilReachable(address, exited);
  return {
    pid: server.pid,
    port,
    url: (database) => `mysql://root@127.0.0.1:${port}/${database}`,
    async stop() {
      server.kill('SIGKILL');
      await exited;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function untilReachable(address, exited) {
  let hasExited = false;
  void exited.then(() => (hasExited = true));
  for (;;) {
    if (hasExited) throw new Error('MariaDB ended while it started.');
    try {
      const connection = await mysql.createConnection(address);
      await connection.end();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
