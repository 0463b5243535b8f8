import type { OneCShop, SentDocument } from './one-c-shop.js';
import { positionOf } from './shop.js';

/** An order of four pieces of P1 and two of P2 that 1C has, and what 1C and people say of its lines. */
export class OrderWithLines {
  private constructor(
    private readonly exchange: OneCShop,
    readonly id: string,
    readonly items: Array<{ id: string }>,
    private readonly key: string,
  ) {}

  static async handOver(exchange: OneCShop): Promise<OrderWithLines> {
    const { shop } = exchange;
    await exchange.configure({ refusedStatusId: shop.statuses['Отказ'] });
    const { id } = await shop.receive('PR-1', 1, { positions: [positionOf(1, { quantity: 4 }), positionOf(2)] });
    const { body } = await shop.accept(id);
    await exchange.exchange();
    const { items } = await shop.order(body.orderId);
    return new OrderWithLines(exchange, body.orderId, items, await exchange.keyOf(body.orderId));
  }

  /** 1C sends the order back with these lines. */
  send(...lines: SentDocument['lines'] & object): Promise<void> {
    return this.exchange.send([{ key: this.key, number: this.id, lines }]);
  }

  decide(proposalId: string, what: 'accept' | 'dismiss') {
    const { shop, exchangeId } = this.exchange;
    return shop.admin.post(`/exchanges/${exchangeId}/proposals/${proposalId}/${what}`);
  }
}
