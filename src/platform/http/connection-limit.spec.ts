import { AddressInfo, connect, Socket } from 'node:net';
import { fastify, FastifyInstance } from 'fastify';
import { eventually } from '../../../test/support/eventually.js';
import { makeRoomForNewConnections } from './connections.js';

const MAX = 3;

describe('when there are too many connections', () => {
  let app: FastifyInstance;
  let end: () => void;
  let underWay: number;
  let sockets: Socket[];

  beforeEach(async () => {
    sockets = [];
    app = fastify({ forceCloseConnections: true });
    makeRoomForNewConnections(app, MAX);
    app.get('/', () => 'ok');
    app.post('/', () => 'ok');
    const ended = new Promise<void>((resolve) => (end = resolve));
    underWay = 0;
    app.get('/slow', async () => {
      underWay += 1;
      await ended;
      return 'ok';
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(async () => {
    end();
    for (const socket of sockets) socket.destroy();
    await app.close();
  });

  async function open(): Promise<Socket> {
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined).resume();
    await new Promise((resolve) => socket.once('connect', resolve));
    return socket;
  }
  const ask = (socket: Socket, path = '/') => socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
  const answerTo = (socket: Socket) => {
    const answer = new Promise<string>((resolve) => socket.once('data', (data: Buffer) => resolve(data.toString())));
    ask(socket);
    return answer;
  };

  it('the one that has said nothing for longest makes room, whatever it has begun to say', async () => {
    const [silent, half] = [await open(), await open()];
    half.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n1');
    const third = await open();
    expect(await answerTo(await open())).toContain('200 OK');
    await eventually(() => expect(silent.closed).toBe(true));
    await open();
    await eventually(() => expect(half.closed).toBe(true));
    expect(await answerTo(third)).toContain('200 OK');
  });

  it('who was served just now stays longer than who was not', async () => {
    const served = await open();
    const [second, third] = [await open(), await open()];
    await answerTo(served);
    await open();
    await eventually(() => expect(second.closed).toBe(true));
    expect([served.closed, third.closed]).toEqual([false, false]);
  });

  it('who is being served keeps the connection, and who comes when all are is turned away', async () => {
    const served = [await open(), await open(), await open()];
    for (const socket of served) ask(socket, '/slow');
    await eventually(() => expect(underWay).toBe(MAX));
    const late = await open();
    await eventually(() => expect(late.closed).toBe(true));
    expect(served.map(({ closed }) => closed)).toEqual([false, false, false]);
  });
});
