import { Injectable, Logger } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { Actor } from '../../access/actor.js';
import { currentRequest, RequestContext } from '../../access/request-context.js';
import { OrderStatus, STATUS_DIRECTORY, StatusDirectory } from '../order-statuses/order-status.entity.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Clock, later } from '../../platform/clock.js';
import { errorDetail } from '../../platform/error-texts.js';
import {
  ChangedMeanwhileError,
  InvalidInputError,
  type LastChange,
  RowsHeldError,
  UnavailableError,
} from '../../platform/errors.js';
import { presentChange } from '../../platform/http/problem.dto.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { RequestBatcher } from '../../platform/transactions/request-batcher.js';
import { RunOptions, Transactions } from '../../platform/transactions/transactions.service.js';
import { holdOf, presentUndo, Undo, type UndoWindow } from '../undo/undo.service.js';
import { divide, type Division } from './item-division.js';
import { moveItems, OrderMove, sinceOf } from './item-move.js';
import { changesOf, ItemMoves } from './item-moves.service.js';
import type { ItemStatusOutcome, ItemStatusResult, OvertakenOrderView, SetItemStatus } from './item-status.dto.js';
import {
  type Affected,
  chooseItems,
  lastChangesOf,
  namedIn,
  orderIdsOf,
  type OvertakenItem,
  type OvertakenOrders,
} from './named-items.js';
import { presentStatusOf } from './order.dto.js';
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

interface Setting {
  result: ItemStatusOutcome;
  status: OrderStatus;
  moves: OrderMove[];
  divisions: Division[];
  overtaken: OvertakenOrders;
}

/** A call that changes nothing, and takes no other with it. */
type Refusal = InvalidInputError | ChangedMeanwhileError;

type Answer = Omit<ItemStatusResult, 'undo'>;

/** Items. A call with more has work enough of its own, and others would wait long for it. */
const MOST_SHARED = 20;
const TOGETHER = { size: 64, weight: 500, weigh: ({ input }: Call) => namedIn(input).length };

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
   * Puts items, possibly of several orders, into a status. Those already in it are not changed; of which fewer pieces are named, those
   * become an item of their own. An order of which one is in another status than the caller takes it to be in is left as it is.
   * @throws InvalidInputError naming unknown items, an unknown status, or more pieces than an item has; ChangedMeanwhileError where an
   * item has not the pieces that the caller takes it to have, or each of the orders is left as it is
   */
  async set(input: SetItemStatus, actor: Actor): Promise<ItemStatusResult> {
    const call = { input, window: this.undo.open(input.hold), actor, request: currentRequest() };
    const isLarge = namedIn(input).length > MOST_SHARED;
    const shared = isLarge ? undefined : await this.together.do(call);
    const answer = shared ?? (await this.setAll([call], { waitsOnce: !isLarge }))[0]!;
    if (answer instanceof Error) throw answer;
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
    const orderIds = await orderIdsOf(manager, [input]);
    const [orders, items] = await Promise.all([
      manager.findBy(Order, { id: In(orderIds) }),
      itemsOf(manager, orderIds),
    ]);
    const directory = this.configuration.current.get(STATUS_DIRECTORY);
    const at = this.clock.now();
    const setting = settingOf(affectedBy(orders, items, directory), input, actor, at);
    if (setting instanceof Error) throw setting;
    const lastChanges = await lastChangesOf(manager, [...setting.overtaken.values()].flat());
    const result = outcomeOf(setting, lastChanges);
    if (result instanceof Error) throw result;
    const { status, moves, divisions } = setting;
    // What is not there yet is told of the item that it would be part of.
    for (const { part, from } of divisions) part.id = from.id;
    const changes = changesOf({ status, cause: 'user', comment: input.comment ?? '', orders: moves });
    return { result, event: new OrderItemsStatusChanged(directory, changes, at) };
  }

  /** @returns undefined for all when one stands in the way of the others, so that each must go alone */
  private async setTogether(calls: Call[]): Promise<Array<Answer | Refusal | undefined>> {
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

  private setAll(calls: Call[], options: RunOptions): Promise<Array<Answer | Refusal>> {
    return this.transactions.run((tx) => this.setIn(tx, calls), options);
  }

  /**
   * Does what `set` does for inputs that are one change together, in a transaction of the caller's, who holds no order yet.
   * @returns what each changed; undefined for one that is refused, since something of it is other by now
   */
  async setWithin(
    tx: Transaction,
    inputs: SetItemStatus[],
    actor: Actor,
  ): Promise<Array<ItemStatusOutcome | undefined>> {
    const calls = inputs.map((input) => ({ input, window: undefined, actor, request: currentRequest() }));
    const answers = await this.asOneChange(tx, () => this.setIn(tx, calls));
    return answers.map((answer) => (answer instanceof Error ? undefined : answer));
  }

  /** All that the work does by `setWithin` is one change together. */
  asOneChange<T>(tx: Transaction, work: () => Promise<T>): Promise<T> {
    return this.moves.asOneChange(tx, work);
  }

  /** One call after the other; a refused one changes nothing and takes no other with it. */
  private async setIn(tx: Transaction, calls: Call[]): Promise<Array<Answer | Refusal>> {
    // Before the orders are held: no item of theirs can be in a status that is made after it.
    const directory = (await this.configuration.of(tx)).get(STATUS_DIRECTORY);
    const orderIds = await orderIdsOf(
      tx.manager,
      calls.map(({ input }) => input),
    );
    const [orders, items] = await tx.inOrder(
      () => this.orders.lockAll(tx, orderIds),
      () => itemsOf(tx.manager, orderIds),
    );
    const affected = affectedBy(orders, items, directory);
    const at = this.clock.now();
    const settings = calls.map(({ input, actor }) => settingOf(affected, input, actor, at));
    const moves = settings.flatMap((setting, index) => {
      if (setting instanceof Error) return [];
      const { input, window, actor, request } = calls[index]!;
      if (window) for (const move of setting.moves) move.hold = holdOf(window);
      const statusChange = { cause: 'user' as const, comment: input.comment ?? '', actor: actor.name, request };
      const { status, moves, divisions } = setting;
      return [{ ...statusChange, status, orders: moves, divisions }];
    });
    await this.moves.write(tx, directory, moves, at);
    for (const [index, setting] of settings.entries()) await this.remember(tx, calls[index]!, setting);
    const overtaken = settings.flatMap((setting) =>
      setting instanceof Error ? [] : [...setting.overtaken.values()].flat(),
    );
    const lastChanges = await lastChangesOf(tx.manager, overtaken);
    return settings.map((setting) => {
      const outcome = setting instanceof Error ? setting : outcomeOf(setting, lastChanges);
      if (setting instanceof Error || outcome instanceof Error) return outcome as Refusal;
      const divided = setting.divisions.map(({ part, from }) => {
        return { id: String(part.id), fromId: String(from.id), quantity: part.quantity };
      });
      return { ...outcome, divided };
    });
  }

  private async remember(tx: Transaction, { window, actor }: Call, setting: Setting | Refusal) {
    if (!window || setting instanceof Error) return;
    const changes = setting.moves.map((move) => ({
      hold: move.hold!,
      kind: 'item_status' as const,
      subjectId: move.order.id,
      regionId: move.order.regionId,
      change: statusChange(move, setting.status, setting.divisions),
    }));
    await this.undo.remember(tx, window, changes, actor);
  }
}

function affectedBy(orders: Order[], items: Map<number, OrderItem[]>, directory: StatusDirectory): Affected {
  const byId = new Map(orders.map((order) => [order.id, order]));
  const itemsById = new Map([...items.values()].flat().map((item) => [item.id, item]));
  return { orders: byId, items, itemsById, moved: new Set(), directory };
}

/** Moves and divides the items in the objects; nothing is changed where an item or the status is unknown to the actor. */
function settingOf(affected: Affected, input: SetItemStatus, actor: Actor, at: Date): Setting | Refusal {
  const { orders, items, directory } = affected;
  const named = chooseItems(affected, input, actor);
  if (named instanceof Error) return named;
  const { chosen, overtaken } = named;
  const status = directory.get(Number(input.statusId));
  if (!status) return InvalidInputError.of('statusId', errorDetail('no_such_status'));
  const divisions: Division[] = [];
  const moving = [...chosen].flatMap(([item, quantity]) => {
    if (item.statusId === status.id) return [];
    if (quantity === item.quantity) return [item];
    const division = divide(items.get(item.orderId)!, item, quantity);
    divisions.push(division);
    return [division.part];
  });
  const concerned = new Set([...chosen.keys()].map(({ orderId }) => orderId));
  const inSequence = [...concerned].sort((one, other) => one - other).map((id) => orders.get(id)!);
  const moves = moveItems(inSequence, items, moving, status.id, directory, momentOf(affected, moving, at));
  for (const item of moving) affected.moved.add(item);
  const result = {
    changed: moving.length,
    unchanged: chosen.size - moving.length,
    orders: inSequence.map((order) => ({ id: String(order.id), status: presentStatusOf(order.statusId, directory) })),
  };
  return { result, status, moves, divisions, overtaken };
}

/** What comes back in the moment in which it left would look as if nothing had become of it, and the first call could be undone. */
function momentOf({ moved }: Affected, moving: OrderItem[], at: Date): Date {
  const again = moving.filter((item) => moved.has(item)).map((item) => later(sinceOf(item), 1).getTime());
  return new Date(Math.max(at.getTime(), ...again));
}

/** What a call changed, and which orders it left as they are and why. */
function outcomeOf(
  { result, overtaken }: Setting,
  lastChanges: Map<number, LastChange>,
): ItemStatusOutcome | ChangedMeanwhileError {
  if (overtaken.size === 0) return result;
  const views = [...overtaken].map(([orderId, items]): OvertakenOrderView => {
    const errors = items.map(({ error }) => error);
    const changed = presentChange(newestOf(items, lastChanges));
    return { id: String(orderId), code: 'changed_meanwhile', errors, changed };
  });
  if (result.orders.length > 0) return { ...result, overtaken: views };
  const all = [...overtaken.values()].flat();
  return new ChangedMeanwhileError(
    newestOf(all, lastChanges),
    all.map(({ error }) => error),
  );
}

function newestOf(items: OvertakenItem[], lastChanges: Map<number, LastChange>): LastChange | null {
  const changes = items.flatMap(({ item }) => lastChanges.get(item.id) ?? []);
  return changes.sort((one, other) => other.at.getTime() - one.at.getTime())[0] ?? null;
}
