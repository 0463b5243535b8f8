import { existsSync, readFileSync } from 'node:fs';
import { freePort, PrivateMariadb, startPrivateMariadb } from '../../support/private-mariadb.mjs';
import { onEnd } from '../../support/leftovers.mjs';
import { NotHere } from './trial.js';

const PROVIDER = '/usr/lib/galera/libgalera_smm.so';

/** Three servers that are one cluster, on this machine. @throws NotHere without the program that joins them */
export async function startGalera(nodes = 3): Promise<PrivateMariadb[]> {
  if (!existsSync(PROVIDER)) throw new NotHere('Galera is not installed (Debian: galera-4).');
  const peers: number[] = [];
  const servers: PrivateMariadb[] = [];
  for (let node = 0; node < nodes; node++) {
    const [listen, incremental, state] = [await freePort(), await freePort(), await freePort()];
    const known = peers.map((port) => `127.0.0.1:${port}`).join(',');
    const account = accountOfServers();
    const server = await startPrivateMariadb({
      ...(account && { account }),
      args: [
        '--wsrep-on=ON',
        `--wsrep-provider=${PROVIDER}`,
        `--wsrep-cluster-address=gcomm://${known}`,
        `--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:${listen};ist.recv_addr=127.0.0.1:${incremental};gcache.size=32M`,
        '--wsrep-node-address=127.0.0.1',
        `--wsrep-sst-receive-address=127.0.0.1:${state}`,
        '--wsrep-sst-method=rsync',
        '--binlog-format=ROW',
        '--innodb-autoinc-lock-mode=2',
      ],
    });
    onEnd(server.stop);
    peers.push(listen);
    servers.push(server);
  }
  return servers;
}

/** A node hands its data to a new one by an rsync that gives up the rights of root, and then may not write. */
function accountOfServers(): { name: string; uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [, uid, gid] = /^mysql:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
  if (uid === undefined) throw new NotHere('There is no account mysql.');
  return { name: 'mysql', uid: Number(uid), gid: Number(gid) };
}
