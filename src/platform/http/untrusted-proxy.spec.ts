import Fastify from 'fastify';
import { warnOfUntrustedProxy } from './connections.js';

describe('a proxy that nobody named', () => {
  async function warningsOf(trustProxy: boolean | string, ...requests: Array<Record<string, string>>) {
    const fastify = Fastify();
    const warn = jest.fn<void, [string]>();
    warnOfUntrustedProxy(fastify, trustProxy, warn);
    fastify.get('/', () => 'ok');
    const url = await fastify.listen({ port: 0, host: '127.0.0.1' });
    for (const headers of requests) await fetch(url, { headers });
    await fastify.close();
    return warn.mock.calls.flat();
  }
  const forwarded = { 'X-Forwarded-For': '203.0.113.1' };

  it('is warned about once', async () => {
    expect(await warningsOf(false, {}, forwarded, forwarded)).toEqual([expect.stringContaining('TRUST_PROXY')]);
  });

  it('is not where none is, or where it was named', async () => {
    expect(await warningsOf(false, {}, {})).toEqual([]);
    expect(await warningsOf('127.0.0.1', forwarded)).toEqual([]);
  });
});
