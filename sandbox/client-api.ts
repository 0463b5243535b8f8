import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { abcpApi } from './abcp-api.js';
import { InvalidInput, OrderNotFound, PostFailed, ServiceUnreachable } from './errors.js';
import { bodyOf, wholeNumberIn } from './input.js';
import type { OrderRecord } from './ledger.js';
import { oneCApi } from './one-c-api.js';
import { partsSoftApi } from './parts-soft-api.js';
import { cancellationFrom, orderChangeFrom, partialOrderFrom } from './order-input.js';
import { rawMessageFrom, settingsFrom, troubleFrom } from './settings-input.js';
import { supplierApi } from './supplier-api.js';
import type { SandboxVerbs } from './verbs.js';

const RAW_BODY_LIMIT = 32 * 1024 * 1024;

type ById = { Params: { id: string } };

/** JSON API of the sandbox itself, for tests and for its page. */
export function clientApi(sandbox: SandboxVerbs) {
  return async (app: FastifyInstance): Promise<void> => {
    app.addHook('onRequest', refuseForeignPages);
    app.setErrorHandler(answerError);

    app.get<{ Querystring: { orders?: string } }>('/api/state', (request) => {
      const limit = Number(request.query.orders);
      return sandbox.state(Number.isInteger(limit) && limit > 0 ? limit : undefined);
    });
    app.get<{ Querystring: { orderId?: string } }>('/api/requests', (request) =>
      sandbox.ledger.requests(request.query.orderId),
    );

    app.post('/api/orders', (request) => sandbox.postOrder(partialOrderFrom(request.body)));
    app.post<ById>('/api/orders/:id/update', (request) =>
      sandbox.updateOrder(request.params.id, orderChangeFrom(request.body)),
    );
    app.post<ById>('/api/orders/:id/cancel', (request) =>
      sandbox.cancelOrder(request.params.id, cancellationFrom(request.body)),
    );
    app.post<ById>('/api/orders/:id/resend', (request) =>
      sandbox.resend(request.params.id, wholeNumberIn(bodyOf(request.body), 'n', 1, 1_000_000)),
    );
    app.post('/api/raw', { bodyLimit: RAW_BODY_LIMIT }, async (request) => {
      const { body, contentType } = rawMessageFrom(request.body);
      return { response: await sandbox.postRaw(body, contentType) };
    });

    app.put('/api/trouble', (request) => {
      sandbox.setTrouble(troubleFrom(request.body));
      return sandbox.trouble();
    });
    app.delete('/api/trouble', () => {
      sandbox.clearTrouble();
      return sandbox.trouble();
    });
    app.put('/api/settings', (request) => {
      sandbox.configure(settingsFrom(request.body));
      return sandbox.state(1).settings;
    });
    app.post('/api/reset', () => {
      sandbox.reset();
      return { result: 'ok' };
    });
    await app.register(oneCApi(sandbox.oneC));
    await app.register(abcpApi(sandbox.abcp));
    await app.register(partsSoftApi(sandbox.partsSoft));
    await app.register(supplierApi(sandbox.supplier));
  };
}

/** Any page open in the same browser could otherwise drive a sandbox on loopback. */
async function refuseForeignPages(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (request.headers['sec-fetch-site'] !== 'cross-site') return;
  await reply.code(403).send({ code: 'foreign_page', message: 'Запрос пришёл с чужой страницы' });
}

interface ErrorBody {
  code: string;
  message: string;
  field?: string;
  order?: OrderRecord;
}

function answerError(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const [status, body] = explain(error);
  return reply.code(status).send(body);
}

function explain(error: FastifyError): [number, ErrorBody] {
  const { message } = error;
  if (error instanceof InvalidInput) return [400, { code: 'invalid_input', field: error.field, message }];
  if (error instanceof OrderNotFound) return [404, { code: 'order_not_found', message }];
  if (error instanceof PostFailed) return [502, { code: 'service_unreachable', message, order: error.order }];
  if (error instanceof ServiceUnreachable) return [502, { code: 'service_unreachable', message }];
  const status = error.statusCode ?? 500;
  return [status, { code: error.code ?? 'internal', field: 'body', message }];
}
