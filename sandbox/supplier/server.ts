import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Mischief } from './misbehaviour.js';
import type { Supplier, SupplierCall, SupplierFile } from './supplier.js';

/** Where the stand-in's list lies on the sandbox. */
export const SUPPLIER_PATH = '/supplier/price';

const TYPES: Record<string, string> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
};

const HTML = '<!doctype html><title>Вход</title><h1>Войдите в личный кабинет</h1>';
const SLOW_PIECE = 4 * 1024;
const SLOW_MS = 250;
/** Fewer than any line takes, so that a file is cut before its end. */
const CUT_BYTES_PER_ROW = 16;

/** Hands the list out as a web server does: only when it is another one than the caller has. */
export function supplierServer(supplier: Supplier) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get(SUPPLIER_PATH, { exposeHeadRoute: false }, (request, reply) => {
      const conditions = ['if-none-match', 'if-modified-since'].filter((name) => request.headers[name] !== undefined);
      const sent = conditions.map((name) => `${name}: ${String(request.headers[name])}`).join('\n');
      const call = supplier.record({ method: request.method, path: request.url, sent });
      const { kind } = supplier.misbehaving.shown();
      if (kind === 'error' || kind === 'missing' || kind === 'html') {
        supplier.misbehaving.count();
        return refuse(kind, reply, call);
      }
      const file = supplier.file(kind);
      if (isKnown(request, file)) return notModified(reply, call, file);
      supplier.misbehaving.count();
      return handOut(file, kind, supplier.list.rows, reply, call);
    });
  };
}

function refuse(kind: 'error' | 'missing' | 'html', reply: FastifyReply, call: SupplierCall): FastifyReply {
  const [status, text] = {
    error: [500, 'Internal Server Error'] as const,
    missing: [404, 'Not Found'] as const,
    html: [200, HTML] as const,
  }[kind];
  Object.assign(call, { status, answer: text });
  return reply
    .code(status)
    .type(kind === 'html' ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8')
    .send(text);
}

/** An ETag that is asked about decides alone. */
function isKnown({ headers }: FastifyRequest, { etag, lastModified }: SupplierFile): boolean {
  const asked = headers['if-none-match'];
  if (asked !== undefined) return asked.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);
  return Date.parse(headers['if-modified-since'] ?? '') >= Math.floor(lastModified.getTime() / 1000) * 1000;
}

function notModified(reply: FastifyReply, call: SupplierCall, { etag, lastModified }: SupplierFile): FastifyReply {
  Object.assign(call, { status: 304, answer: `ETag: ${etag}` });
  return reply.code(304).header('etag', etag).header('last-modified', lastModified.toUTCString()).send();
}

function handOut(
  { name, etag, lastModified, open }: SupplierFile,
  mischief: Mischief,
  rows: number,
  reply: FastifyReply,
  call: SupplierCall,
): FastifyReply {
  const headers = {
    'content-type': TYPES[name.split('.')[1]!]!,
    'content-disposition': `attachment; filename="${name}"`,
    etag,
    'last-modified': lastModified.toUTCString(),
  };
  const lines = Object.entries(headers).map(([header, value]) => `${header}: ${value}`);
  Object.assign(call, { status: 200, answer: lines.join('\n') });
  const bytes = open();
  const sent =
    mischief === 'slow' ? slowly(bytes) : mischief === 'cut' ? cutOff(bytes, rows * CUT_BYTES_PER_ROW) : null;
  return reply.headers(headers).send(sent ? Readable.from(sent, { objectMode: false }) : bytes);
}

async function* slowly(bytes: Readable): AsyncGenerator<Buffer> {
  for await (const piece of bytes as AsyncIterable<Buffer>) {
    for (let start = 0; start < piece.length; start += SLOW_PIECE) {
      await pause(SLOW_MS);
      yield piece.subarray(start, start + SLOW_PIECE);
    }
  }
}

/** The connection breaks after as many bytes. */
async function* cutOff(bytes: Readable, most: number): AsyncGenerator<Buffer> {
  let left = most;
  for await (const piece of bytes as AsyncIterable<Buffer>) {
    yield piece.subarray(0, left);
    left -= piece.length;
    if (left <= 0) break;
  }
  throw new Error('the answer is cut off here');
}
