import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Misbehaviour } from './misbehaviour.js';
import type { FileForm } from './status-file.js';

export interface Connection extends FileForm {
  /** Of the exchange, as it is entered in 1C. */
  url: string;
  login: string;
  password: string;
  /** Packs every file, whatever the site says of zip. */
  zip: boolean;
}

export interface Ask {
  params: Record<string, string>;
  body?: Buffer;
}

export interface Answer {
  /** Null = none came; `failure` says why. */
  status: number | null;
  bytes: Buffer;
  text: string;
  failure: string;
}

const SHOWN = 2000;
const TIMEOUT_MS = 60_000;
const PAUSE_MS = 300;
const DROPS = 8;
const DROP_PAUSE_MS = 40;

/** Speaks HTTP as 1C does: Basic, a cookie that it was told in an answer's text, one connection a request. */
export class ExchangeClient {
  private cookie: string | null = null;
  private sessid: string | null = null;
  private readonly closing = new AbortController();

  constructor(
    readonly connection: Connection,
    private readonly misbehaviour: () => Misbehaviour,
  ) {}

  /** What comes after is of this session. */
  keep(cookie: string, sessid: string): void {
    this.cookie = cookie;
    this.sessid = sessid;
  }

  forget(): void {
    this.cookie = null;
    this.sessid = null;
  }

  close(): void {
    this.closing.abort();
  }

  /** How an answer begins, without what only this session may know. */
  shown(text: string): string {
    const cookie = /^(success\n[^\n]*\n)[^\n]+/;
    return text
      .slice(0, SHOWN)
      .replace(cookie, '$1••••')
      .replace(/sessid=[^\n]+/, 'sessid=••••');
  }

  addressOf({ params }: Ask): URL {
    const url = new URL(this.connection.url);
    url.searchParams.set('type', 'sale');
    for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
    return url;
  }

  async ask(ask: Ask): Promise<Answer> {
    const { slow, basicOnly } = this.misbehaviour();
    const url = this.addressOf(ask);
    const isSignIn = ask.params['mode'] === 'checkauth';
    const isByCookie = this.cookie !== null && !basicOnly && !isSignIn;
    // 1C sends it back only since it learned of versions.
    if (isByCookie && this.connection.schemaVersion !== '2.05') url.searchParams.set('sessid', this.sessid!);
    const { body } = ask;
    return request(url, slow, {
      method: body ? 'POST' : 'GET',
      redirect: 'manual',
      signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: {
        // A pooled connection breaks when the service is restarted in a test.
        connection: 'close',
        ...(isByCookie ? { cookie: this.cookie! } : { authorization: this.basic() }),
        ...(body && { 'content-type': 'application/octet-stream' }),
      },
      ...(body && { body: slow ? dropByDrop(body) : new Uint8Array(body), duplex: 'half' }),
    });
  }

  /** JSON over the same sign-in, beside the exchange. */
  async askJson(path: string, body?: unknown): Promise<Answer> {
    const { slow } = this.misbehaviour();
    return request(new URL(path, outboxOf(this.connection.url)), slow, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: {
        connection: 'close',
        authorization: this.basic(),
        ...(body !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  private basic(): string {
    const { login, password } = this.connection;
    const given = this.misbehaviour().wrongPassword ? `${password}-wrong` : password;
    return `Basic ${Buffer.from(`${login}:${given}`).toString('base64')}`;
  }
}

/** `{shop}/1c/exchange`, or its alias for Bitrix, lies beside `{shop}/1c/outbox/v1/`. */
export function outboxOf(exchangeUrl: string): URL {
  const { origin, pathname } = new URL(exchangeUrl);
  const shop = pathname.replace(/\/(1c\/exchange|bitrix\/admin\/1c_exchange\.php)\/?$/, '');
  return new URL(`${shop.replace(/\/$/, '')}/1c/outbox/v1/`, origin);
}

async function request(url: URL, slow: boolean, init: RequestInit): Promise<Answer> {
  try {
    if (slow) await pause(PAUSE_MS);
    const response = await fetch(url, init);
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, bytes, text: readable(bytes, response.headers), failure: '' };
  } catch (error) {
    return { status: null, bytes: Buffer.alloc(0), text: '', failure: reasonOf(error as Error, url) };
  }
}

function readable(bytes: Buffer, headers: Headers): string {
  const type = headers.get('content-type') ?? '';
  const start = bytes.subarray(0, 100).toString('latin1');
  return new TextDecoder(/windows-1251/i.test(type + start) ? 'windows-1251' : 'utf-8', { ignoreBOM: true }).decode(
    bytes,
  );
}

async function* pieces(body: Buffer): AsyncGenerator<Uint8Array> {
  const size = Math.max(1, Math.ceil(body.length / DROPS));
  for (let from = 0; from < body.length; from += size) {
    yield new Uint8Array(body.subarray(from, from + size));
    await pause(DROP_PAUSE_MS);
  }
}

function dropByDrop(body: Buffer): ReadableStream {
  return Readable.toWeb(Readable.from(pieces(body))) as ReadableStream;
}

function reasonOf(error: Error, { host }: URL): string {
  const code = (error.cause as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ECONNREFUSED') return `Сайт ${host} не отвечает: соединение не принято`;
  if (code === 'ENOTFOUND') return `Адрес ${host} не найден`;
  if (error.name === 'TimeoutError') return `Сайт ${host} не ответил за ${TIMEOUT_MS / 1000} секунд`;
  return `Связь с ${host} оборвалась: ${code ?? error.message}`;
}

/** Null = it is for the step to judge. */
export function wrongAnswer({ status, text, failure }: Answer): string[] | null {
  if (status === 200) return null;
  const words = text.slice(0, 300).trim();
  if (status === 401) return [`Вход не принят (401): ${words}`];
  return [status === null ? failure : `Ответ ${status} вместо 200: ${words}`];
}

/** How a file begins, as a log may show it. */
export function shownBody(body: Buffer): string {
  const start = body.subarray(0, SHOWN);
  if (start.subarray(0, 2).toString('latin1') === 'PK') return `(zip, ${body.length} байт)`;
  const is1251 = /windows-1251/i.test(start.subarray(0, 100).toString('latin1'));
  return new TextDecoder(is1251 ? 'windows-1251' : 'utf-8').decode(start);
}
