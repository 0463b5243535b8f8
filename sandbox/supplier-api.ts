import type { FastifyInstance } from 'fastify';
import { bodyOf, choiceIn, flagIn, misbehaviourIn, wholeNumberIn } from './input.js';
import { ENCODINGS, FORMATS, SEPARATORS } from './price-files.js';
import { MISCHIEFS } from './supplier/misbehaviour.js';
import { SUPPLIER_PATH } from './supplier/server.js';
import type { Supplier, SupplierList } from './supplier/supplier.js';

const SHOWN = 200;
const MOST_ROWS = 3_000_000;

/** The stand-in supplier by JSON, for people by hand and for tests of another process. */
export function supplierApi(supplier: Supplier) {
  return async (app: FastifyInstance): Promise<void> => {
    const state = () => ({
      path: SUPPLIER_PATH,
      list: supplier.list,
      edition: supplier.edition,
      fileName: supplier.file().name,
      misbehaviour: supplier.misbehaving.shown(),
      calls: supplier.calls.slice(-SHOWN).reverse(),
    });
    app.get('/api/supplier/state', state);
    app.put('/api/supplier/list', ({ body }) => {
      supplier.configure(listIn(body));
      return state();
    });
    app.post('/api/supplier/next-day', () => {
      supplier.nextDay();
      return state();
    });
    app.put('/api/supplier/misbehaviour', ({ body }) => {
      supplier.misbehaving.set(misbehaviourIn(body, MISCHIEFS, []));
      return state();
    });
    app.post('/api/supplier/reset', () => {
      supplier.reset();
      return state();
    });
  };
}

function listIn(body: unknown): Partial<SupplierList> {
  const fields = bodyOf(body);
  const chosen = <T extends string>(name: string, choices: readonly T[]) =>
    fields[name] === undefined ? undefined : choiceIn(fields[name], choices, name);
  const change = {
    rows: wholeNumberIn(fields, 'rows', 1, MOST_ROWS),
    format: chosen('format', FORMATS),
    encoding: chosen('encoding', ENCODINGS),
    separator: chosen('separator', SEPARATORS),
    isZipped: flagIn(fields, 'isZipped'),
  };
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
