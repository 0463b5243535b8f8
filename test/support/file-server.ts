import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

/** The last is no encoding, but the name of what every object has. */
export const PACKINGS = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  constructor: (bytes: Buffer) => bytes,
};

/** A supplier's server with one file, which it knows by an ETag. */
export class FileServer {
  readonly requests: Array<{ path: string; status: number }> = [];
  /** What it answers: the file, another status, a file that is cut off, or nothing at all. */
  answer: number | 'cut' | 'hang' = 200;
  /** How the file is packed on its way, and whether its second half is lost before it is sent. */
  packing: { encoding: keyof typeof PACKINGS; isHalf: boolean } | undefined;
  /** Where whoever asks at `url` is led on to. */
  leadsTo: string | undefined;

  private constructor(
    private readonly server: Server,
    readonly url: string,
    public content: string | Uint8Array,
  ) {}

  static async start(content: string | Uint8Array): Promise<FileServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const files = new FileServer(server, `http://127.0.0.1:${port}/price.csv`, content);
    server.on('request', (request, response) => {
      if (files.answer === 'hang') return;
      if (files.leadsTo && request.url === '/price.csv') {
        files.requests.push({ path: request.url, status: 302 });
        response.writeHead(302, { Location: files.leadsTo }).end();
        return;
      }
      const bytes = Buffer.from(files.content as string);
      const etag = `"${bytes.length}-${bytes.subarray(0, 40).toString('hex')}"`;
      const isSame = request.headers['if-none-match'] === etag;
      const status = files.answer === 'cut' ? 200 : files.answer === 200 && isSame ? 304 : files.answer;
      files.requests.push({ path: request.url ?? '', status });
      if (files.answer === 'cut') {
        response.writeHead(200, { 'Content-Length': bytes.length });
        response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
        return;
      }
      if (files.packing && status === 200) {
        const { encoding, isHalf } = files.packing;
        const packed = PACKINGS[encoding](bytes);
        response.writeHead(200, { 'Content-Encoding': encoding });
        response.end(isHalf ? packed.subarray(0, packed.length >> 1) : packed);
        return;
      }
      response.writeHead(status, { ETag: etag });
      response.end(status === 200 ? bytes : undefined);
    });
    return files;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
