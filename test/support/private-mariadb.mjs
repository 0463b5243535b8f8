import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import mysql from 'mysql2/promise';
import { findMariadb } from './find-mariadb.mjs';
import { killAtExit, removeAtExit } from './leftovers.mjs';

export const BASE_DIR = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Starts a MariaDB server of the tests' own on a free port. */
export async function startPrivateMariadb({ baseDir = BASE_DIR, args = [], account } = {}) {
  const mariadbd = findMariadb();
  const dir = mkdtempSync(join(baseDir, 'partsdesk-mariadb-'));
  const forget = removeAtExit(dir);
  const remove = () => {
    rmSync(dir, { recursive: true, force: true });
    forget();
  };
  const data = join(dir, 'data');
  const user = account?.name ?? userInfo().username;
  // A server that starts removes temporary tables from its folder, another one's too.
  const temporary = join(dir, 'tmp');
  mkdirSync(temporary);
  if (account) for (const each of [dir, temporary]) chownSync(each, account.uid, account.gid);
  const common = ['--no-defaults', `--datadir=${data}`, `--user=${user}`, `--tmpdir=${temporary}`];
  try {
    install(mariadbd, common);
  } catch (error) {
    remove();
    throw error;
  }
  const port = await freePort();
  const options = [
    ...common,
    `--socket=${join(dir, 'socket')}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--max-connections=500',
    // A server that grew up with old defaults must not matter.
    '--character-set-server=latin1',
    '--transaction-isolation=REPEATABLE-READ',
    '--default-time-zone=+05:00',
    ...(isMysql(mariadbd) ? ['--mysqlx=OFF', '--secure-file-priv=NULL'] : []),
    ...args,
  ];
  const server = new Server(mariadbd, options, port);
  try {
    await server.start();
  } catch (error) {
    remove();
    throw error;
  }
  return {
    get pid() {
      return server.pid;
    },
    port,
    dir,
    url: (database) => `mysql://root@127.0.0.1:${port}/${database}`,
    kill: () => server.kill(),
    startAgain: () => server.start(),
    async stop() {
      await server.kill();
      remove();
    },
  };
}

function install(mariadbd, common) {
  if (isMysql(mariadbd)) return execFileSync(mariadbd, [...common, '--initialize-insecure'], { stdio: 'pipe' });
  const program = [dirname(mariadbd), '/usr/bin']
    .map((bin) => join(bin, 'mariadb-install-db'))
    .find((file) => existsSync(file));
  execFileSync(program, [...common, '--auth-root-authentication-method=normal', '--skip-test-db'], { stdio: 'pipe' });
}

/** @param {string} program */
export function isMysql(program) {
  return basename(program) === 'mysqld';
}

class Server {
  constructor(program, options, port) {
    Object.assign(this, { program, options, port });
  }

  get pid() {
    return this.child.pid;
  }

  async start() {
    this.child = spawn(this.program, this.options, { stdio: 'ignore' });
    killAtExit(this.child);
    this.exited = new Promise((resolve) => this.child.once('exit', resolve));
    await untilReachable({ host: '127.0.0.1', port: this.port, user: 'root' }, this.exited);
  }

  async kill() {
    this.child.kill('SIGKILL');
    await this.exited;
  }
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
