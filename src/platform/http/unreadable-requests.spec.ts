import { AddressInfo, connect } from 'node:net';
import { fastify, type FastifyInstance } from 'fastify';
import { answerUnreadable, type UnreadableRequest } from './unreadable-requests.js';

describe('what is no request that can be read', () => {
  let app: FastifyInstance;
  let told: UnreadableRequest[];
  beforeEach(async () => {
    told = [];
    app = fastify({ clientErrorHandler: answerUnreadable((each) => told.push(each)) });
    app.get('/', () => 'ok');
    await app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(() => app.close());

  const say = (text: string) =>
    new Promise<string>((resolve) => {
      let answer = '';
      const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
      socket.on('error', () => undefined).on('close', () => resolve(answer));
      socket.write(text);
    });

  it.each([
    [
      'an address that is too long',
      `GET /?q=${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      431,
      'http_431',
      /16 KiB/,
    ],
    ['no HTTP', 'HELO shop.example\r\n\r\n', 400, 'bad_request', /no HTTP request/],
  ])('as %s is answered as every error, and told of', async (_what, text, status, code, detail) => {
    const [head = '', body = ''] = (await say(text)).split('\r\n\r\n');
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(head).toContain('application/problem+json');
    const { requestId } = told[0]!;
    expect(told).toEqual([{ requestId, status, error: expect.stringMatching(/^HPE_/) }]);
    expect(head).toContain(`X-Request-Id: ${requestId}`);
    expect(JSON.parse(body)).toMatchObject({ status, code, detail: expect.stringMatching(detail), requestId });
  });
});
