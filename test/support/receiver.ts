import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedCall {
  headers: Record<string, string>;
  body: string;
}

/** A program of the shop's that takes web-hook messages, as they come. */
export class Receiver {
  readonly calls: ReceivedCall[] = [];
  /** What it answers from now on. */
  status = 200;
  /** It answers no sooner than this. */
  answersAfter: Promise<unknown> = Promise.resolve();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        receiver.calls.push({ headers: request.headers as Record<string, string>, body });
        void receiver.answersAfter.then(() =>
          response.writeHead(receiver.status, { 'Content-Type': 'text/plain' }).end('noted'),
        );
      });
    });
    const receiver = new Receiver(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  /** Bodies of all calls, parsed. */
  get messages() {
    return this.calls.map(({ body }) => JSON.parse(body) as { type: string; timestamp: string; data: object });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
