import dns from 'node:dns';
import { ClientRequest, createServer, request as httpRequest, Server } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { AddressInfo, createServer as createTcpServer } from 'node:net';
import { promisify } from 'node:util';
import { ForbiddenTargetError, outgoingAgents, whyTargetIsForbidden } from './target-guard.js';

const PRIVATE = { code: 'url_private' };

describe('addresses that may not be called', () => {
  it.each([
    'http://127.0.0.1/',
    'http://127.0.0.1:8080/v1',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.0.0.1./',
    'http://１２７.0.0.1/',
    'http://①②⑦.0.0.1/',
    'http://127。0。0。1/',
    'http:127.0.0.1',
    'http:\\\\127.0.0.1',
    'http://0/',
    'http://0.0.0.0/',
    'http://10.0.0.1/',
    'http://10.255.255.255/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.64.0.1/',
    'http://100.100.100.200/',
    'http://168.63.129.16/',
    'http://192.0.0.8/',
    'http://192.0.2.1/',
    'http://192.88.99.1/',
    'http://198.18.0.1/',
    'http://240.0.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:7f00:1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[64:ff9b:1::7f00:1]/',
    'http://[::ffff:0:7f00:1]/',
    'http://[2001:0:7f00:1::]/',
    'http://[2001:db8::1]/',
    'http://[2002:7f00:1::]/',
    'http://[3fff::1]/',
    'http://[5f00::1]/',
    'http://[fe80::1]/',
    'http://[fc00::1]/',
    'http://[fd00:ec2::254]/',
    'https://192.168.1.1/',
  ])('%s lies inside the private network', (url) => {
    expect(whyTargetIsForbidden(url, false)).toMatchObject(PRIVATE);
    expect(whyTargetIsForbidden(url, true)).toBeUndefined();
  });

  it.each(['ftp://example.com/', 'file:///etc/passwd', 'gopher://example.com/', 'javascript:alert(1)', 'example:80'])(
    '%s is not HTTP, whatever is allowed',
    (url) => {
      expect(whyTargetIsForbidden(url, true)).toMatchObject({ code: 'url_scheme' });
    },
  );

  it.each([
    'http://example.com@127.0.0.1/',
    'http://example.com%2f@127.0.0.1/',
    'http://user:pass@example.com/',
    'https://user@example.com/',
    'https://:pass@example.com/',
  ])('%s carries a login or password, whatever is allowed', (url) => {
    expect(whyTargetIsForbidden(url, true)).toMatchObject({ code: 'url_sign_in' });
  });

  it.each([
    'https://example.com/v1/orders/../status',
    'https://example.com/v1/orders/%2E%2e/status',
    'https://example.com/v1/orders/.%2E',
    'https://example.com/v1/orders/./status',
    'https://example.com\\v1\\..\\status',
    'https://example.com/..?to=status',
  ])('%s would lead elsewhere than it says, whatever is allowed', (url) => {
    expect(whyTargetIsForbidden(url, true)).toMatchObject({ code: 'url_steps' });
  });

  it.each(['', 'example.com', '//example.com', 'http://', 'http://[::1'])('%j is no address at all', (url) => {
    expect(whyTargetIsForbidden(url, true)).toMatchObject({ code: 'not_a_url' });
  });
});

describe('addresses that may be called', () => {
  it.each([
    'https://api.example.com/gettzap',
    'http://8.8.8.8/',
    'http://172.15.0.1/',
    'http://172.32.0.1/',
    'http://100.128.0.1/',
    'http://[2606:4700:4700::1111]/',
    'https://example.com/v1.5/...',
    'https://example.com/%2E%2E%2Fstatus',
    'https://example.com/status?of=/../',
  ])('%s', (url) => {
    expect(whyTargetIsForbidden(url, false)).toBeUndefined();
  });
});

describe('calls by a name', () => {
  let server: Server;
  let port: number;
  beforeAll(async () => {
    server = createServer((_, response) => response.end('reached'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('are refused before anything is sent when the name leads into the private network', async () => {
    const outgoing = call('http:', 'localhost', port, { allowPrivate: false });
    await expect(outgoing).rejects.toBeInstanceOf(ForbiddenTargetError);
  });

  describe('of which the name server says what it likes', () => {
    const answers: string[][] = [];
    beforeEach(() => {
      const lookup = (_: string, __: object, callback: (error: null, addresses: object[]) => void) =>
        callback(
          null,
          answers.shift()!.map((address) => ({ address, family: 4 })),
        );
      jest.spyOn(dns, 'lookup').mockImplementation(lookup as unknown as typeof dns.lookup);
    });
    afterEach(() => jest.restoreAllMocks());

    it.each([[['169.254.169.254']], [['93.184.216.34', '10.0.0.1']], [['0.0.0.0']]])(
      'are refused when that is %j',
      async (addresses) => {
        answers.push(addresses);
        const outgoing = call('http:', 'rebinding.example', port, { allowPrivate: false });
        await expect(outgoing).rejects.toBeInstanceOf(ForbiddenTargetError);
      },
    );

    it('are asked for at each connection: one that led to the Internet before is refused once it leads inside', async () => {
      answers.push(['93.184.216.34'], ['127.0.0.1']);
      const { httpAgent } = outgoingAgents({ allowPrivate: false, maxSockets: 1, connectTimeoutMs: 50 });
      const { lookup } = (httpAgent as unknown as { options: { lookup: typeof dns.lookup } }).options;
      // The agent's own, by which it opens each connection: the Internet stays out of the test.
      const resolve = promisify(lookup) as (name: string, options: object) => Promise<unknown>;
      await expect(resolve('rebinding.example', {})).resolves.toBe('93.184.216.34');
      await expect(resolve('rebinding.example', {})).rejects.toBeInstanceOf(ForbiddenTargetError);
    });
  });

  it('go through when private addresses are allowed', async () => {
    await expect(call('http:', 'localhost', port, { allowPrivate: true })).resolves.toBe('reached');
  });
});

describe('a receiver that takes no connection up', () => {
  it('is given up after the time for connecting', async () => {
    const silent = createTcpServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const outgoing = call('https:', '127.0.0.1', port, { allowPrivate: true, connectTimeoutMs: 100 });
    await expect(outgoing).rejects.toThrow('no connection within 100 ms');
    silent.close();
  });
});

interface CallOptions {
  allowPrivate: boolean;
  connectTimeoutMs?: number;
}

async function call(
  protocol: 'http:' | 'https:',
  host: string,
  port: number,
  { allowPrivate, connectTimeoutMs = 3_000 }: CallOptions,
): Promise<string> {
  const { httpAgent, httpsAgent } = outgoingAgents({ allowPrivate, maxSockets: 4, connectTimeoutMs });
  try {
    return await (protocol === 'http:'
      ? read(httpRequest({ host, port, agent: httpAgent }))
      : read(httpsRequest({ host, port, agent: httpsAgent })));
  } finally {
    httpAgent.destroy();
    httpsAgent.destroy();
  }
}

function read(outgoing: ClientRequest): Promise<string> {
  return new Promise((resolve, reject) => {
    outgoing.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve(text));
    });
    outgoing.on('error', reject).end();
  });
}
