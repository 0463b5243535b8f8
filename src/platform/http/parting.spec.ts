import { AddressInfo, connect, Socket } from 'node:net';
import { fastify, FastifyInstance } from 'fastify';
import { partWithKeptConnections } from './connections.js';

describe('a server that stops', () => {
  let app: FastifyInstance;
  let kept: Socket;

  beforeEach(async () => {
    app = fastify({ forceCloseConnections: 'idle', return503OnClosing: false });
    partWithKeptConnections(app, 300_000);
    app.get('/', () => 'ok');
    await app.listen({ port: 0, host: '127.0.0.1' });
    kept = connect(portOf(app), '127.0.0.1');
    expect(await answer(kept)).toMatch(/200 OK[^]*Connection: keep-alive/);
  });
  afterEach(() => kept.destroy());

  it('serves what a proxy still sends over a connection that it keeps, and ends when that has ended', async () => {
    const closed = app.close();
    expect(await answer(kept)).toMatch(/200 OK[^]*Connection: close/);
    await closed;
    await expect(answer(kept)).rejects.toThrow();
  });

  it('takes no new connection meanwhile', async () => {
    const port = portOf(app);
    const closed = app.close();
    await answer(kept);
    const late = connect(port, '127.0.0.1');
    await expect(new Promise((resolve, reject) => late.once('connect', resolve).once('error', reject))).rejects.toThrow(
      'ECONNREFUSED',
    );
    await closed;
  });
});

function portOf(app: FastifyInstance): number {
  return (app.server.address() as AddressInfo).port;
}

/** Asks over the connection. @throws Error when it ends without an answer */
function answer(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    socket.once('data', (data) => resolve(data.toString()));
    socket.once('error', reject).once('close', () => reject(new Error('The connection was closed.')));
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  });
}
