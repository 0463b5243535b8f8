import { RowDataPacket } from 'mysql2/promise';
import { fillBacklog, PER_ORDER, untilSent } from '../support/backlog.js';
import { compare, told } from '../support/compare.js';
import { withCpu } from '../support/process-figures.js';
import { inTurn } from '../support/rounds.js';
import type { Row } from '../support/row.js';
import { openShop, Shop } from '../support/service.js';

const ORDERS = 2_500;
const ENDPOINTS = 200;

/** A chain of shops: each with a connection of its own to GettZap, and all of them away at once. */
export const manyEndpoints: Row = {
  id: 'P4b',
  title: `A backlog of 10,000 notifications over 2,500 orders and ${ENDPOINTS} endpoints, one process`,
  ceiling: 'the same backlog for one endpoint (P4, ours), the other endpoints idle',
  rest: 'Claims and records are batches of one endpoint: over many of them the batches are smaller, and there are more of them.',
  async measure(lab) {
    const sink = await lab.child('sink.ts');
    const databaseUrl = await lab.database();
    const shop = await openShop(lab, databaseUrl, sink.told.url!);
    await addConnections(shop, ENDPOINTS - 1);
    const connection = await lab.connection(databaseUrl);
    const [rows] = await connection.query<RowDataPacket[]>('SELECT id FROM outbox_endpoints ORDER BY id');
    const endpointIds = rows.map(({ id }) => Number(id));
    const count = Math.round(ORDERS * lab.scale) * PER_ORDER;
    // As a person would do it, one by one, the first would be sent long before the last is switched on.
    const switchAll = (isEnabled: boolean) =>
      connection.query('UPDATE outbox_endpoints SET is_enabled = ?', [isEnabled]);
    await switchAll(false);
    const sendTo = (ids: number[]) => async () => {
      await fillBacklog(connection, count, ids);
      const sent = await withCpu(lab, shop.pid, async () => ({
        rate: count / (await untilSent(connection, () => switchAll(true))),
      }));
      await switchAll(false);
      return sent;
    };
    const { all, one } = await inTurn({ all: sendTo(endpointIds), one: sendTo([endpointIds[0]!]) }, lab.rounds);
    const of = (results: typeof all, key: 'rate' | 'cores') => results!.map((result) => result[key]);
    const costs = (results: typeof all) => results!.map(({ cpu }) => (cpu / count) * 1_000);
    return {
      lines: [
        compare('to one endpoint', of(all, 'rate'), of(one, 'rate'), '/s', { ratio: 0.8 }),
        compare('processor time a notification', costs(all), costs(one), 'ms'),
        told('cores used by the service', of(all, 'cores'), ''),
      ],
      notes: [],
    };
  },
};

/** Like the first one, each to the same GettZap. */
async function addConnections({ api, connectionId }: Shop, count: number): Promise<void> {
  const { body: first } = await api.get(`/marketplace-connections/${connectionId}`);
  const { regionId, login, apiUrl, cancelledStatusId } = first;
  for (let number = 0; number < count; number++) {
    const { body: created } = await api.post('/marketplace-connections', { marketplace: 'gettzap' });
    const change = {
      isActive: true,
      regionId,
      login,
      password: 'gz-password',
      apiKey: 'gz-office-token',
      apiUrl,
      cancelledStatusId,
    };
    const { status, body } = await api.patch(`/marketplace-connections/${created.id}`, change);
    if (status !== 200) throw new Error(JSON.stringify(body));
  }
}
