import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { READING_CONNECTION, Transactions } from '../../src/platform/transactions/transactions.service.js';
import type { Shop } from './shop.js';

type Running = Pick<Shop, 'app'>;

/** What is stored, past the service: only what is committed, since the embedded database's writing connection may be in the middle of a transaction. */
export function stored({ app }: Running): EntityManager {
  return app.get<DataSource>(getDataSourceToken(READING_CONNECTION)).manager;
}

/** Changes what is stored by one statement past the service, in turn with the service's transactions: in the middle of one it would be undone with it. */
export function change<T>({ app }: Running, statement: (manager: EntityManager) => Promise<T>): Promise<T> {
  return app.get(Transactions).change(statement);
}

/** Plain SQL past the service; both engines take `?`. */
// oxlint-disable-next-line typescript/no-explicit-any -- rows of every shape
export function sql(shop: Running, statement: string, parameters: unknown[] = []): Promise<any> {
  const ask = (manager: EntityManager) => manager.query(statement, parameters);
  return /^\s*SELECT/i.test(statement) ? ask(stored(shop)) : change(shop, ask);
}
