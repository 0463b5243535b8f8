import type { Connection } from 'mysql2/promise';
import { installPeers, QUEUES, startPostgres, startRedis } from '../peers/peers.js';
import { fillBacklog, PER_ORDER, untilSent } from '../support/backlog.js';
import type { Child } from '../support/child.js';
import { compare, told } from '../support/compare.js';
import type { Lab } from '../support/lab.js';
import { withCpu } from '../support/process-figures.js';
import { inTurn, Leg } from '../support/rounds.js';
import type { Line, Row } from '../support/row.js';
import { openShop, Shop, switchSending } from '../support/service.js';

const ORDERS = 5_000;
/** As many requests at once as the service has under way to one target. */
const AT_ONCE = 64;

interface Sent {
  rate: number;
  cores?: number;
}

/** GettZap was away, and now everything is to be told. */
export const backlog: Row = {
  id: 'P4',
  title: 'A backlog of 20,000 notifications over 5,000 orders, one process',
  ceiling:
    'a loop of POSTs by the same HTTP client over kept-alive connections, with nothing looked up or written down',
  rest:
    'Each delivery is claimed, kept in the order of its ordering key, and recorded with its request and answer, where the loop does ' +
    'nothing of it; batches carry at most as many as are under way at once.',
  async measure(lab) {
    const count = Math.round(ORDERS * lab.scale) * PER_ORDER;
    const sink = await lab.child('sink.ts');
    const sinkUrl = sink.told.url!;
    const databaseUrl = await lab.database();
    const shop = await openShop(lab, databaseUrl, sinkUrl);
    await switchSending(shop, false);
    const connection = await lab.connection(databaseUrl);
    const loop = await lab.child('ceilings/post-loop.ts', [sinkUrl]);
    const peers = await startPeers(lab, sinkUrl);
    const legs: Record<string, Leg<Sent>> = {
      ours: () => sendAll(lab, shop, connection, count),
      loop: async () => ({ rate: count / (await loop.ask<number>('post', { count, atOnce: AT_ONCE })) }),
    };
    for (const [name, peer] of Object.entries(peers.started)) {
      legs[name] = async () => {
        await peer.ask('fill', count);
        return { rate: count / (await peer.ask<number>('send', { count, atOnce: AT_ONCE })) };
      };
    }
    const results = await inTurn(legs, lab.rounds);
    const rates = (name: string) => results[name]!.map(({ rate }) => rate);
    const lines: Line[] = [compare('to the loop', rates('ours'), rates('loop'), '/s', { ratio: 0.5 })];
    if (results.bullmq) lines.push(compare('to BullMQ', rates('ours'), rates('bullmq'), '/s', { ratio: 1 }));
    if (results.pgBoss) lines.push(compare('to pg-boss', rates('ours'), rates('pgBoss'), '/s', { ratio: 1 }));
    lines.push(
      told(
        'cores used by the service',
        results.ours!.map(({ cores }) => cores!),
        '',
      ),
    );
    return { lines, notes: [NOT_THE_SAME, ...peers.leftOut] };
  },
};

const NOT_THE_SAME =
  'BullMQ (AOF always, one state of each job kept in MariaDB) and pg-boss (batches of 100) keep no order within an order’s ' +
  'notifications and no record of requests and answers.';

async function sendAll(lab: Lab, shop: Shop, connection: Connection, count: number): Promise<Sent> {
  await fillBacklog(connection, count, [1]);
  const sent = await withCpu(lab, shop.pid, async () => ({
    rate: count / (await untilSent(connection, () => switchSending(shop, true))),
  }));
  await switchSending(shop, false);
  return sent;
}

async function startPeers(lab: Lab, sinkUrl: string) {
  const started: Record<string, Child> = {};
  if (!installPeers(QUEUES)) return { started, leftOut: ['Left out: BullMQ and pg-boss could not be installed.'] };
  const leftOut: string[] = [];
  const redisPort = await startRedis(lab);
  if (redisPort) {
    started.bullmq = await lab.child('peers/bullmq.ts', [String(redisPort), await lab.database(), sinkUrl]);
  } else leftOut.push('Left out: BullMQ, for want of `redis-server`.');
  const postgresUrl = await startPostgres(lab);
  if (postgresUrl) started.pgBoss = await lab.child('peers/pg-boss.ts', [postgresUrl, sinkUrl]);
  else leftOut.push('Left out: pg-boss, for want of PostgreSQL.');
  return { started, leftOut };
}
