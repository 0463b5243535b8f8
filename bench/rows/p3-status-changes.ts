import type { Connection } from 'mysql2/promise';
import type { Child } from '../support/child.js';
import { compare, told } from '../support/compare.js';
import { drive, httpRequest } from '../support/http-load.js';
import type { Lab } from '../support/lab.js';
import { withCpu } from '../support/process-figures.js';
import { inTurn } from '../support/rounds.js';
import { Line, LIBRARIES_ALONE, Row } from '../support/row.js';
import { bulkServer } from '../../test/support/bulk-targets.js';
import { loadRows } from '../../test/support/rows-in-bulk.js';
import { openShop, switchSending, tellOfStatus } from '../support/service.js';

const CONNECTIONS = 16;
const POSITIONS = 5;
const ORDERS = 60_000;
const JSON_TYPE = { 'Content-Type': 'application/json' };

/** An item passes into another status and GettZap is to be told: written, not sent yet. */
export const statusChanges: Row = {
  id: 'P3',
  title: 'A change of status with its notification written',
  ceiling:
    'bare Fastify and mysql2: item, history, audit and notification in one round trip, nothing read or checked first',
  rest:
    'Who is calling is read for each call, and items, orders, directory and ordering keys before anything is written; managers and browsers ' +
    'are told, too. Small calls that come at once share these statements, some five a call and not twenty; the rest is HTTP, checks ' +
    'and the ORM for each. Of 100 items each has its rule, rendered text, place in its order and audit entry, where the ceiling ' +
    'writes fixed rows; handing statements to the socket is the largest single piece, 15 % of the processor time.',
  async measure(lab) {
    const { shop, statusId, firstItemId } = await fill(lab, await lab.database());
    await switchSending(shop, false);
    const other = await fill(lab, await lab.database());
    await other.shop.stop();
    const ceiling = await lab.child('ceilings/server.ts', [other.databaseUrl]);
    const libraries = await lab.child('ceilings/libraries.ts', [other.databaseUrl]);
    const lines: Line[] = [];
    let [oursNext, ceilingNext] = [firstItemId, other.firstItemId];
    for (const items of [1, 100]) {
      const take = (first: number) => Array.from({ length: items }, (_, index) => String(first + index));
      const alone =
        ({ pid, told: { url } }: Child) =>
        () => {
          const next = () => {
            const body = JSON.stringify({ itemIds: take(ceilingNext), statusId: other.statusId });
            ceilingNext += items;
            return httpRequest('POST', '/status', JSON_TYPE, body);
          };
          return withCpu(lab, pid, () => run(lab, url!, next));
        };
      const { ours, bare, floor } = await inTurn(
        {
          ours: () => {
            const next = () => {
              const body = JSON.stringify({ itemIds: take(oursNext), statusId });
              oursNext += items;
              return httpRequest('POST', '/api/order-items/status', { ...JSON_TYPE, ...shop.identity }, body);
            };
            return withCpu(lab, shop.pid, () => run(lab, shop.url, next));
          },
          bare: alone(ceiling),
          floor: alone(libraries),
        },
        lab.rounds,
      );
      const of = <K extends 'rate' | 'p99'>(results: typeof ours, key: K) => results!.map((result) => result[key]);
      const costs = (results: typeof ours) => results!.map(({ cpu, count }) => (cpu / count) * 1_000);
      const name = items === 1 ? 'one item a call' : `${items} items a call`;
      lines.push(
        compare(`${name}, ${CONNECTIONS} connections`, of(ours, 'rate'), of(bare, 'rate'), 'calls/s', { ratio: 0.5 }),
        compare(`${name}: the libraries alone`, of(floor, 'rate'), of(bare, 'rate'), 'calls/s'),
        compare(`${name}: p99`, of(ours, 'p99'), of(bare, 'p99'), 'ms'),
        compare(`${name}: processor time a call`, costs(ours), costs(bare), 'ms'),
        compare(`${name}: processor time a call, the libraries alone`, costs(floor), costs(bare), 'ms'),
        told(
          `${name}: cores used by the service`,
          ours!.map(({ cores }) => cores),
          '',
        ),
      );
    }
    return { lines, notes: [LIBRARIES_ALONE] };
  },
};

async function run(lab: Lab, url: string, next: () => string) {
  const result = await drive({ url, connections: CONNECTIONS, next, seconds: lab.seconds });
  if (result.failed > 0) throw new Error(result.firstFailure);
  return result;
}

async function fill(lab: Lab, databaseUrl: string) {
  const shop = await openShop(lab, databaseUrl);
  const statusId = await tellOfStatus(shop);
  const connection: Connection = await lab.connection(databaseUrl);
  const amounts = { externalOrders: Math.round(ORDERS * lab.scale), positions: POSITIONS, deliveries: 0 };
  const { firstItemId } = await loadRows(await bulkServer(connection), amounts);
  return { databaseUrl, shop, statusId, firstItemId };
}
