import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Ledger, ReceivedRequest } from './ledger.js';
import type { Settings } from './marketplace.js';
import { maskedHeaders } from './masking.js';
import { misbehave, shownAnswer, shownStatus } from './misbehave.js';
import { jsonOrText } from './order-link-client.js';
import { takesEffect, type Trouble, type TroubleKind } from './trouble.js';

interface Verdict {
  status: number;
  body: Record<string, unknown>;
}

interface Place {
  orderId: string;
  positionId?: string;
}

const OK: Verdict = { status: 200, body: { result: 'ok' } };

/** The address that statuses are reported to (contract v1, our own). */
export function gettzapApi(settings: Settings, ledger: Ledger, trouble: Trouble) {
  const open = (request: FastifyRequest, place?: Place): ReceivedRequest =>
    ledger.record({
      method: request.method,
      path: request.url.split('?')[0]!,
      orderId: place?.orderId ?? null,
      positionId: place?.positionId ?? null,
      idempotencyKey: header(request, 'idempotency-key'),
      headers: maskedHeaders(request.headers, [basicOf(settings), settings.password, settings.apiKey]),
      authorized: isAuthorized(request, settings),
      body: parseBody(request.body),
    });

  const takeStatus = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const entry = open(request, request.params as Place);
    const { retryAfter } = trouble.current();
    const kind = trouble.spend(entry.orderId);
    const verdict = judge(entry, settings, ledger);
    if (verdict.status === 200 && (kind === 'none' || takesEffect(kind))) ledger.apply(entry);
    return answer(entry, kind, retryAfter, verdict, request, reply);
  };

  const takePing = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const entry = open(request);
    const verdict = entry.authorized ? OK : unauthorized();
    return answer(entry, trouble.peek(), trouble.current().retryAfter, verdict, request, reply);
  };

  const refuseAddress = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    answer(open(request), 'none', undefined, refusal(404, 'not_found', 'Такого адреса нет'), request, reply);

  return async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    app.post('/v1/orders/:orderId/status', takeStatus);
    app.post('/v1/orders/:orderId/positions/:positionId/status', takeStatus);
    app.get('/v1/ping', takePing);
    app.all('/v1/*', refuseAddress);
  };
}

function answer(
  entry: ReceivedRequest,
  kind: TroubleKind,
  retryAfter: string | undefined,
  verdict: Verdict,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (kind !== 'none') {
    entry.trouble = kind;
    entry.answeredStatus = shownStatus(kind);
    entry.answer = shownAnswer(kind);
    return misbehave(kind, retryAfter, request, reply);
  }
  entry.answeredStatus = verdict.status;
  entry.answer = verdict.body;
  if (verdict.status === 401) reply.header('www-authenticate', 'Basic realm="GettZap sandbox"');
  return reply.code(verdict.status).send(verdict.body);
}

function judge(entry: ReceivedRequest, settings: Settings, ledger: Ledger): Verdict {
  if (!entry.authorized) return unauthorized();
  if (typeof entry.body !== 'object' || entry.body === null)
    return refusal(400, 'invalid_json', 'Тело должно быть JSON');
  if (entry.repeated) return { status: 200, body: { result: 'ok', repeated: true } };
  if (!settings.strict) return OK;
  const order = ledger.order(entry.orderId ?? '');
  if (!order) return refusal(404, 'unknown_order', `Заказа ${entry.orderId} нет`);
  if (entry.positionId !== null && !order.positions.some((position) => position.id === entry.positionId)) {
    return refusal(404, 'unknown_position', `Позиции ${entry.positionId} в заказе ${entry.orderId} нет`);
  }
  const field = wrongField(entry);
  return field ? refusal(400, 'invalid_field', `Неверно заполнено: ${field}`) : OK;
}

function wrongField(entry: ReceivedRequest): string | null {
  const { status, comment, occurredAt, quantity } = entry.body as Record<string, unknown>;
  if (entry.idempotencyKey === null) return 'Idempotency-Key';
  if (typeof status !== 'string' || status === '') return 'status';
  if (typeof comment !== 'string') return 'comment';
  if (typeof occurredAt !== 'string' || Number.isNaN(Date.parse(occurredAt))) return 'occurredAt';
  if (quantity === undefined) return null;
  return entry.positionId !== null && Number.isInteger(quantity) && Number(quantity) > 0 ? null : 'quantity';
}

function unauthorized(): Verdict {
  return refusal(401, 'unauthorized', 'Неверный логин, пароль или API-ключ');
}

function refusal(status: number, code: string, message: string): Verdict {
  return { status, body: { code, message } };
}

function isAuthorized(request: FastifyRequest, settings: Settings): boolean {
  const { apiKey } = settings;
  return header(request, 'authorization') === `Basic ${basicOf(settings)}` && header(request, 'x-api-key') === apiKey;
}

function basicOf(settings: Settings): string {
  return Buffer.from(`${settings.login}:${settings.password}`).toString('base64');
}

function header(request: FastifyRequest, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}

function parseBody(body: unknown): unknown {
  return Buffer.isBuffer(body) && body.length > 0 ? jsonOrText(body.toString('utf8')) : null;
}
