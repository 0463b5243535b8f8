import type { OrderRecord } from './ledger.js';

/** The request cannot be carried out; `field` is what has to change. */
export class InvalidInput extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

export class OrderNotFound extends Error {
  constructor(id: string) {
    super(`Заказа ${id} в песочнице нет`);
  }
}

/** The service behind the order link gave no answer. */
export class ServiceUnreachable extends Error {}

/** The order was kept, but the service behind the order link gave no answer. */
export class PostFailed extends Error {
  constructor(
    message: string,
    readonly order: OrderRecord,
  ) {
    super(message);
  }
}
