import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { ServiceUnreachable } from './errors.js';
import type { Encoded } from './forms.js';
import type { ServiceAnswer } from './ledger.js';

const TIMEOUT_MS = 15_000;

class TooLate extends Error {}

/** Opens a connection of its own for each post: a pooled one breaks when the service is restarted in a test. */
export function postToOrderLink(
  orderLink: string,
  { body, contentType, contentEncoding }: Encoded,
  signal?: AbortSignal,
): Promise<ServiceAnswer> {
  const url = new URL(orderLink);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const headers = {
    'content-type': contentType,
    ...(contentEncoding && { 'content-encoding': contentEncoding }),
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(new ServiceUnreachable(explain(error, url)));
    };
    const outgoing = send(url, { method: 'POST', headers, agent: false, ...(signal && { signal }) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, body: jsonOrText(Buffer.concat(chunks).toString('utf8')) });
      });
    });
    const timer = setTimeout(() => outgoing.destroy(new TooLate()), TIMEOUT_MS);
    outgoing.on('error', fail);
    outgoing.end(body);
  });
}

export function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function explain(error: Error, url: URL): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ECONNREFUSED') return `Магазин не отвечает по адресу ${url.host}: соединение не принято`;
  if (code === 'ENOTFOUND') return `Адрес ${url.host} не найден`;
  if (error instanceof TooLate) return `Магазин ${url.host} не ответил за 15 секунд`;
  return `Связь с ${url.host} оборвалась: ${code ?? error.message}`;
}
