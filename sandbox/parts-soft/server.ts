import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Concerned, Mischief } from './misbehaviour.js';
import type { BasketLine, PartsSoft, PartsSoftCall } from './parts-soft.js';

/** Where the stand-in answers on the sandbox. */
export const PARTS_SOFT_PATH = '/parts-soft';

const FORM_TYPE = 'application/x-www-form-urlencoded';
const SHOWN_ANSWER = 4_000;
const SLOW_MS = 9_000;
const LONGEST_COMMENT = 36;
const HTML = '<!doctype html><title>Сайт закрыт</title><h1>Ведутся работы</h1>';

/** Refused, with an HTTP status or without. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

type Answer = (fields: URLSearchParams, mischief: Mischief) => unknown;

interface Route {
  method: 'GET' | 'POST';
  path: string;
  concerns: Exclude<Concerned, 'all'>;
  answer: Answer;
}

/** The calls of PARTS SOFT's client API that a customer's program needs, by what is publicly known of them. */
export function partsSoftServer(partsSoft: PartsSoft) {
  const search: Answer = (fields) => partsSoft.offersOf(needed(fields, 'oem'), needed(fields, 'make_name'));
  const reads = (path: string, answer: Answer): Route => ({ method: 'GET', path, concerns: 'reads', answer });
  const routes: Route[] = [
    reads('/api/v1/search/get_offers_by_oem_and_make_name', search),
    reads('/backend/price_items/api/v1/search/get_offers_by_oem_and_make_name', search),
    reads('/api/v1/order_items', (fields, mischief) => itemsOf(partsSoft, fields, mischief)),
    reads('/api/v1/baskets', () => partsSoft.basket),
    { method: 'POST', path: '/api/v1/baskets', concerns: 'basket', answer: (...given) => put(partsSoft, ...given) },
    { method: 'POST', path: '/api/v1/baskets/clear', concerns: 'clearing', answer: () => clear(partsSoft) },
    {
      method: 'POST',
      path: '/api/v1/baskets/order',
      concerns: 'orders',
      answer: (_, mischief) => order(partsSoft, mischief),
    },
  ];
  return async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    for (const route of routes)
      app.route({
        method: route.method,
        url: `${PARTS_SOFT_PATH}${route.path}`,
        handler: (request, reply) => handle(partsSoft, route, request, reply),
      });
  };
}

async function handle(
  partsSoft: PartsSoft,
  { method, path, concerns, answer }: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const fields = new URLSearchParams(
    method === 'POST' ? String(request.body ?? '') : request.url.replace(/^[^?]*\??/, ''),
  );
  const call = partsSoft.record({ method, path, sent: shown(fields) });
  reply.raw.on('close', () => (call.endedAt = performance.now()));
  const mischief = partsSoft.misbehaving.take(concerns);
  if (mischief === 'slow') await pause(SLOW_MS);
  if (mischief === 'error') return send(reply, call, 500, { result: 'error', error: 'Internal Server Error' });
  if (mischief === 'throttled') return send(reply, call, 200, { result: 'error', error: 'Превышен лимит запросов' });
  if (mischief === 'html') return sendHtml(reply, call);
  try {
    if (method === 'POST' && !request.headers['content-type']?.startsWith(FORM_TYPE))
      throw new Refusal(400, `нужен ${FORM_TYPE}`);
    if (!partsSoft.knows(fields.get('api_key'))) throw new Refusal(401, 'Неверный api_key');
    const data = answer(fields, mischief);
    if (mischief === 'error-after') return send(reply, call, 500, { result: 'error', error: 'Internal Server Error' });
    if (mischief === 'lost-answer') {
      reply.hijack();
      request.raw.socket.resetAndDestroy();
      return reply;
    }
    return send(reply, call, 200, { result: 'ok', data });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return send(reply, call, error.status, { result: 'error', error: error.message });
  }
}

function put(partsSoft: PartsSoft, fields: URLSearchParams, mischief: Mischief): Pick<BasketLine, 'id'> {
  const [oem, makeName, hash] = [needed(fields, 'oem'), needed(fields, 'make_name'), needed(fields, 'api_hash')];
  const [quantity, comment] = [Number(needed(fields, 'qnt')), fields.get('comment') ?? ''];
  if (!Number.isInteger(quantity) || quantity < 1) throw new Refusal(200, 'qnt: нужно целое число больше нуля');
  if (comment.length > LONGEST_COMMENT) throw new Refusal(200, `comment: не длиннее ${LONGEST_COMMENT}`);
  const offer = partsSoft.offersOf(oem, makeName).find(({ system_hash: each }) => each === hash);
  if (!offer || mischief === 'offer-gone') throw new Refusal(200, 'Предложение больше не действует');
  if (quantity > offer.qnt) throw new Refusal(200, `qnt: есть только ${offer.qnt}`);
  const rest = {
    detail_name: fields.get('detail_name') ?? '',
    qnt: quantity,
    cost: offer.cost,
    comment,
    api_hash: hash,
  };
  const { id } = partsSoft.put({ oem, make_name: makeName, ...rest });
  if (mischief === 'foreign-line') partsSoft.putForeignLine();
  return { id };
}

function clear(partsSoft: PartsSoft): null {
  partsSoft.basket = [];
  return null;
}

function order(partsSoft: PartsSoft, mischief: Mischief): object {
  if (partsSoft.basket.length === 0) throw new Refusal(200, 'Корзина пуста');
  if (mischief === 'offer-gone') throw new Refusal(200, 'Предложение больше не действует');
  return { order_id: partsSoft.order(mischief === 'in-part' ? 1 : Infinity) };
}

/** Newest first. */
function itemsOf({ items }: PartsSoft, fields: URLSearchParams, mischief: Mischief): unknown[] {
  const known = new Set(['api_key', 'page', 'per_page', 'search[comment_eq]']);
  const unknown = [...fields.keys()].find((name) => !known.has(name));
  if (unknown !== undefined) throw new Refusal(400, `${unknown}: такого параметра нет`);
  const [page, perPage] = ['page', 'per_page'].map((name) => Number(fields.get(name) ?? 1));
  if (!(page! >= 1 && perPage! >= 1 && perPage! <= 100)) throw new Refusal(400, 'page, per_page: от 1 до 100');
  if (mischief === 'hidden') return [];
  const comment = mischief === 'deaf' ? null : fields.get('search[comment_eq]');
  const found = items.filter((item) => comment === null || item.comment === comment).reverse();
  return found.slice((page! - 1) * perPage!, page! * perPage!);
}

function needed(fields: URLSearchParams, name: string): string {
  const value = fields.get(name) ?? '';
  if (value === '') throw new Refusal(200, `${name}: не указано`);
  return value;
}

function send(reply: FastifyReply, call: PartsSoftCall, status: number, body: unknown): FastifyReply {
  const text = JSON.stringify(body);
  Object.assign(call, { status, answer: text.slice(0, SHOWN_ANSWER) });
  return reply.code(status).type('application/json; charset=utf-8').send(text);
}

function sendHtml(reply: FastifyReply, call: PartsSoftCall): FastifyReply {
  Object.assign(call, { status: 200, answer: HTML });
  return reply.type('text/html; charset=utf-8').send(HTML);
}

/** Without who asked. */
function shown(fields: URLSearchParams): string {
  return [...fields]
    .filter(([name]) => name !== 'api_key')
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}
