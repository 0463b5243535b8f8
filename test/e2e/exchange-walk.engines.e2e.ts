import fc from 'fast-check';
import { OneCShop } from '../support/one-c-shop.js';
import { positionOf, Shop } from '../support/shop.js';

const ORDERS = 3;
const STATUSES = ['В работе', 'Пришло на склад', 'Выдано', 'Отказ'];
const STATUSES_THERE = ['К отгрузке', 'Собран', 'Отгружен'];

type Step =
  | { what: 'accept' | 'cancel'; order: number }
  | { what: 'status'; order: number; item: number; status: string; isPart: boolean; hold: number }
  | { what: 'undo' }
  | { what: 'wait' }
  | { what: 'visit'; lost: 'query' | 'success' | 'file' | null; skips: boolean; echoes: boolean }
  | { what: 'status there'; order: number; status: string }
  | { what: 'ship'; order: number }
  | { what: 'less'; order: number }
  | { what: 'accept lines' };

const order = fc.nat(ORDERS - 1);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { arbitrary: fc.record({ what: fc.constantFrom('accept' as const, 'cancel' as const), order }), weight: 4 },
    {
      arbitrary: fc.record({
        what: fc.constant('status' as const),
        order,
        item: fc.nat(3),
        status: fc.constantFrom(...STATUSES),
        isPart: fc.boolean(),
        hold: fc.constantFrom(0, 0, 60),
      }),
      weight: 5,
    },
    { arbitrary: fc.constant({ what: 'undo' as const }), weight: 1 },
    { arbitrary: fc.constant({ what: 'wait' as const }), weight: 1 },
    {
      arbitrary: fc.record({
        what: fc.constant('visit' as const),
        lost: fc.constantFrom(null, null, 'query' as const, 'success' as const, 'file' as const),
        skips: fc.boolean(),
        echoes: fc.boolean(),
      }),
      weight: 6,
    },
    {
      arbitrary: fc.record({
        what: fc.constant('status there' as const),
        order,
        status: fc.constantFrom(...STATUSES_THERE),
      }),
      weight: 2,
    },
    { arbitrary: fc.record({ what: fc.constantFrom('ship' as const, 'less' as const), order }), weight: 2 },
    { arbitrary: fc.constant({ what: 'accept lines' as const }), weight: 1 },
  ),
  { minLength: 8, maxLength: 30 },
);

describe('whatever happens here and in 1C', () => {
  let shop: Shop;
  let exchange: OneCShop;
  beforeAll(async () => {
    shop = await Shop.open();
    exchange = await OneCShop.connect(shop);
    await exchange.configure({ refusedStatusId: shop.statuses['Отказ'] });
    await exchange.map({
      'К отгрузке': 'Пришло на склад',
      Собран: 'Готово к выдаче',
      Отгружен: 'Выдано',
      'Отпуск товара': 'Выдано',
    });
  });
  afterAll(async () => {
    exchange.oneC.close();
    await shop.close();
  });

  let round = 0;

  /** One walk over orders of its own. */
  class Walk {
    private readonly name = `WK-${(round += 1)}`;
    readonly received: string[] = [];
    readonly accepted = new Map<number, string>();
    /** Orders of which 1C itself has changed something, which it is not told of. */
    private readonly changedThere = new Set<string>();
    private token: string | null = null;

    async begin(): Promise<void> {
      const positions = [positionOf(1, { quantity: 3 }), positionOf(2)];
      for (let n = 0; n < ORDERS; n += 1)
        this.received.push((await shop.receive(`${this.name}-${n}`, 1, { positions })).id);
    }

    async do(step: Step): Promise<void> {
      switch (step.what) {
        case 'accept': {
          const { status, body } = await shop.accept(this.received[step.order]!);
          if (status === 200) this.accepted.set(step.order, body.orderId);
          return;
        }
        case 'cancel':
          await shop.cancel(`${this.name}-${step.order}`);
          return;
        case 'status':
          return this.setStatus(step);
        case 'undo':
          if (this.token) await shop.admin.post(`/undo/${this.token}`);
          return;
        case 'wait':
          shop.clock.advance(61_000);
          return;
        case 'visit':
          exchange.oneC.misbehave({ loseAnswerOf: step.lost, skipSuccess: step.skips, echoStatus: step.echoes });
          await exchange.oneC.exchange();
          return exchange.oneC.behave();
        case 'accept lines':
          return acceptAll();
        default:
          return this.workThere(step);
      }
    }

    private async setStatus({ order: n, item, status, isPart, hold }: Step & { what: 'status' }): Promise<void> {
      const id = this.accepted.get(n);
      if (!id) return;
      const { items } = await shop.order(id);
      const chosen = items[item % items.length];
      const quantity = isPart ? 1 : chosen.quantity;
      const input = { items: [{ id: chosen.id, quantity }], statusId: shop.statuses[status], hold };
      const { body } = await shop.admin.post('/order-items/status', input);
      this.token = body.undo?.token ?? this.token;
    }

    private workThere(step: Step & { what: 'status there' | 'ship' | 'less' }): void {
      const id = this.accepted.get(step.order);
      const document = exchange.oneC.books.all().find(({ number }) => number === id);
      if (!document) return;
      this.changedThere.add(document.number);
      const line = document.lines.findIndex(({ quantity }) => quantity > 1) + 1;
      if (step.what === 'status there') exchange.oneC.setStatus(document.id, step.status);
      else if (line > 0 && step.what === 'ship') exchange.oneC.ship(document.id, [{ line, quantity: 1 }]);
      else if (line > 0 && step.what === 'less') exchange.oneC.setQuantity(document.id, line, 1);
    }

    /** 1C's books against our orders, once all has been told on both sides. */
    async check(): Promise<void> {
      for (const id of this.accepted.values()) {
        const { items, status } = await shop.order(id);
        const live = items.filter((item: { status: { group: string } }) => !/refused|removed/.test(item.status.group));
        const document = exchange.oneC.books.all().find(({ number }) => number === id);
        if (!document) {
          expect(live).toEqual([]);
          continue;
        }
        const lines: Record<string, number> = {};
        for (const { number, quantity } of live) lines[number] = (lines[number] ?? 0) + quantity;
        const there = Object.fromEntries(document.lines.map(({ number, quantity }) => [number, quantity]));
        expect({ id, lines: there, count: document.createdCount }).toEqual({ id, lines, count: 1 });
        expect(await exchange.stateOf(id)).toMatchObject(['confirmed', expect.any(Number)]);
        if (!this.changedThere.has(id)) expect(document.siteStatus.name).toBe(status?.name ?? '');
      }
    }
  }

  async function acceptAll(): Promise<void> {
    for (const { id } of await exchange.proposals())
      await shop.admin.post(`/exchanges/${exchange.exchangeId}/proposals/${id}/accept`);
  }

  it('1C has every accepted order once, with the pieces and the status that it has here', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (todo) => {
        const walk = new Walk();
        await walk.begin();
        for (const step of todo) await walk.do(step);
        shop.clock.advance(61_000);
        await exchange.exchange();
        await acceptAll();
        await exchange.settle();
        await walk.check();
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });
});
