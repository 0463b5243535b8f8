import { connect, Socket } from 'node:net';

const PIECE = 64 * 1_024;

export interface RawAnswer {
  /** Undefined: the connection ended without an answer. */
  status: number | undefined;
  /** From the first byte sent to the first of the answer, or to the end of the connection. */
  ms: number;
}

/** Head of a request as it is written, without the empty line at its end. */
export function headOf(path: string, ...headers: string[]): string {
  return [`POST ${path} HTTP/1.1`, 'Host: 127.0.0.1', 'Content-Type: application/json', ...headers, ''].join('\r\n');
}

/** A connection on which anything can be said, also what no HTTP client would say. */
export class RawRequest {
  /** Of the first answer; when the connection ends without one, so does the waiting. */
  readonly answered: Promise<RawAnswer>;
  private readonly socket: Socket;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const startedAt = performance.now();
    this.answered = new Promise((resolve) => {
      const end = (status?: number) => resolve({ status, ms: performance.now() - startedAt });
      this.socket.once('data', (chunk: Buffer) => {
        end(Number(/^HTTP\/1\.1 (\d{3})/.exec(chunk.toString('latin1'))?.[1]));
        this.socket.destroy();
      });
      this.socket.on('end', () => this.socket.destroy());
      this.socket.on('close', () => end());
      // What cannot be written any more was refused unread, and the answer to it is there.
      this.socket.on('error', () => undefined);
    });
  }

  get isOpen(): boolean {
    return !this.socket.destroyed;
  }

  /** Piece by piece, so that an answer is heard before all is said. */
  async send(text: string | Buffer): Promise<this> {
    const bytes = Buffer.from(text);
    for (let from = 0; from < bytes.length && this.isOpen; from += PIECE) {
      if (!this.socket.write(bytes.subarray(from, from + PIECE))) await this.drained();
    }
    return this;
  }

  /** Nothing more will be said. */
  finish(): this {
    this.socket.end();
    return this;
  }

  close(): void {
    this.socket.destroy();
  }

  private drained(): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        this.socket.off('drain', end).off('close', end);
        resolve();
      };
      this.socket.on('drain', end).on('close', end);
    });
  }
}
