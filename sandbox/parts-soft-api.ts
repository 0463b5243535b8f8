import type { FastifyInstance } from 'fastify';
import { InvalidInput } from './errors.js';
import { bodyOf, misbehaviourIn, textIn, wholeNumberIn } from './input.js';
import { CONCERNED, MISCHIEFS } from './parts-soft/misbehaviour.js';
import { type PartsSoft, STATUSES } from './parts-soft/parts-soft.js';
import { PARTS_SOFT_PATH } from './parts-soft/server.js';

const SHOWN = 200;
const MOST_PIECES = 1_000_000;

type ById = { Params: { id: string } };

/** The stand-in PARTS SOFT by JSON, for people by hand and for tests of another process. */
export function partsSoftApi(partsSoft: PartsSoft) {
  return async (app: FastifyInstance): Promise<void> => {
    const state = () => ({
      path: PARTS_SOFT_PATH,
      misbehaviour: partsSoft.misbehaving.shown(),
      statuses: STATUSES,
      basket: partsSoft.basket,
      items: partsSoft.items.slice(-SHOWN).reverse(),
      itemsTotal: partsSoft.items.length,
      calls: partsSoft.calls.slice(-SHOWN).reverse(),
    });
    app.get('/api/parts-soft/state', state);
    app.put('/api/parts-soft/key', ({ body }) => {
      partsSoft.useKey(textIn(bodyOf(body), 'key') ?? '');
      return state();
    });
    app.put('/api/parts-soft/misbehaviour', ({ body }) => {
      partsSoft.misbehaving.set(misbehaviourIn(body, MISCHIEFS, CONCERNED));
      return state();
    });
    app.post('/api/parts-soft/reset', () => {
      partsSoft.reset();
      return state();
    });
    const path = '/api/parts-soft/items/:id';
    app.post<ById>(`${path}/status`, ({ params, body }) =>
      partsSoft.setStatus(Number(params.id), textIn(bodyOf(body), 'code') ?? ''),
    );
    app.post<ById>(`${path}/quantity`, ({ params, body }) =>
      partsSoft.setQuantity(Number(params.id), quantityIn(body, 0)),
    );
    app.post<ById>(`${path}/divide`, ({ params, body }) => partsSoft.divide(Number(params.id), quantityIn(body, 1)));
  };
}

function quantityIn(body: unknown, least: number): number {
  const quantity = wholeNumberIn(bodyOf(body), 'quantity', least, MOST_PIECES);
  if (quantity === undefined) throw new InvalidInput('quantity', 'quantity: не заполнено');
  return quantity;
}
