import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Decision, OrderModel, STATUSES_TO_SET, Which } from '../world/order-model.js';
import { isGood, orderCancelled, orderCreated } from '../world/poster.js';
import { noticesOf, untilDrained } from '../world/shop-work.js';
import type { Trial } from '../world/trial.js';
import type { World } from '../world/world.js';

const LONGEST_WALK = 30;
const ORDERS_OF_A_WALK = 3;

type Step =
  | { do: 'post'; order: number; content: number }
  | { do: 'cancel'; order: number }
  | { do: 'decide'; order: number; decision: Decision; which: Which }
  | { do: 'set'; order: number; status: string; which: Which }
  | { do: 'divide'; order: number; status: string; position: 0 | 1 }
  | { do: 'gettzap'; isUp: boolean }
  | { do: 'crash' };

const order = fc.nat(ORDERS_OF_A_WALK - 1);
const which = fc.constantFrom<Which>('all', 0, 1);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('post' as const), order, content: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), order }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      order,
      decision: fc.constantFrom<Decision>('accept', 'accept', 'refuse'),
      which,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('set' as const),
      order,
      status: fc.constantFrom(...STATUSES_TO_SET),
      which,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('divide' as const),
      order,
      status: fc.constantFrom(...STATUSES_TO_SET),
      position: fc.constantFrom<0 | 1>(0, 1),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('gettzap' as const), isUp: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ do: 'crash' as const }) },
);

/** A crash is not waited for: the steps after it go on against a service that is just being killed and started. */
const trial: Trial = {
  number: 24,
  name: 'random-walks',
  does: 'Random walks go over receiving, changing, cancelling, deciding, statuses, divided items, outages of GettZap and crashes.',
  holds: 'A model of the rules and the database agree.',
  databases: ['mariadb', 'embedded'],
  isShort: true,
  inCi: true,
  limitMinutes: 15,
  async run({ open, count, random }) {
    const world = await open();
    const walks = count(60, 8);
    let done = 0;
    let steps = 0;
    let crashes = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: LONGEST_WALK }), async (walk) => {
        const walker = new Walker(world, `walk-${++done}`);
        for (const each of walk) await walker.take(each);
        await walker.compare();
        steps += walk.length;
        crashes += walk.filter((each) => each.do === 'crash').length;
      }),
      { numRuns: walks, seed: random.seed, endOnFailure: false, interruptAfterTimeLimit: 10 * 60_000 },
    );
    return { walks: done, steps, crashes, notifications: (await noticesOf(world)).length };
  },
};
export default trial;

/** Does each step at the service and in the model. */
class Walker {
  private readonly models: OrderModel[] = Array.from({ length: ORDERS_OF_A_WALK }, () => new OrderModel());
  private crash: Promise<void> | undefined;
  /** An answer may have been lost, and what was asked again was refused because it was done. */
  private hasCrashed = false;

  constructor(
    private readonly world: World,
    private readonly name: string,
  ) {}

  async take(each: Step): Promise<void> {
    if (each.do === 'gettzap') return each.isUp ? this.world.sandbox.clearTrouble() : this.gettzapFails();
    if (each.do === 'crash') return this.startCrash();
    const model = this.models[each.order]!;
    const externalId = `${this.name}-${each.order}`;
    if (each.do === 'post') {
      await this.world.poster.postUntilTaken(orderCreated(externalId, 2, { comment: `content ${each.content}` }));
      model.post(each.content);
    } else if (each.do === 'cancel') {
      this.world.poster.posted.add(externalId);
      while (!isGood(await this.world.poster.post(orderCancelled(externalId)))) await new Promise(setImmediate);
      model.cancel();
    } else if (each.do === 'decide' && model.isKnown) await this.decide(externalId, model, each.decision, each.which);
    else if (each.do === 'set' && model.items.length > 0) await this.set(externalId, model, each.status, each.which);
    else if (each.do === 'divide') await this.divide(externalId, model, each.status, each.position);
  }

  /** Mends everything, lets all be told, and looks whether it is as the model says. */
  async compare(): Promise<void> {
    await this.crash;
    this.world.sandbox.clearTrouble();
    await untilDrained(this.world);
    const notices = await noticesOf(this.world);
    for (const [index, model] of this.models.entries()) {
      if (!model.isKnown) continue;
      const externalId = `${this.name}-${index}`;
      const found = await this.find(externalId);
      const told = notices.filter(({ subject }) => subject === externalId);
      const expected = {
        state: model.state,
        changedAfterDecision: model.isChangedAfterDecision,
        // One that is settled a job ends, which may not have come to it yet.
        cancelConflict: model.hasConflict && (model.isConflictOpen || found.flags.cancelConflict),
        positions: model.positions ?? [],
        notices: model.notices.map(({ text, isEcho }) => (isEcho ? `${text} (skipped)` : text)),
        ...(await this.expectedOrder(model)),
      };
      const actual = {
        state: found.state,
        changedAfterDecision: found.flags.changedAfterDecision,
        cancelConflict: found.flags.cancelConflict,
        positions: found.positions.map(({ state }: { state: string }) => state),
        notices: told.map(({ kind, state, payload }) => {
          const pieces = payload.quantity === null ? '' : ` q${payload.quantity}`;
          const text = `${kind} ${payload.positionExternalId ?? 'order'} ${payload.status}${pieces}`;
          return state === 'skipped' ? `${text} (skipped)` : text;
        }),
        ...(await this.actualOrder(found)),
      };
      assert.deepEqual(actual, expected, externalId);
      const allowed = model.isCancelled ? ['delivered', 'skipped', 'cancelled'] : ['delivered', 'skipped'];
      assert.deepEqual(
        told.filter(({ state }) => !allowed.includes(state)),
        [],
        `${externalId}: all told`,
      );
    }
  }

  private gettzapFails(): void {
    this.world.sandbox.setTrouble({ kind: '503' });
  }

  private async startCrash(): Promise<void> {
    await this.crash;
    this.hasCrashed = true;
    const replica = this.world.replicas[0]!;
    this.crash = replica.kill().then(() => replica.start());
  }

  private async decide(externalId: string, model: OrderModel, decision: Decision, which: Which): Promise<void> {
    const found = await this.find(externalId);
    if (which !== 'all' && found.positions.length === 0) return;
    const positions = which === 'all' ? undefined : [{ id: found.positions[which].id }];
    const { status, body } = await this.world.api.post(`/external-orders/${found.id}/${decision}`, {
      ...(positions && { positions }),
    });
    const refusal = model.decide(decision, which);
    if (status === 409 && refusal === undefined && this.hasCrashed && body.code === 'already_decided') return;
    assert.deepEqual([status, body.code], refusal ? [409, refusal] : [200, undefined], `${decision} ${which}`);
  }

  private async set(externalId: string, model: OrderModel, name: string, which: Which): Promise<void> {
    const { orderId } = await this.find(externalId);
    const { items } = await this.world.api.read(`/orders/${orderId}`);
    const chosen = items.filter((_: unknown, n: number) => which === 'all' || model.items[n]!.position === which);
    if (chosen.length === 0) return;
    const itemIds = chosen.map(({ id }: { id: string }) => id);
    const { status } = await this.world.api.post('/order-items/status', {
      itemIds,
      statusId: this.world.statuses[name],
    });
    assert.equal(status, 200);
    model.setStatus(name, which);
  }

  private async divide(externalId: string, model: OrderModel, name: string, position: 0 | 1): Promise<void> {
    const before = model.items.map(({ quantity }) => quantity);
    const at = model.divide(name, position);
    if (at < 0) return;
    const { orderId } = await this.find(externalId);
    const { items } = await this.world.api.read(`/orders/${orderId}`);
    const { status, body } = await this.world.api.post('/order-items/status', {
      items: [{ id: items[at].id, quantity: 1, of: before[at] }],
      statusId: this.world.statuses[name],
    });
    if (status === 409 && this.hasCrashed && body.code === 'changed_meanwhile') return;
    assert.equal(status, 200);
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- answers of every shape
  private async find(externalId: string): Promise<any> {
    const [row] = await this.world.database.rows('SELECT id FROM external_orders WHERE external_id = ?', [externalId]);
    assert.ok(row, `${externalId} is there`);
    return this.world.api.read(`/external-orders/${row.id}`);
  }

  private async expectedOrder({ orderStatus, items }: OrderModel): Promise<object> {
    if (orderStatus === undefined) return { hasOrder: false };
    return { hasOrder: true, orderStatus, items: items.map(({ status, quantity }) => `${quantity} ${status}`) };
  }

  private async actualOrder({ orderId }: { orderId: string | null }): Promise<object> {
    if (!orderId) return { hasOrder: false };
    const { status, items } = await this.world.api.read(`/orders/${orderId}`);
    const lines = items.map(
      (item: { status: { name: string }; quantity: number }) => `${item.quantity} ${item.status.name}`,
    );
    return { hasOrder: true, orderStatus: status?.name ?? null, items: lines };
  }
}
