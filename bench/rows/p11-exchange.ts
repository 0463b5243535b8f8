import { compare, limited, told } from '../support/compare.js';
import { ExchangeShop } from '../support/exchange-shop.js';
import { drive } from '../support/http-load.js';
import type { Lab } from '../support/lab.js';
import { statusFile, type OneCAsking } from '../support/one-c-asking.js';
import { orderRequests } from '../support/orders.js';
import { peakMegabytes } from '../support/process-figures.js';
import { inTurn } from '../support/rounds.js';
import type { Line, Row } from '../support/row.js';
import { switchSending } from '../support/service.js';

const ORDERS = 10_000;
const MEGABYTES = 350;
/** 1C writes each document in a transaction of its own. */
const SAVING_MS = 10;
const CONNECTIONS = 16;
const GOAL = { ratio: 0.9 };
const STATUS = 'В работе';

/** Orders that wait for 1C, and 1C's file that comes back of all of them. */
export const exchange: Row = {
  id: 'P11',
  title: 'Exchanging 10,000 orders of five positions with 1C',
  ceiling: 'receiving while nobody exchanges; the other figures have none',
  rest:
    'A batch is read from the orders, compared with what 1C has, written as XML, stored, and written down in its session; a document that ' +
    'comes back is compared line by line and, where its status is another one, carried out with all that a person’s change costs (P3).',
  async measure(lab) {
    const lines: Line[] = [];
    for (const engine of ['MariaDB', 'embedded']) {
      const orders = Math.round(ORDERS * lab.scale);
      const shop = await ExchangeShop.open(lab, engine === 'embedded', orders);
      const { ids, ...handing } = await handOver(shop, engine);
      if (ids.length !== orders) throw new Error(`${ids.length} of ${orders} were handed over.`);
      lines.push(
        ...handing.lines,
        ...(await receivingMeanwhile(lab, shop, engine)),
        ...(await comeBack(shop, engine, ids)),
      );
      await shop.service.stop();
    }
    return {
      lines,
      notes: [
        `“1C saves” asks for a batch of 100, takes ${SAVING_MS} ms for each document and confirms it; “at once” takes no time to save.`,
        'Memory is the highest that was seen. The file names all lines of all orders; where it changes something, each order comes into ' +
          'another status with its notice to GettZap written.',
      ],
    };
  },
};

async function handOver(shop: ExchangeShop, engine: string): Promise<{ ids: string[]; lines: Line[] }> {
  const oneC = await shop.oneC();
  const startedAt = performance.now();
  const ids: string[] = [];
  const megabytes = await peakMegabytes(shop.service.pid, async () => {
    for (let batch = await oneC.query(); batch.length > 0; batch = await oneC.query()) {
      ids.push(...batch);
      await oneC.success();
    }
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  oneC.close();
  return {
    ids,
    lines: [
      told(`${engine}: handed over at once`, [ids.length / seconds], 'documents/s'),
      limited(`${engine}: memory meanwhile`, [megabytes], 'MB', MEGABYTES),
    ],
  };
}

async function receivingMeanwhile(lab: Lab, shop: ExchangeShop, engine: string): Promise<Line[]> {
  const { service } = shop;
  await switchSending(service, true);
  let loads = 0;
  const receive = async () => {
    const next = orderRequests(service.link, `${++loads}-`);
    const result = await drive({ url: service.url, connections: CONNECTIONS, next, seconds: lab.seconds });
    if (result.failed > 0) throw new Error(result.firstFailure);
    return result.rate;
  };
  const oneC = await shop.oneC();
  const whileExchanging = async (savingMs: number) => {
    await shop.waitAgain();
    let isOver = false;
    const exchanging = exchangeUntil(oneC, savingMs, () => isOver);
    const rate = await receive().finally(() => (isOver = true));
    await exchanging;
    return rate;
  };
  const legs = { alone: receive, saving: () => whileExchanging(SAVING_MS), atOnce: () => whileExchanging(0) };
  const { alone, saving, atOnce } = await inTurn<number>(legs, lab.rounds);
  oneC.close();
  const at = `${engine}: receiving, ${CONNECTIONS} connections`;
  return [
    compare(`${at}, while 1C saves`, saving!, alone!, '/s', GOAL),
    compare(`${at}, while 1C takes all at once`, atOnce!, alone!, '/s'),
  ];
}

async function exchangeUntil(oneC: OneCAsking, savingMs: number, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const { length } = await oneC.query();
    if (length === 0) throw new Error('Nothing was left to be handed over.');
    await new Promise((resolve) => setTimeout(resolve, length * savingMs));
    await oneC.success();
  }
}

async function comeBack(shop: ExchangeShop, engine: string, ids: string[]): Promise<Line[]> {
  const { service } = shop;
  await switchSending(service, false);
  const file = statusFile(ids, STATUS);
  const oneC = await shop.oneC();
  const secondsOf = async (name: string) => {
    const startedAt = performance.now();
    await oneC.send(file, name);
    return (performance.now() - startedAt) / 1_000;
  };
  let [first, again] = [0, 0];
  const megabytes = await peakMegabytes(service.pid, async () => {
    first = await secondsOf('first.xml');
    again = await secondsOf('again.xml');
  });
  oneC.close();
  const { body } = await service.api.get('/orders?perPage=1');
  if (body.data[0].status.name !== STATUS) throw new Error('The file changed nothing.');
  const size = `a file of ${(file.length / 1e6).toFixed(1)} MB`;
  return [
    told(`${engine}: ${size} that changes every order`, [first], 's'),
    told(`${engine}: the same once more`, [again], 's'),
    limited(`${engine}: memory meanwhile, reading files`, [megabytes], 'MB', MEGABYTES),
  ];
}
