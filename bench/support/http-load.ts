import { connect, Socket } from 'node:net';
import { percentile } from './statistics.js';

export interface LoadResult {
  /** Answered requests, and how many a second. */
  count: number;
  rate: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Answers other than 2xx. */
  failed: number;
  /** What the first failed request was answered. */
  firstFailure?: string;
}

export interface Load {
  url: string;
  connections: number;
  /** The next request as it goes over the wire (`httpRequest`); undefined = no more. */
  next: () => string | undefined;
  /** Ends after this time, or when there are no more requests. */
  seconds?: number;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** A request as text; what is the same for all of a load is made once and the rest put in. */
export function httpRequest(method: string, path: string, headers: Record<string, string>, body = ''): string {
  const lines = Object.entries({ Host: 'bench', 'Content-Length': String(Buffer.byteLength(body)), ...headers });
  return `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

/**
 * Keeps so many kept-alive connections busy, one request at a time on each. Bare sockets: the generator shares the cores with
 * what it measures, so it must cost next to nothing.
 */
export async function drive({ url, connections, next, seconds = Infinity }: Load): Promise<LoadResult> {
  const latencies: number[] = [];
  const failures: string[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  const one = async () => {
    const line = await Line.open(url);
    for (;;) {
      const request = performance.now() < endsAt ? next() : undefined;
      if (request === undefined) break;
      const sentAt = performance.now();
      const { status, body } = await line.send(request);
      latencies.push(performance.now() - sentAt);
      if (status < 200 || status > 299) failures.push(`${status} ${body()}`);
    }
    line.close();
  };
  await Promise.all(Array.from({ length: connections }, one));
  const took = (performance.now() - startedAt) / 1_000;
  return {
    count: latencies.length,
    rate: latencies.length / took,
    p50: percentile(latencies, 50),
    p99: percentile(latencies, 99),
    failed: failures.length,
    ...(failures[0] !== undefined && { firstFailure: failures[0] }),
  };
}

interface Answer {
  status: number;
  body: () => string;
}

/** One kept-alive connection; answers must say how long they are. */
export class Line {
  private received: Buffer = Buffer.alloc(0);
  private waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('close', () => this.waiting?.reject(new Error('The connection was closed before the answer.')));
    socket.on('error', (error) => this.waiting?.reject(error));
  }

  static async open(url: string): Promise<Line> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new Line(socket);
  }

  send(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.socket.write(request);
    });
  }

  close(): void {
    this.waiting = undefined;
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const headEnd = this.received.indexOf(END_OF_HEAD);
    if (headEnd === -1) return;
    const head = this.received.toString('latin1', 0, headEnd);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    const end = headEnd + END_OF_HEAD.length + length;
    if (this.received.length < end) return;
    const answer = this.received;
    this.received = this.received.subarray(end);
    const status = Number(head.slice(9, 12));
    this.waiting?.resolve({ status, body: () => answer.toString('utf8', headEnd + 4, end) });
  }
}
