import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpService } from '@nestjs/axios';
import axios from 'axios';
import { HttpSender } from '../../outbox/http-sender.service.js';
import type { Exchange } from '../exchanges/exchange.entity.js';
import type { ExchangeSignIns } from '../exchanges/exchange-sign-ins.service.js';
import { reasonOf } from '../exchanges/called-system.js';
import { AbcpClient } from './abcp-client.service.js';

const MEGABYTE = 1024 * 1024;
const WITHIN_MS = 2_000;
const ORDER = { number: '75', internalNumber: 'k-1', dateUpdated: '', positions: [] };

describe('calling ABCP', () => {
  let server: Server;
  let url: string;
  let answer: (response: ServerResponse) => void;
  let paths: string[];
  beforeEach(async () => {
    paths = [];
    server = createServer((request, response) => {
      paths.push(request.url!);
      answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const json = (status: number, body: unknown) => (response: ServerResponse) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const clientOf = (allowPrivateTargets = true) => {
    const clock = { now: () => new Date() };
    const sender = new HttpSender(new HttpService(axios), clock, { allowPrivateTargets } as never);
    const signIns = { passwordOf: () => 'abcp-demo' } as unknown as ExchangeSignIns;
    return new AbcpClient(sender, signIns);
  };
  const exchangeAt = (apiUrl: string) => ({ settings: { apiUrl, login: 'api' } }) as Exchange;
  const find = (apiUrl = url, allowPrivateTargets = true) =>
    clientOf(allowPrivateTargets).find(exchangeAt(apiUrl), 'k-1', WITHIN_MS);

  it('finds an order, or learns that there is none', async () => {
    answer = json(200, ORDER);
    expect(await find()).toMatchObject({ outcome: { class: 'delivered' }, order: { number: '75' } });
    answer = json(404, { errorCode: 301, errorMessage: 'не найден' });
    const missing = await find();
    expect([missing.outcome.class, missing.order]).toEqual(['delivered', undefined]);
  });

  it.each<[what: string, answer: (response: ServerResponse) => void, reason: RegExp]>([
    ['another order', json(200, { ...ORDER, internalNumber: 'k-2' }), /200 with something else/],
    ['a list', json(200, [ORDER]), /200 with something else/],
    ['an order without positions', json(200, { ...ORDER, positions: null }), /200 with something else/],
    ['a page', (response) => void response.end('<h1>Скоро откроемся</h1>'), /JSON/],
    ['nothing', (response) => void response.end(), /JSON/],
    ['another address', (response) => void response.writeHead(302, { location: `${url}/other` }).end(), /JSON/],
    ['half an order', (response) => void response.end(JSON.stringify(ORDER).slice(0, 20)), /JSON/],
    ['an end in the middle', (response) => void response.write('{"number":', () => response.destroy()), /JSON/],
    ['letters one by one', (response) => void setInterval(() => response.write(' '), 50).unref(), /JSON/],
    ['no end', (response) => drown(response), /JSON/],
    ['a body for 404', (response) => void response.writeHead(404).end('nginx'), /JSON/],
  ])('answers %s: nobody knows, and it is called once', async (_, given, reason) => {
    answer = given;
    const found = await find();
    expect(found).toMatchObject({ outcome: { class: 'retry', isOutage: true, mayBeItsOwn: true } });
    expect([found.order, reasonOf(found).message]).toEqual([undefined, expect.stringMatching(reason)]);
    expect(paths).toHaveLength(1);
    expect(Buffer.byteLength(found.outcome.response?.body ?? '')).toBeLessThanOrEqual(4 * MEGABYTE);
  });

  it('takes an error for no directory of statuses, whatever its HTTP status', async () => {
    answer = json(200, { errorCode: 102, errorMessage: 'Неверный логин' });
    const read = await clientOf().statuses(exchangeAt(url));
    expect([read.outcome.class, read.statuses]).toEqual(['retry', []]);
    expect(reasonOf(read).message).toContain('Неверный логин (102)');
  });

  it('repeats the words of an error that are no text as they came', async () => {
    answer = json(200, { errorCode: 102, errorMessage: { login: ['Неверный'] } });
    expect(reasonOf(await clientOf().statuses(exchangeAt(url))).message).toContain('{"login":["Неверный"]} (102)');
  });

  it('goes to no private address, whatever the name is', async () => {
    answer = json(200, ORDER);
    const byName = await find(url.replace('127.0.0.1', 'localhost'), false);
    expect([byName.outcome.class, byName.outcome.response, paths]).toEqual(['rejected', null, []]);
  });
});

function drown(response: ServerResponse): void {
  const more = Buffer.alloc(64 * 1024, ' ');
  const go = (error?: Error | null) => {
    if (!error) response.write(more, go);
  };
  go();
}
