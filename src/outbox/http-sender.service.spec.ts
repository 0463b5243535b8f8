import { createServer, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpService } from '@nestjs/axios';
import axios from 'axios';
import { HttpSender } from './http-sender.service.js';

/** More than one endpoint has under way at once. */
const MANY = 100;

describe('calling other systems', () => {
  let server: Server;
  let url: string;
  let held: ServerResponse[];
  let sender: HttpSender;
  beforeEach(async () => {
    held = [];
    server = createServer((request, response) => {
      if (request.url === '/hangs') held.push(response);
      else response.end('taken');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    sender = new HttpSender(new HttpService(axios), { now: () => new Date() }, { allowPrivateTargets: true } as never);
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const send = (path: string, headers: Record<string, string> = {}) =>
    sender.send({ method: 'POST', url: `${url}${path}`, headers, body: '{}' });

  it('requests do not wait for others to the same host that hang', async () => {
    const hanging = Promise.all(Array.from({ length: MANY }, () => send('/hangs')));
    expect(await send('/answers')).toMatchObject({ class: 'delivered', isOutage: false });
    while (held.length < MANY) await new Promise((resolve) => setTimeout(resolve, 5));
    for (const response of held) response.end();
    expect((await hanging).filter((outcome) => outcome.class !== 'delivered')).toEqual([]);
  });

  it('a request that cannot be made is given up by itself and says nothing about the receiver', async () => {
    expect(await send('/answers', { 'X Y': 'no name of a header' })).toMatchObject({
      class: 'rejected',
      isOutage: false,
      response: null,
      error: expect.stringMatching(/valid HTTP token/),
    });
  });

  it('a receiver that refuses the connection seems to be down', async () => {
    server.close();
    expect(await send('/answers')).toMatchObject({ class: 'retry', isOutage: true, error: expect.stringMatching(/./) });
  });
});
