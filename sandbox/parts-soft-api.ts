import type { FastifyInstance } from 'fastify';
import { InvalidInput } from './errors.js';
import { bodyOf, flagIn, misbehaviourIn, numberIn, textIn, wholeNumberIn } from './input.js';
import { CONCERNED, MISCHIEFS } from './parts-soft/misbehaviour.js';
import { type PartsSoft, type PartsSoftOffer, STATUSES } from './parts-soft/parts-soft.js';
import { PARTS_SOFT_PATH } from './parts-soft/server.js';

const SHOWN = 200;
const MOST_PIECES = 1_000_000;
const MOST_DAYS = 365;

type ById = { Params: { id: string } };

/** The stand-in PARTS SOFT by JSON, for people by hand and for tests of another process. */
export function partsSoftApi(partsSoft: PartsSoft) {
  return async (app: FastifyInstance): Promise<void> => {
    const state = () => ({
      path: PARTS_SOFT_PATH,
      key: partsSoft.currentKey(),
      misbehaviour: partsSoft.misbehaving.shown(),
      statuses: STATUSES,
      offers: partsSoft.offers,
      offersAnything: partsSoft.offersAnything,
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
    app.put('/api/parts-soft/offers-anything', ({ body }) => {
      partsSoft.offersAnything = flagIn(bodyOf(body), 'offersAnything') ?? true;
      return state();
    });
    app.post('/api/parts-soft/offers', ({ body }) => {
      partsSoft.addOffer(offerIn(body));
      return state();
    });
    app.delete<{ Params: { hash: string } }>('/api/parts-soft/offers/:hash', ({ params }) => {
      partsSoft.removeOffer(params.hash);
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
  return filled(wholeNumberIn(bodyOf(body), 'quantity', least, MOST_PIECES), 'quantity');
}

function offerIn(body: unknown): Pick<PartsSoftOffer, 'oem' | 'make_name' | 'cost' | 'qnt'> & { days: number } {
  const fields = bodyOf(body);
  return {
    oem: filled(textIn(fields, 'oem')?.trim(), 'oem'),
    make_name: filled(textIn(fields, 'make_name')?.trim(), 'make_name'),
    cost: filled(numberIn(fields, 'cost', 0, Number.MAX_SAFE_INTEGER), 'cost'),
    qnt: filled(wholeNumberIn(fields, 'qnt', 1, MOST_PIECES), 'qnt'),
    days: filled(wholeNumberIn(fields, 'days', 0, MOST_DAYS), 'days'),
  };
}

function filled<T>(value: T | undefined, name: string): T {
  if (value === undefined || value === '') throw new InvalidInput(name, `${name}: не заполнено`);
  return value;
}
