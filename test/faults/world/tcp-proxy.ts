import { connect, createServer, Server, Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { onEnd } from '../../support/leftovers.mjs';

type Mode = 'pass' | 'cut' | 'black-hole';

/** The command COM_QUERY with the one word COMMIT, as a packet of the MySQL protocol. */
const COMMIT = Buffer.concat([Buffer.from([7, 0, 0, 0, 3]), Buffer.from('COMMIT')]);

/** Stands between a replica and its database, and does to the connections what bad networks do. */
export class TcpProxy {
  private mode: Mode = 'pass';
  private delayMs = 0;
  private answersToSwallow = 0;
  private readonly pairs = new Set<[Socket, Socket]>();
  /** How many answers of COMMIT never came back. */
  swallowed = 0;

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
    readonly port: number,
  ) {}

  static async start(targetPort: number): Promise<TcpProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = new TcpProxy(server, targetPort, (server.address() as AddressInfo).port);
    server.on('connection', (client) => proxy.take(client));
    onEnd(() => proxy.close());
    return proxy;
  }

  /** Everything goes through again; what was black-holed stays so. */
  mend(): void {
    this.mode = 'pass';
    this.delayMs = 0;
    this.answersToSwallow = 0;
  }

  /** Breaks the connections, and every new one at once. */
  cut(): void {
    this.mode = 'cut';
    this.breakConnections();
  }

  breakConnections(): void {
    for (const [client, upstream] of this.pairs) {
      client.destroy();
      upstream.destroy();
    }
  }

  /** Bytes vanish while the connections stay. */
  blackHole(): void {
    this.mode = 'black-hole';
  }

  /** Each piece is this late, in either direction. */
  delay(ms: number): void {
    this.delayMs = ms;
  }

  /** Lets the next so many COMMITs through and breaks the connection instead of handing back the answer. */
  swallowCommitAnswers(count: number): void {
    this.answersToSwallow = count;
  }

  async close(): Promise<void> {
    this.breakConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(client: Socket): void {
    client.on('error', () => undefined);
    if (this.mode === 'cut') {
      client.destroy();
      return;
    }
    const upstream = connect(this.targetPort, '127.0.0.1');
    upstream.on('error', () => undefined);
    const pair: [Socket, Socket] = [client, upstream];
    this.pairs.add(pair);
    let isSwallowing = false;
    client.on('data', (chunk: Buffer) => {
      if (this.answersToSwallow > 0 && chunk.equals(COMMIT)) {
        this.answersToSwallow -= 1;
        isSwallowing = true;
      }
      this.forward(chunk, upstream);
    });
    upstream.on('data', (chunk: Buffer) => {
      if (!isSwallowing) return this.forward(chunk, client);
      this.swallowed += 1;
      client.destroy();
      upstream.destroy();
    });
    const close = () => {
      this.pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    client.on('close', close);
    upstream.on('close', close);
  }

  private forward(chunk: Buffer, to: Socket): void {
    if (this.mode === 'black-hole') return;
    if (this.delayMs === 0) to.write(chunk);
    else setTimeout(() => to.destroyed || to.write(chunk), this.delayMs);
  }
}
