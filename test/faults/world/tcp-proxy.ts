import { connect, createServer, Server, Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { onEnd } from '../../support/leftovers.mjs';

type When = 'before' | 'after';
type Mode = 'pass' | 'cut' | 'black-hole';

const COM_QUERY = 3;
/** A transaction's last packet ends so. */
const COMMIT = Buffer.from('COMMIT');

const TIME_ASKED = 'UTC_TIMESTAMP(3)';

/** Stands between a replica and its database, and does to the connections what bad networks do. */
export class TcpProxy {
  private mode: Mode = 'pass';
  private delayMs = 0;
  private commitsToCut = { left: 0, when: 'after' as When };
  private statementToCut = { left: 0, when: 'after' as When };
  private readonly pairs = new Set<[Socket, Socket]>();
  /** Connections that were cut where it was asked for. */
  cuts = 0;
  /** By which the server's clock is wrong for those that ask it, ms. */
  serverTimeShiftMs = 0;

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
    this.commitsToCut.left = 0;
    this.statementToCut.left = 0;
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

  /** Breaks the connections of the next so many COMMITs: before the server gets it, or instead of handing back its answer. */
  cutAtCommits(count: number, when: When): void {
    this.commitsToCut = { left: count, when };
  }

  /** The same of one statement, counted from now. */
  cutAtStatement(number: number, when: When): void {
    this.statementToCut = { left: number, when };
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
    let isTimeAsked = false;
    const cut = () => {
      this.cuts += 1;
      client.destroy();
      upstream.destroy();
    };
    client.on('data', (chunk: Buffer) => {
      const when = this.isToBeCut(chunk);
      if (when === 'before') return cut();
      if (when === 'after') isSwallowing = true;
      isTimeAsked = this.serverTimeShiftMs !== 0 && chunk.includes(TIME_ASKED);
      this.forward(chunk, upstream);
    });
    upstream.on('data', (chunk: Buffer) => {
      if (isSwallowing) return cut();
      this.forward(isTimeAsked ? shifted(chunk, this.serverTimeShiftMs) : chunk, client);
    });
    const close = () => {
      this.pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    client.on('close', close);
    upstream.on('close', close);
  }

  private isToBeCut(chunk: Buffer): When | undefined {
    const isCommit = chunk.subarray(-COMMIT.length).equals(COMMIT);
    if (isCommit && this.commitsToCut.left > 0) {
      this.commitsToCut.left -= 1;
      return this.commitsToCut.when;
    }
    if (chunk[4] !== COM_QUERY || this.statementToCut.left === 0) return undefined;
    this.statementToCut.left -= 1;
    return this.statementToCut.left === 0 ? this.statementToCut.when : undefined;
  }

  private forward(chunk: Buffer, to: Socket): void {
    if (this.mode === 'black-hole') return;
    if (this.delayMs === 0) to.write(chunk);
    else setTimeout(() => to.destroyed || to.write(chunk), this.delayMs);
  }
}

/** The one time in an answer, as it stands there in text. */
function shifted(answer: Buffer, ms: number): Buffer {
  const text = answer.toString('latin1').replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}/, (time) => {
    const instant = new Date(Date.parse(`${time.replace(' ', 'T')}Z`) + ms);
    return instant.toISOString().replace('T', ' ').slice(0, -1);
  });
  return Buffer.from(text, 'latin1');
}
