import type { FastifyInstance } from 'fastify';
import type { Abcp, AbcpCall } from './abcp/abcp.js';
import { CONCERNED, MISCHIEFS, type Misbehaviour } from './abcp/misbehaviour.js';
import { STATUSES, type AbcpOrder, type AbcpStatus } from './abcp/orders.js';
import { ABCP_PATH } from './abcp/server.js';
import { InvalidInput } from './errors.js';
import { bodyOf, misbehaviourIn, textIn, wholeNumberIn } from './input.js';

const SHOWN_ORDERS = 200;
const SHOWN_CALLS = 100;
const MOST_PIECES = 1_000_000;

type ByPosition = { Params: { number: string; position: string } };

export interface AbcpState {
  /** Where the stand-in is called, behind the sandbox's own address. */
  path: string;
  login: string;
  misbehaviour: Misbehaviour;
  statuses: readonly AbcpStatus[];
  /** Newest first. */
  orders: AbcpOrder[];
  ordersTotal: number;
  /** Newest first. */
  calls: AbcpCall[];
  callsTotal: number;
}

/** The stand-in ABCP by JSON, for its page and for tests of another process. */
export function abcpApi(abcp: Abcp) {
  return async (app: FastifyInstance): Promise<void> => {
    const state = (): AbcpState => stateOf(abcp);
    app.get('/api/abcp/state', state);
    app.put('/api/abcp/sign-in', ({ body }) => {
      const fields = bodyOf(body);
      const [login, password] = [textIn(fields, 'login'), textIn(fields, 'password')];
      abcp.configure({ ...(login && { login }), ...(password && { password }) });
      return state();
    });
    app.put('/api/abcp/misbehaviour', ({ body }) => {
      abcp.misbehave(misbehaviourIn(body, MISCHIEFS, CONCERNED));
      return state();
    });
    app.delete('/api/abcp/misbehaviour', () => {
      abcp.behave();
      return state();
    });
    app.post('/api/abcp/reset', () => {
      abcp.reset();
      return state();
    });
    app.post('/api/abcp/orders', () => abcp.orders.addOwn());
    positionRoutes(app, abcp);
  };
}

/** What the shop's people do with a position at ABCP. */
function positionRoutes(app: FastifyInstance, { orders }: Abcp): void {
  const path = '/api/abcp/orders/:number/positions/:position';
  app.post<ByPosition>(`${path}/status`, ({ params, body }) =>
    orders.setStatus(params.number, params.position, textIn(bodyOf(body), 'statusCode') ?? ''),
  );
  app.post<ByPosition>(`${path}/quantity`, ({ params, body }) => {
    const quantity = wholeNumberIn(bodyOf(body), 'quantity', 0, MOST_PIECES);
    if (quantity === undefined) throw new InvalidInput('quantity', 'quantity: не заполнено');
    return orders.setQuantityFinal(params.number, params.position, quantity);
  });
  app.post<ByPosition>(`${path}/ask-to-cancel`, ({ params }) => orders.askToCancel(params.number, params.position));
  app.post<ByPosition>(`${path}/remove`, ({ params }) => orders.remove(params.number, params.position));
}

function stateOf(abcp: Abcp): AbcpState {
  const orders = abcp.orders.all();
  return {
    path: ABCP_PATH,
    login: abcp.login(),
    misbehaviour: abcp.misbehaviour(),
    statuses: STATUSES,
    orders: orders.slice(-SHOWN_ORDERS).reverse(),
    ordersTotal: orders.length,
    calls: abcp.calls.slice(-SHOWN_CALLS).reverse(),
    callsTotal: abcp.calls.length,
  };
}
