import { installPeers, VENDURE } from '../peers/peers.js';
import { compare, told } from '../support/compare.js';
import { drive, LoadResult } from '../support/http-load.js';
import type { Lab } from '../support/lab.js';
import { cartRequests, orderRequests } from '../support/orders.js';
import { CpuFigures, withCpu } from '../support/process-figures.js';
import { inTurn } from '../support/rounds.js';
import { Line, LIBRARIES_ALONE, Row } from '../support/row.js';
import { openShop } from '../support/service.js';

const CONNECTIONS = [1, 16, 64];
const VENDURES_ORDER =
  'Vendure’s order is its shop API’s `addItemsToOrder` with five articles by a new visitor each: the same kind of rows, and prices, taxes ' +
  'and stock worked out for them, but nothing of GettZap’s.';

type Measured = LoadResult & CpuFigures;

/** Receiving an order: the order, its five positions, the journal row. */
export const receiving: Row = {
  id: 'P1',
  title: 'Receiving an order of five positions',
  ceiling: 'bare Fastify and mysql2, the same order, position and journal rows, many requests committed together',
  rest:
    'By a CPU profile at 64 connections: looking up what is known and writing takes 19 %, reading numbers digit for digit and checking the ' +
    'contract field by field 15 %, garbage collection 10 %; HTTP, Nest’s pipeline, the contexts of requests and transactions and the log ' +
    'share the rest, none of them above a few percent. Beyond the ceiling’s rows it writes a message to managers and what browsers are told.',
  async measure(lab) {
    const lines: Line[] = [];
    const legs = await legsOf(lab);
    for (const connections of CONNECTIONS) {
      const bound = Object.fromEntries(Object.entries(legs).map(([name, leg]) => [name, () => leg(connections)]));
      const { ours, embedded, single, grouped, nothing, save, libraries, pipeline, vendure } = await inTurn(
        bound,
        lab.rounds,
      );
      const rates = (results: Measured[] | undefined) => results!.map(({ rate }) => rate);
      const tails = (results: Measured[] | undefined) => results!.map(({ p99 }) => p99);
      const costs = (results: Measured[] | undefined) => results!.map(({ cpu, count }) => (cpu / count) * 1_000);
      const [at, full] = [`${connections} connections: `, connections === 64];
      lines.push(
        compare(`${at}to grouped commits`, rates(ours), rates(grouped), '/s', full ? { ratio: 0.6 } : undefined),
        compare(`${at}to one round trip`, rates(ours), rates(single), '/s', full ? { ratio: 0.9 } : undefined),
        compare(`${at}to \`save()\``, rates(ours), rates(save), '/s', full ? { ratio: 4 } : undefined),
        compare(`${at}to the libraries alone`, rates(ours), rates(libraries), '/s'),
        compare(`${at}the libraries alone, to grouped commits`, rates(libraries), rates(grouped), '/s'),
        compare(`${at}Nest’s pipeline alone, to grouped commits`, rates(pipeline), rates(grouped), '/s'),
        ...(vendure ? [compare(`${at}to Vendure`, rates(ours), rates(vendure), '/s')] : []),
        compare(`${at}p99`, tails(ours), tails(grouped), 'ms', full ? { ratio: 2, atMost: true } : undefined),
        compare(`${at}processor time an order, to grouped`, costs(ours), costs(grouped), 'ms'),
        compare(`${at}processor time an order, to one round trip`, costs(ours), costs(single), 'ms'),
        compare(`${at}processor time an order, to \`save()\``, costs(ours), costs(save), 'ms'),
        compare(`${at}processor time an order, to the libraries alone`, costs(ours), costs(libraries), 'ms'),
        compare(`${at}embedded, to validation only`, rates(embedded), rates(nothing), '/s'),
        told(
          `${at}cores used by the service`,
          ours!.map(({ cores }) => cores),
          '',
        ),
      );
    }
    return {
      lines,
      notes: [LIBRARIES_ALONE, legs.vendure ? VENDURES_ORDER : 'Left out: Vendure could not be installed.'],
    };
  },
};

async function legsOf(lab: Lab): Promise<Record<string, (connections: number) => Promise<Measured>>> {
  const shop = await openShop(lab, await lab.database());
  const embedded = await openShop(lab);
  const ceilingDatabase = await lab.database();
  await (await openShop(lab, ceilingDatabase)).stop(); // makes its tables
  const ceiling = await lab.child('ceilings/server.ts', [ceilingDatabase]);
  const libraries = await lab.child('ceilings/libraries.ts', [ceilingDatabase]);
  const naive = await lab.child('naive/service.ts', [await lab.database()]);
  const vendure = installPeers(VENDURE) ? await lab.child('peers/vendure.ts', [await lab.database()]) : undefined;
  let loads = 0;
  const load = (url: string, path: string, pid: number, requests = orderRequests) => {
    const measure = async (connections: number, seconds: number) => {
      const next = requests(path, `${++loads}-`);
      const result = await withCpu(lab, pid, () => drive({ url, connections, next, seconds }));
      if (result.failed > 0) throw new Error(`${url}${path}: ${result.firstFailure}`);
      return result;
    };
    return async (connections: number) => {
      await measure(connections, lab.seconds / 5);
      return measure(connections, lab.seconds);
    };
  };
  return {
    ours: load(shop.url, shop.link, shop.pid),
    embedded: load(embedded.url, embedded.link, embedded.pid),
    single: load(ceiling.told.url!, '/single', ceiling.pid),
    grouped: load(ceiling.told.url!, '/grouped', ceiling.pid),
    nothing: load(ceiling.told.url!, '/nothing', ceiling.pid),
    libraries: load(libraries.told.url!, '/orders', libraries.pid),
    pipeline: load(libraries.told.url!, '/nothing', libraries.pid),
    save: load(naive.told.url!, '/orders', naive.pid),
    ...(vendure && { vendure: load(vendure.told.url!, '/shop-api', vendure.pid, cartRequests) }),
  };
}
