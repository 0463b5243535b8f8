import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from '../../test/support/private-mariadb.mjs';
import { killAtExit } from '../../test/support/leftovers.mjs';
import type { Lab } from '../support/lab.js';
import { systemUser } from '../support/system-user.js';

/** What is measured against, each set in a directory of its own; versions that run on the oldest Node that the service runs on. */
export const QUEUES = ['bullmq@6', 'ioredis@5', 'pg-boss@10'];
export const VENDURE = ['@vendure/core@3', 'mysql2@3'];

/** Installs packages beside the project, once; false when that cannot be done. */
export function installPeers(packages: string[]): boolean {
  const directory = directoryOf(packages);
  const isDone = join(directory, 'installed');
  if (existsSync(isDone)) return true;
  mkdirSync(directory, { recursive: true });
  try {
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--prefix', directory, ...packages], { stdio: 'pipe' });
    writeFileSync(isDone, '');
    return true;
  } catch {
    return false;
  }
}

/** A package of a set that was installed. */
// oxlint-disable-next-line typescript/no-explicit-any -- the project does not know its types
export async function loadPeer(packages: string[], name: string): Promise<any> {
  const file = createRequire(join(directoryOf(packages), 'package.json')).resolve(name);
  const module = await import(pathToFileURL(file).href);
  return module.default ?? module;
}

function directoryOf([first]: string[]): string {
  return join(tmpdir(), 'partsdesk-bench-peers', first!.replace(/\W+/g, '-'));
}

/** Redis that writes every change to the disk before it answers; answers its port, or undefined where there is none. */
export async function startRedis(lab: Lab): Promise<number | undefined> {
  const program = find('redis-server', []);
  if (!program) return undefined;
  const port = await freePort();
  const settings = ['--port', port, '--dir', lab.directory(), '--appendonly', 'yes', '--appendfsync', 'always'];
  const server = spawn(program, [...settings.map(String), '--save', '', '--bind', '127.0.0.1'], { stdio: 'ignore' });
  killAtExit(server);
  lab.atEnd(async () => server.kill('SIGKILL'));
  await untilOpen(port);
  return port;
}

/** PostgreSQL with durable commits; answers its address, or undefined where there is none. */
export async function startPostgres(lab: Lab): Promise<string | undefined> {
  const initdb = find('initdb', postgresDirectories());
  const postgres = find('postgres', postgresDirectories());
  if (!initdb || !postgres) return undefined;
  const directory = lab.directory();
  const owner = systemUser('postgres', directory);
  const data = join(directory, 'data');
  execFileSync(initdb, ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8', '--locale=C'], {
    ...owner,
    cwd: directory,
    stdio: 'pipe',
  });
  const port = await freePort();
  const server = spawn(postgres, ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', directory], {
    ...owner,
    cwd: directory,
    stdio: 'ignore',
  });
  killAtExit(server);
  lab.atEnd(async () => {
    server.kill('SIGQUIT');
    await new Promise((resolve) => server.once('exit', resolve));
  });
  await untilOpen(port);
  return `postgres://bench@127.0.0.1:${port}/postgres`;
}

function find(program: string, directories: string[]): string | undefined {
  const all = [...directories, ...(process.env.PATH ?? '').split(delimiter)];
  return all.map((directory) => join(directory, program)).find((file) => existsSync(file));
}

/** Debian keeps them outside the usual PATH, by version. */
function postgresDirectories(): string[] {
  const base = '/usr/lib/postgresql';
  return existsSync(base) ? readdirSync(base).map((version) => join(base, version, 'bin')) : [];
}

async function untilOpen(port: number): Promise<void> {
  for (;;) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      }).on('error', () => resolve(false));
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
