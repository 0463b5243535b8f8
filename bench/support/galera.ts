import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createConnection, RowDataPacket } from 'mysql2/promise';
import { findMariadb } from '../../test/support/find-mariadb.mjs';
import { freePort } from '../../test/support/private-mariadb.mjs';
import { killAtExit } from '../../test/support/leftovers.mjs';
import type { Lab } from './lab.js';
import { systemUser } from './system-user.js';

const PROVIDERS = [
  '/usr/lib/galera/libgalera_smm.so',
  '/usr/lib/libgalera_smm.so',
  '/usr/lib64/galera/libgalera_smm.so',
];
const NODES = 3;

/** A cluster of three nodes on this machine; answers their ports, or undefined where Galera is not installed. */
export async function startGalera(lab: Lab): Promise<number[] | undefined> {
  const provider = PROVIDERS.find((file) => existsSync(file));
  const canCopy = ['rsync', 'wsrep_sst_rsync'].every((program) => existsSync(join('/usr/bin', program)));
  if (!provider || !canCopy) return undefined;
  const ports: number[] = [];
  const peers: string[] = [];
  for (let node = 0; node < NODES; node++) {
    const [port, group, state, increments] = [await freePort(), await freePort(), await freePort(), await freePort()];
    const cluster = `gcomm://${peers.join(',')}`;
    peers.push(`127.0.0.1:${group}`);
    const settings = [
      `base_port=${group}`,
      `gmcast.listen_addr=tcp://127.0.0.1:${group}`,
      `ist.recv_addr=127.0.0.1:${increments}`,
    ];
    const server = startNode(lab, port, [
      `--wsrep-provider=${provider}`,
      `--wsrep-provider-options=${settings.join(';')}`,
      `--wsrep-cluster-address=${cluster}`,
      `--wsrep-node-address=127.0.0.1:${group}`,
      `--wsrep-sst-receive-address=127.0.0.1:${state}`,
      ...(node === 0 ? ['--wsrep-new-cluster'] : []),
    ]);
    await untilSynced(port, server);
    ports.push(port);
  }
  return ports;
}

function startNode(lab: Lab, port: number, settings: string[]): ChildProcess {
  const mariadbd = findMariadb()!;
  const directory = lab.directory();
  const data = join(directory, 'data');
  const install = ['/usr/bin', dirname(mariadbd)].map((bin) => join(bin, 'mariadb-install-db')).find(existsSync)!;
  const where = [`--datadir=${data}`];
  execFileSync(install, ['--no-defaults', ...where, '--auth-root-authentication-method=normal', '--skip-test-db'], {
    stdio: 'pipe',
  });
  // As root the copying of a node's files gives up its rights on the way.
  const owner = systemUser('mysql', directory);
  const server = spawn(
    mariadbd,
    [
      '--no-defaults',
      ...where,
      `--socket=${join(directory, 'socket')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--binlog-format=ROW',
      '--innodb-autoinc-lock-mode=2',
      '--innodb-flush-log-at-trx-commit=1',
      '--wsrep-on=ON',
      '--wsrep-sst-method=rsync',
      ...settings,
    ],
    { stdio: 'ignore', cwd: directory, ...owner },
  );
  killAtExit(server);
  lab.atEnd(async () => {
    server.kill('SIGKILL');
    if (server.exitCode === null && server.signalCode === null) {
      await new Promise((resolve) => server.once('exit', resolve));
    }
  });
  return server;
}

async function untilSynced(port: number, server: ChildProcess): Promise<void> {
  for (const endsAt = performance.now() + 90_000; performance.now() < endsAt && server.exitCode === null;) {
    try {
      const connection = await createConnection({ host: '127.0.0.1', port, user: 'root' });
      const [rows] = await connection.query<RowDataPacket[]>("SHOW STATUS LIKE 'wsrep_local_state_comment'");
      await connection.end();
      if (rows[0]?.Value === 'Synced') return;
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('A node of the Galera cluster did not come up.');
}
