import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Abcp, AbcpCall } from './abcp.js';
import type { Mischief } from './misbehaviour.js';
import { ApiError, foreignAddress, notFound, wrongParameter, wrongSignIn } from './api-error.js';
import { isMoscowText } from './moscow-time.js';
import { saveOrder } from './order-saving.js';
import { STATUSES, type AbcpOrder } from './orders.js';
import { readForm, type Tree } from './php-form.js';

/** Where the stand-in answers on the sandbox. */
export const ABCP_PATH = '/abcp';

const FORM_TYPE = 'application/x-www-form-urlencoded';
const BODY_LIMIT = 8 * 1024 * 1024;
const SHOWN_ANSWER = 4_000;
const SLOW_MS = 8_000;
const MOST_ORDERS = 1_000;
const HTML = '<!doctype html><title>Технические работы</title><h1>Сайт скоро откроется</h1>';

/** The calls of ABCP's API that a shop program needs, by what is publicly known of them. */
export function abcpServer(abcp: Abcp) {
  return async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
    app.setErrorHandler((error: Error, _request, reply) => answerError(reply, error));
    const route = (method: 'GET' | 'POST', path: string, answer: (tree: Tree) => unknown) =>
      app.route({
        method,
        url: `${ABCP_PATH}/${path}`,
        handler: (request, reply) => handle(abcp, path, answer, request, reply),
      });
    route('POST', 'cp/order', (form) => saveOrder(abcp.orders, form));
    route('GET', 'cp/order', (query) => findOrder(abcp, query));
    route('GET', 'cp/orders', (query) => listOrders(abcp, query));
    route('GET', 'cp/statuses', () => STATUSES.map((status) => ({ ...status, color: '' })));
  };
}

async function handle(
  abcp: Abcp,
  path: string,
  answer: (tree: Tree) => unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const isWrite = request.method === 'POST';
  const text = isWrite ? String(request.body ?? '') : request.url.replace(/^[^?]*\??/, '');
  const call = abcp.record({ method: request.method, path, sent: shown(text) });
  reply.raw.on('close', () => (call.endedAt = performance.now()));
  const mischief = abcp.takeMischief(isWrite);
  if (mischief === 'slow') await pause(SLOW_MS);
  if (mischief === 'error') return send(reply, call, 500, { errorCode: 1, errorMessage: 'Внутренняя ошибка' });
  if (mischief === 'throttled') return send(reply, call, 429, { errorCode: 9, errorMessage: 'Слишком много запросов' });
  if (mischief === 'html') return sendHtml(reply, call);
  try {
    if (mischief === 'foreign-address') throw foreignAddress();
    const tree = signedIn(abcp, isWrite, text, request);
    const result = mischief === 'another-order' ? abcp.orders.all().at(-1) : answer(paged(tree, mischief));
    if (mischief === 'error-after') return send(reply, call, 500, { errorCode: 1, errorMessage: 'Внутренняя ошибка' });
    if (mischief === 'lost-answer') {
      reply.hijack();
      request.raw.socket.resetAndDestroy();
      return reply;
    }
    return send(reply, call, 200, result);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { status, errorCode, message } = error;
    return send(reply, call, status, { errorCode, errorMessage: message });
  }
}

/** @throws ApiError */
function signedIn(abcp: Abcp, isWrite: boolean, text: string, { headers }: FastifyRequest): Tree {
  if (isWrite && !headers['content-type']?.startsWith(FORM_TYPE))
    throw wrongParameter('Content-Type', `нужен ${FORM_TYPE}`);
  const tree = readForm(text);
  if (!tree) throw wrongParameter('order', 'форма не читается');
  const { userlogin, userpsw, ...rest } = tree;
  if (!abcp.knows(userlogin as string | undefined, userpsw as string | undefined)) throw wrongSignIn();
  return rest;
}

/** A page that pays no heed to `skip` is the first one again. */
function paged(tree: Tree, mischief: Mischief): Tree {
  return mischief === 'same-page' ? { ...tree, skip: '0' } : tree;
}

function findOrder(abcp: Abcp, { number, internalNumber }: Tree): AbcpOrder {
  if (typeof number !== 'string' && typeof internalNumber !== 'string')
    throw wrongParameter('number', 'укажите number или internalNumber');
  const found =
    typeof number === 'string' ? abcp.orders.byNumber(number) : abcp.orders.byInternalNumber(internalNumber as string);
  if (!found) throw notFound('Заказ');
  return found;
}

function listOrders(abcp: Abcp, { dateUpdatedStart, limit = '100', skip = '0' }: Tree): AbcpOrder[] {
  if (dateUpdatedStart !== undefined && (typeof dateUpdatedStart !== 'string' || !isMoscowText(dateUpdatedStart)))
    throw wrongParameter('dateUpdatedStart', 'нужна дата ГГГГ-ММ-ДД чч:мм:сс');
  const [most, from] = [Number(limit), Number(skip)];
  if (!Number.isInteger(most) || most < 2 || most > MOST_ORDERS) throw wrongParameter('limit', 'от 2 до 1000');
  if (!Number.isInteger(from) || from < 0) throw wrongParameter('skip', 'нужно целое число');
  const updated = abcp.orders.all().filter(({ dateUpdated }) => !dateUpdatedStart || dateUpdated >= dateUpdatedStart);
  return updated.slice(from, from + most);
}

function send(reply: FastifyReply, call: AbcpCall, status: number, body: unknown): FastifyReply {
  const text = JSON.stringify(body);
  Object.assign(call, { status, answer: text.slice(0, SHOWN_ANSWER) });
  return reply.code(status).type('application/json; charset=utf-8').send(text);
}

function sendHtml(reply: FastifyReply, call: AbcpCall): FastifyReply {
  Object.assign(call, { status: 200, answer: HTML });
  return reply.type('text/html; charset=utf-8').send(HTML);
}

function answerError(reply: FastifyReply, { message }: Error): FastifyReply {
  return reply.code(500).send({ errorCode: 1, errorMessage: message });
}

/** Without who signed in. */
function shown(text: string): string {
  const fields = [...new URLSearchParams(text)].filter(([name]) => name !== 'userpsw');
  return fields.map(([name, value]) => `${name}=${value}`).join('\n');
}
