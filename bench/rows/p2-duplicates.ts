import { compare } from '../support/compare.js';
import { drive } from '../support/http-load.js';
import { orderRequests } from '../support/orders.js';
import { inTurn } from '../support/rounds.js';
import type { Row } from '../support/row.js';
import { openShop } from '../support/service.js';

const CONNECTIONS = 64;
const ORDERS = 4_000;

/** GettZap sends everything again. */
export const duplicates: Row = {
  id: 'P2',
  title: 'The whole load sent again',
  ceiling: 'receiving it the first time (P1, ours)',
  rest: 'A repeat is found by the one look-up of its group and writes its journal row, nothing else; HTTP, the checks and the reading of the body cost what they cost a new order.',
  async measure(lab) {
    const shop = await openShop(lab, await lab.database());
    const orders = Math.round(ORDERS * lab.scale);
    let [sent, resent] = [0, 0];
    const post = async (prefix: string) => {
      const next = orderRequests(shop.link, prefix, 0, orders);
      const result = await drive({ url: shop.url, connections: CONNECTIONS, next });
      if (result.failed > 0) throw new Error(result.firstFailure);
      return result;
    };
    await post(`${sent}-`); // so that there is always a load that can be sent again
    const { first, again } = await inTurn(
      { first: () => post(`${++sent}-`), again: () => post(`${resent++}-`) },
      lab.rounds,
    );
    const rates = (results: Array<{ rate: number }> | undefined) => results!.map(({ rate }) => rate);
    const tails = (results: Array<{ p99: number }> | undefined) => results!.map(({ p99 }) => p99);
    return {
      lines: [
        compare(`${CONNECTIONS} connections`, rates(again), rates(first), '/s', { ratio: 1 }),
        compare(`${CONNECTIONS} connections: p99`, tails(again), tails(first), 'ms'),
      ],
      notes: [],
    };
  },
};
