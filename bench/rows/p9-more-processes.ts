import { createConnection } from 'mysql2/promise';
import { compare } from '../support/compare.js';
import { startGalera } from '../support/galera.js';
import { drive } from '../support/http-load.js';
import type { Lab } from '../support/lab.js';
import { orderRequests } from '../support/orders.js';
import { inTurn, Leg } from '../support/rounds.js';
import type { Row } from '../support/row.js';
import { openShop, Service, startService } from '../support/service.js';

const CONNECTIONS = 64;

/** More of everything on the same cores. */
export const moreProcesses: Row = {
  id: 'P9',
  title: 'Receiving with two processes, and on a Galera cluster of three nodes',
  ceiling: 'one process over one server (P1, ours)',
  rest:
    'Two processes share the two cores with the database and the load generator, so a second one helps only while the first is ' +
    'what limits; three nodes write everything three times on the same disk.',
  async measure(lab) {
    const databaseUrl = await lab.database();
    const shop = await openShop(lab, databaseUrl);
    const second = await startService(lab, databaseUrl);
    const legs: Record<string, Leg<number>> = {
      one: receiving(lab, [shop], shop.link),
      two: receiving(lab, [shop, second], shop.link),
    };
    const notes: string[] = [];
    const ports = await startGalera(lab);
    if (ports) {
      const onCluster = await openShop(lab, await clusterDatabase(ports));
      legs.galera = receiving(lab, [onCluster], onCluster.link);
    } else notes.push('Left out: Galera, which is not installed.');
    const { one, two, galera } = await inTurn(legs, lab.rounds);
    return {
      lines: [
        compare('two processes', two!, one!, '/s'),
        ...(galera ? [compare('one process, three Galera nodes', galera, one!, '/s')] : []),
      ],
      notes,
    };
  },
};

let loads = 0;

/** The connections are shared out among the processes. */
function receiving(lab: Lab, services: Service[], link: string): Leg<number> {
  return async () => {
    const results = await Promise.all(
      services.map(({ url }) => {
        const next = orderRequests(link, `${++loads}-`);
        return drive({ url, connections: CONNECTIONS / services.length, next, seconds: lab.seconds });
      }),
    );
    const failure = results.find(({ failed }) => failed > 0);
    if (failure) throw new Error(failure.firstFailure);
    return results.reduce((sum, { rate }) => sum + rate, 0);
  };
}

async function clusterDatabase([port]: number[]): Promise<string> {
  const connection = await createConnection({ host: '127.0.0.1', port: port!, user: 'root' });
  await connection.query('CREATE DATABASE bench CHARACTER SET utf8mb4');
  await connection.end();
  return `mysql://root@127.0.0.1:${port}/bench`;
}
