import { OneC } from '../../sandbox/one-c/one-c.js';
import { ReturnedDocuments } from '../../src/shop-systems/exchanges/returned-documents.service.js';
import type { Shop } from './shop.js';

export interface AskOptions {
  body?: Buffer;
  filename?: string;
  headers?: Record<string, string>;
  type?: string;
  /** Of the replica that is asked. */
  base?: string;
}

/** A document as 1C sends it back, where a test says what stands in it. */
export interface SentDocument {
  key: string;
  number?: string;
  status?: string;
  statusId?: string;
  cancelled?: boolean;
  numberThere?: string;
  /** Undefined = no table of lines. */
  lines?: Array<{ number: string; quantity: number; key?: string }>;
}

/** A file of such documents. @param formedAt what its root says of when it was formed */
export function fileOf(documents: SentDocument[], formedAt = new Date().toISOString().slice(0, 19)): Buffer {
  const all = documents.map((document) => {
    const { key, number = '', lines, status, statusId, cancelled, numberThere } = document;
    const requisites = { 'Статус заказа': status, 'Статуса заказа ИД': statusId, 'Номер по 1С': numberThere };
    const said = Object.entries({ ...requisites, Отменен: cancelled && 'true' }).filter(([, value]) => value);
    const wares = lines?.map(
      (line) =>
        `<Товар><Ид>${line.key ?? ''}</Ид><Артикул>${line.number}</Артикул><Количество>${line.quantity}</Количество></Товар>`,
    );
    return `<Документ><Ид>${key}</Ид><Номер>${number}</Номер><ХозОперация>Заказ товара</ХозОперация>${
      wares ? `<Товары>${wares.join('')}</Товары>` : ''
    }<ЗначенияРеквизитов>${said
      .map(
        ([name, value]) =>
          `<ЗначениеРеквизита><Наименование>${name}</Наименование><Значение>${value}</Значение></ЗначениеРеквизита>`,
      )
      .join('')}</ЗначенияРеквизитов></Документ>`;
  });
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<КоммерческаяИнформация ВерсияСхемы="2.05" ДатаФормирования="${formedAt}">${all.join('')}</КоммерческаяИнформация>`,
  );
}

/** A shop with an active exchange with 1C, and that 1C. */
export class OneCShop {
  private constructor(
    readonly shop: Shop,
    readonly exchangeId: string,
    readonly oneC: OneC,
    readonly signIn: { login: string; password: string },
  ) {}

  /** @param change of the exchange's settings */
  static async connect(shop: Shop, change: object = {}): Promise<OneCShop> {
    const { status, body } = await shop.admin.post('/exchanges', { kind: 'one_c', name: '1С магазина' });
    expect(status).toBe(201);
    const { id, login, password } = body as { id: string; login: string; password: string };
    const exchange = new OneCShop(shop, id, new OneC(), { login, password });
    await exchange.configure({ isActive: true, ...change });
    exchange.oneC.connect({ url: exchange.url(), login, password });
    return exchange;
  }

  url(base = this.shop.url): string {
    return `${base}/1c/exchange`;
  }

  async configure(change: object): Promise<void> {
    const { status, body } = await this.shop.admin.patch(`/exchanges/${this.exchangeId}`, change);
    expect([status, body.errors]).toEqual([200, undefined]);
  }

  /** One call past the stand-in 1C, signed in by password unless `headers` say otherwise. */
  async ask(
    mode: string,
    { body, filename = 'orders.xml', headers = this.basic(), type = 'sale', base = this.shop.url }: AskOptions = {},
  ) {
    const address = new URL(this.url(base));
    address.search = new URLSearchParams({ type, mode, ...((body || mode === 'import') && { filename }) }).toString();
    const method = body ? 'POST' : 'GET';
    const response = await fetch(address, { method, headers, ...(body && { body: new Uint8Array(body) }) });
    return { status: response.status, text: await response.text(), headers: response.headers };
  }

  /** Sends a file of documents, which must be taken. */
  async send(documents: SentDocument[], formedAt?: string): Promise<void> {
    const { text } = await this.ask('file', { body: fileOf(documents, formedAt) });
    expect(text).toBe('success\n');
  }

  basic({ login, password } = this.signIn): Record<string, string> {
    return { Authorization: `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}` };
  }

  /** Does something while nothing that 1C sends can be carried out, which is told it. */
  async failing(work: () => Promise<{ text: string }>): Promise<void> {
    const breaking = jest
      .spyOn(this.shop.app.get(ReturnedDocuments), 'apply')
      .mockRejectedValueOnce(new Error('broken'));
    expect((await work()).text).toMatch(/^failure\n/);
    breaking.mockRestore();
  }

  /** What 1C sends is carried out only when it is told to go on. */
  holdsUp(): { goOn: () => void } {
    const returned = this.shop.app.get(ReturnedDocuments);
    const apply = returned.apply.bind(returned);
    let goOn!: () => void;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    jest.spyOn(returned, 'apply').mockImplementation(async (...given) => {
      await gate;
      return apply(...given);
    });
    return { goOn };
  }

  /** Signs in; answers with the headers of what goes on in that session. */
  async cookie(base = this.shop.url): Promise<Record<string, string>> {
    const { text } = await this.ask('checkauth', { base });
    const [word, name, value] = text.split('\n');
    expect(word).toBe('success');
    return { Cookie: `${name}=${value}` };
  }

  /** By which 1C recognises an order. */
  async keyOf(orderId: string): Promise<string> {
    return (await this.shop.order(orderId)).handOvers[0].key;
  }

  /** Pieces of an order with the status of each, in item order. */
  async linesOf(orderId: string): Promise<string[]> {
    const { items } = await this.shop.order(orderId);
    return items.map(
      ({ quantity, status }: { quantity: number; status: { name: string } }) => `${quantity} ${status.name}`,
    );
  }

  /** An order that 1C has. */
  async handedOver(id: string, count = 1) {
    const order = await this.shop.accepted(id, count);
    await this.exchange();
    return { ...order, key: await this.keyOf(order.id) };
  }

  async view() {
    return (await this.shop.admin.get(`/exchanges/${this.exchangeId}`)).body;
  }

  /** All hand-overs, oldest first. */
  async handOvers(filter = '') {
    const { body } = await this.shop.admin.get(
      `/exchanges/${this.exchangeId}/hand-overs?sort=createdAt&perPage=200${filter}`,
    );
    return body.data;
  }

  /** State and revision of an order's only hand-over. */
  async stateOf(orderId: string): Promise<[state: string, revision: number] | undefined> {
    const { handOvers } = await this.shop.order(orderId);
    return handOvers[0] && [handOvers[0].state, handOvers[0].revision];
  }

  /** Has an order handed over once more. */
  async repeat(orderId: string): Promise<void> {
    const [handOver] = (await this.shop.order(orderId)).handOvers;
    const { status } = await this.shop.admin.post(`/exchanges/${this.exchangeId}/hand-overs/${handOver.id}/repeat`);
    expect(status).toBe(200);
  }

  async statuses() {
    return (await this.shop.admin.get(`/exchanges/${this.exchangeId}/statuses`)).body;
  }

  /** Says what statuses of 1C mean, by the names of ours. */
  async map(meanings: Record<string, string>) {
    const statuses = Object.entries(meanings).map(([value, name]) => ({ value, statusId: this.shop.statuses[name] }));
    const { status, body } = await this.shop.admin.put(`/exchanges/${this.exchangeId}/statuses`, statuses);
    expect(status).toBe(200);
    return body;
  }

  async proposals(state = 'open') {
    return (await this.shop.admin.get(`/exchanges/${this.exchangeId}/proposals?state=${state}`)).body.data;
  }

  /** The newest session with its steps. */
  async lastSession() {
    const { body } = await this.shop.admin.get(`/exchanges/${this.exchangeId}/sessions`);
    return (await this.shop.admin.get(`/exchanges/${this.exchangeId}/sessions/${body.data[0].id}`)).body;
  }

  async lastStep() {
    return (await this.lastSession()).steps.at(-1);
  }

  /** 1C's document of an order. */
  documentOf(orderNumber: string) {
    const document = this.oneC.books.all().find(({ number }) => number === orderNumber);
    if (!document) throw new Error(`1C has no document ${orderNumber}`);
    return document;
  }

  /** A whole session, which must go well on both sides. */
  async exchange(): Promise<void> {
    const session = await this.oneC.exchange();
    expect(session.steps.flatMap(({ errors }) => errors)).toEqual([]);
    expect(this.oneC.books.problems()).toEqual([]);
  }

  /** Sessions until nothing is left to be told on either side. */
  async settle(): Promise<void> {
    for (let visits = 0; visits < 5; visits += 1) {
      await this.exchange();
      if (this.oneC.books.changed().length === 0 && (await this.view()).handOvers.waiting === 0) return;
    }
    throw new Error('1C and the shop never come to an end.');
  }
}
