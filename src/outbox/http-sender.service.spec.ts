import { createServer, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpService } from '@nestjs/axios';
import axios from 'axios';
import { classifyNetworkError, classifyStatus, HttpSender } from './http-sender.service.js';

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
      else if (request.url?.startsWith('/echo')) request.pipe(response);
      else if (request.url === '/large') response.end('x'.repeat(100_000));
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

  it('shows secret values neither of an address, nor of a body, nor of an answer', async () => {
    const [headers, body, secrets] = [{}, 'key=topsecret', ['topsecret']];
    const request = { method: 'POST' as const, url: `${url}/echo?key=topsecret`, headers, body, secrets };
    expect(await sender.send(request)).toMatchObject({
      request: { url: expect.stringMatching(/key=\*\*\*$/), body: 'key=***' },
      response: { body: 'key=***' },
    });
  });

  it('reads as much of an answer as it is told to', async () => {
    const request = { method: 'POST' as const, url: `${url}/large`, headers: {} };
    const { response } = await sender.send(request);
    expect(response!.body.length).toBe(16 * 1024);
    const limits = { totalMs: 5_000, answerBytes: 1_000_000, bodyMs: 5_000 };
    expect((await sender.send(request, limits)).response!.body.length).toBe(100_000);
  });

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
      error: { code: 'unreachable', params: { reason: expect.stringMatching(/valid HTTP token/) } },
    });
  });

  it('a receiver that takes no connection in time seems to be down', async () => {
    const late = Object.assign(new Error('late'), { code: 'ETIMEDOUT' });
    jest.spyOn(axios, 'request').mockRejectedValueOnce(late);
    expect(await send('/answers')).toMatchObject({ class: 'retry', isOutage: true, error: { code: 'no_connection' } });
  });

  it('a receiver that refuses the connection seems to be down', async () => {
    server.close();
    expect(await send('/answers')).toMatchObject({ class: 'retry', isOutage: true, error: { code: 'unreachable' } });
  });
});

describe('what an HTTP answer means for a message', () => {
  it.each([200, 201, 202, 204, 299])('%i: it arrived', (status) => {
    expect(classifyStatus(status)).toEqual({ class: 'delivered', isOutage: false });
  });

  it('409: the receiver is in that status already, so it arrived', () => {
    expect(classifyStatus(409)).toEqual({ class: 'delivered', isOutage: false });
  });

  it.each([502, 503, 504])('%i: tried again, and the receiver as a whole seems to be down', (status) => {
    expect(classifyStatus(status)).toEqual({ class: 'retry', isOutage: true, mayBeItsOwn: false });
  });

  it.each([500, 501, 505, 599])('%i: tried again, and it is the receiver or this message', (status) => {
    expect(classifyStatus(status)).toEqual({ class: 'retry', isOutage: true, mayBeItsOwn: true });
  });

  it.each([408, 425])('%i: tried again, without saying anything about the receiver as a whole', (status) => {
    expect(classifyStatus(status)).toEqual({ class: 'retry', isOutage: false });
  });

  it('429: tried again without spending a try', () => {
    expect(classifyStatus(429)).toEqual({ class: 'throttled', isOutage: false });
  });

  it.each([401, 403])('%i: the sign-in was refused', (status) => {
    expect(classifyStatus(status)).toEqual({ class: 'unauthorized', isOutage: false });
  });

  it.each([300, 301, 302, 303, 304, 307, 308, 400, 402, 404, 405, 410, 413, 415, 422, 451])(
    '%i: given up at once',
    (status) => {
      expect(classifyStatus(status)).toEqual({ class: 'rejected', isOutage: false });
    },
  );
});

describe('what it means for a message that no answer came', () => {
  it.each([
    ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH', ''],
    ...['HPE_INVALID_CONSTANT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_SSL_WRONG_VERSION_NUMBER'],
  ])('%s: tried again, and the receiver as a whole seems to be down', (code) => {
    expect(classifyNetworkError(code)).toEqual({ class: 'retry', isOutage: true });
  });

  it.each(['ERR_INVALID_CHAR', 'ERR_INVALID_HTTP_TOKEN', 'ERR_UNESCAPED_CHARACTERS', 'ERR_INVALID_ARG_TYPE'])(
    '%s: the request cannot be made, so it is given up, which says nothing about the receiver',
    (code) => {
      expect(classifyNetworkError(code)).toEqual({ class: 'rejected', isOutage: false });
    },
  );

  it.each(['EMFILE', 'ENOMEM', 'EADDRNOTAVAIL'])('%s: this machine had no room, so it is tried later', (code) => {
    expect(classifyNetworkError(code)).toEqual({ class: 'throttled', isOutage: false });
  });
});
