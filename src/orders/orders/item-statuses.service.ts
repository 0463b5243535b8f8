import { Injectable, Logger } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { Actor, seesRegion } from '../../access/actor.js';
import { currentRequest, RequestContext } from '../../access/request-context.js';
import { OrderStatus, STATUS_DIRECTORY, StatusDirectory } from '../order-statuses/order-status.entity.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Clock } from '../../platform/clock.js';
import type { FieldError } from '../../platform/field-error.dto.js';
import { errorDetail } from '../../platform/error-texts.js';
import { InvalidInputError, RowsHeldError, UnavailableError } from '../../platform/errors.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { RequestBatcher } from '../../platform/transactions/request-batcher.js';
import { RunOptions, Transactions } from '../../platform/transactions/transactions.service.js';
import { holdOf, presentUndo, Undo, type UndoWindow } from '../undo/undo.service.js';
import { moveItems, OrderMove } from './item-move.js';
import { changesOf, ItemMoves } from './item-moves.service.js';
import { ItemStatusOutcome, ItemStatusResult, presentStatusOf, SetItemStatus } from './order.dto.js';
import { Order, OrderItem } from './order.entity.js';
import { itemsOf } from './order-items.js';
import { OrderItemsStatusChanged } from './orders.events.js';
import { OrderStore } from './order-store.service.js';
import { statusChange } from './status-undoing.service.js';

/** One call that sets a status. */
interface Call {
  input: SetItemStatus;
  window: UndoWindow | undefined;
  actor: Actor;
  request: RequestContext | undefined;
}

/** Orders with all that moving their items asks for. */
interface Affected {
  orders: Map<number, Order>;
  /** All of these orders, by order, in item order. */
  items: Map<number, OrderItem[]>;
  itemsById: Map<number, OrderItem>;
  directory: StatusDirectory;
}

interface Setting {
  result: ItemStatusOutcome;
  status: OrderStatus;
  moves: OrderMove[];
}

/** Items. A call with more has work enough of its own, and others would wait long for it. */
const MOST_SHARED = 20;
const TOGETHER = { size: 64, weight: 500, weigh: ({ input }: Call) => input.itemIds.length };

/**
 * Puts items into statuses; the orders' own statuses follow by the whole-order rule. Small calls that come at the same time share a
 * transaction, in which one goes on from where the other left off: alone, each cost about twenty statements and a commit.
 */
@Injectable()
export class ItemStatusesService {
  private readonly logger = new Logger(ItemStatusesService.name);
  private readonly together = new RequestBatcher((calls: Call[]) => this.setTogether(calls), TOGETHER);

  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly orders: OrderStore,
    private readonly moves: ItemMoves,
    private readonly undo: Undo,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts items, possibly of several orders, into a status. Those already in it are not changed.
   * @throws InvalidInputError naming unknown items or an unknown status
   */
  async set(input: SetItemStatus, actor: Actor): Promise<ItemStatusResult> {
    const call = { input, window: this.undo.open(input.hold), actor, request: currentRequest() };
    const isLarge = input.itemIds.length > MOST_SHARED;
    const shared = isLarge ? undefined : await this.together.do(call);
    const answer = shared ?? (await this.setAll([call], { waitsOnce: !isLarge }))[0]!;
    if (answer instanceof InvalidInputError) throw answer;
    return { ...answer, undo: answer.changed > 0 ? presentUndo(call.window) : null };
  }

  /**
   * What `set` would change now and tell; nothing is changed or held.
   * @throws InvalidInputError as `set` does
   */
  async preview(
    manager: EntityManager,
    input: SetItemStatus,
    actor: Actor,
  ): Promise<{ result: ItemStatusOutcome; event: OrderItemsStatusChanged }> {
    const orderIds = await orderIdsOf(manager, input.itemIds);
    const [orders, items] = await Promise.all([
      manager.findBy(Order, { id: In(orderIds) }),
      itemsOf(manager, orderIds),
    ]);
    const directory = this.configuration.current.get(STATUS_DIRECTORY);
    const setting = setIn(affectedBy(orders, items, directory), input, actor);
    if (setting instanceof InvalidInputError) throw setting;
    const { result, status, moves } = setting;
    const changes = changesOf({ status, cause: 'user', comment: input.comment ?? '', orders: moves });
    return { result, event: new OrderItemsStatusChanged(directory, changes, this.clock.now()) };
  }

  /** @returns undefined for all when one stands in the way of the others, so that each must go alone */
  private async setTogether(calls: Call[]): Promise<Array<ItemStatusOutcome | InvalidInputError | undefined>> {
    try {
      return await this.setAll(calls, { waitsOnce: calls.length > 1 });
    } catch (error) {
      const isAway = error instanceof UnavailableError && !(error instanceof RowsHeldError);
      if (isAway || calls.length === 1) throw error;
      this.logger.warn(
        { err: error },
        `Doing ${calls.length} calls together failed, each goes alone: ${(error as Error).message}`,
      );
      return calls.map(() => undefined);
    }
  }

  /** One call after the other; a refused one changes nothing and takes no other with it. */
  private setAll(calls: Call[], options: RunOptions): Promise<Array<ItemStatusOutcome | InvalidInputError>> {
    return this.transactions.run(async (tx) => {
      // Before the orders are held: no item of theirs can be in a status that is made after it.
      const directory = (await this.configuration.of(tx)).get(STATUS_DIRECTORY);
      const orderIds = await orderIdsOf(
        tx.manager,
        calls.flatMap(({ input }) => input.itemIds),
      );
      const [orders, items] = await tx.inOrder(
        () => this.orders.lockAll(tx, orderIds),
        () => itemsOf(tx.manager, orderIds),
      );
      const affected = affectedBy(orders, items, directory);
      const settings = calls.map(({ input, actor }) => setIn(affected, input, actor));
      const moves = settings.flatMap((setting, index) => {
        if (setting instanceof InvalidInputError) return [];
        const { input, window, actor, request } = calls[index]!;
        if (window) for (const move of setting.moves) move.hold = holdOf(window);
        const statusChange = { cause: 'user' as const, comment: input.comment ?? '', actor: actor.name, request };
        return [{ ...statusChange, status: setting.status, orders: setting.moves }];
      });
      await this.moves.write(tx, directory, moves);
      for (const [index, setting] of settings.entries()) await this.remember(tx, calls[index]!, setting);
      return settings.map((setting) => (setting instanceof InvalidInputError ? setting : setting.result));
    }, options);
  }

  private async remember(tx: Transaction, { window, actor }: Call, setting: Setting | InvalidInputError) {
    if (!window || setting instanceof InvalidInputError) return;
    const changes = setting.moves.map((move) => ({
      hold: move.hold!,
      kind: 'item_status' as const,
      subjectId: move.order.id,
      change: statusChange(move, setting.status),
    }));
    await this.undo.remember(tx, window, changes, actor);
  }
}

function affectedBy(orders: Order[], items: Map<number, OrderItem[]>, directory: StatusDirectory): Affected {
  const byId = new Map(orders.map((order) => [order.id, order]));
  const itemsById = new Map([...items.values()].flat().map((item) => [item.id, item]));
  return { orders: byId, items, itemsById, directory };
}

async function orderIdsOf(manager: EntityManager, itemIds: string[]): Promise<number[]> {
  const id = In([...new Set(itemIds)].map(Number));
  const items = await manager.find(OrderItem, { select: { id: true, orderId: true }, where: { id } });
  return [...new Set(items.map(({ orderId }) => orderId))];
}

/** Moves the items in the objects; nothing moves where an item or the status is unknown to the actor. */
function setIn(affected: Affected, { itemIds, statusId }: SetItemStatus, actor: Actor): Setting | InvalidInputError {
  const { orders, items, itemsById, directory } = affected;
  const chosen = new Set<OrderItem>();
  const concerned = new Set<Order>();
  const errors: FieldError[] = [];
  for (const [index, id] of itemIds.entries()) {
    const item = itemsById.get(Number(id));
    const order = item && orders.get(item.orderId)!;
    if (order && seesRegion(actor, order.regionId)) {
      chosen.add(item);
      concerned.add(order);
    } else {
      errors.push({ path: `itemIds[${index}]`, ...errorDetail('no_such_item') });
    }
  }
  if (errors.length > 0) return new InvalidInputError(errors);
  const status = directory.get(Number(statusId));
  if (!status) return InvalidInputError.of('statusId', errorDetail('no_such_status'));
  const moving = [...chosen].filter((item) => item.statusId !== status.id);
  const inSequence = [...concerned].sort((one, other) => one.id - other.id);
  const moves = moveItems(inSequence, items, moving, status.id, directory);
  const result = {
    changed: moving.length,
    unchanged: chosen.size - moving.length,
    orders: inSequence.map((order) => ({ id: String(order.id), status: presentStatusOf(order.statusId, directory) })),
  };
  return { result, status, moves };
}
