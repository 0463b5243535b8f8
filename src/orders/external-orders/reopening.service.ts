import { setImmediate as othersTurn } from 'node:timers/promises';
import { Injectable, OnModuleInit } from '@nestjs/common';
import { Actor, visibleTo } from '../../access/actor.js';
import { AuditService } from '../../access/audit.service.js';
import { Clock } from '../../platform/clock.js';
import { idsOf } from '../../platform/collections.js';
import { errorDetail } from '../../platform/error-texts.js';
import { ConflictError, InvalidInputError } from '../../platform/errors.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import type { OrderStatus } from '../order-statuses/order-status.entity.js';
import type { Order } from '../orders/order.entity.js';
import { OrderStore } from '../orders/order-store.service.js';
import type { UndoStep } from '../undo/undo-step.entity.js';
import { Undo } from '../undo/undo.service.js';
import { decidedPosition, type PositionDecision } from './decision.js';
import { ExternalOrder, ExternalOrderPosition } from './external-order.entity.js';
import { ExternalOrderHistoryEntry, ExternalOrderHistoryKind } from './external-order-history.entity.js';
import { ExternalOrderReopened } from './external-orders.events.js';
import { ExternalOrderStore, UNDECIDED } from './external-order-store.service.js';

/** A decision as it is remembered to be undone; optional is what 0.2.0 did not remember. */
interface DecisionChange {
  /** As they were decided. */
  positions: Array<{ id: number; acceptedQuantity: number }>;
  /** The status that accepted items started in; null = none was accepted. */
  itemStatusId: number | null;
  /** The status that the shop's order was in before; null = no single one, or there was no order. */
  orderStatusId?: number | null;
  /** Hash of what the buyer had said last. */
  content: string;
}

/**
 * @param shopOrder as it was before
 * @param initial the status that accepted items start in
 */
export function decisionChange(
  order: ExternalOrder,
  positions: PositionDecision[],
  shopOrder: Order | null,
  initial: OrderStatus | undefined,
): DecisionChange {
  const decided = positions.map(({ position: { id }, acceptedQuantity }) => ({ id, acceptedQuantity }));
  return {
    positions: decided,
    itemStatusId: initial?.id ?? null,
    orderStatusId: shopOrder?.statusId ?? null,
    content: latestContentOf(order),
  };
}

/** Has positions decided once more: a decision that nobody was told of is undone, a refusal that was told is taken back. */
@Injectable()
export class ReopeningService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: ExternalOrderStore,
    private readonly orders: OrderStore,
    private readonly audit: AuditService,
    private readonly undo: Undo,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.undo.register('decision', (tx, steps, actor) => this.undoAll(tx, steps, actor));
  }

  /**
   * Opens refused positions again; the next decision is told as usual.
   * @param named ids of positions; undefined = all that are refused, but for those that the client has cancelled since
   * @throws NotFoundError; ConflictError `deleted`, `cancelled_by_client`, `nothing_refused`; InvalidInputError
   */
  reopen(id: number, named: string[] | undefined, actor: Actor): Promise<void> {
    return this.transactions.run(async (tx) => {
      const [found, stored] = await this.take(tx, id);
      const order = visibleTo(actor, found, `External order ${id}`);
      if (order.deletedAt) throw new ConflictError('deleted', 'The external order was deleted.');
      if (order.cancelledByClient) throw cancelledByClient();
      const current = stored.filter(({ isCurrent }) => isCurrent);
      const meant = named ? findNamed(current, named) : current.filter(({ state }) => state === 'refused');
      const cancelled = await this.store.cancelledByName(tx.manager, id);
      const chosen = meant.filter(({ externalId }) => !cancelled.has(externalId));
      if (chosen.length < meant.length && (named || chosen.length === 0)) throw cancelledByClient();
      const isRefused = chosen.length > 0 || (!named && order.state === 'refused');
      if (!isRefused || chosen.some(({ state }) => state !== 'refused'))
        throw new ConflictError('nothing_refused', 'Only what is refused can be reopened.');
      await this.open(tx, order, stored, chosen, 'reopened', actor);
      const reopened = new Set(idsOf(chosen));
      await this.undo.forget(tx, 'decision', id, (change) => {
        const { positions } = change as DecisionChange;
        return positions.length === 0 || positions.some((position) => reopened.has(position.id));
      });
      const stillRefused = await this.stillRefused(tx, id, current);
      await tx.publish(new ExternalOrderReopened(order, idsOf(chosen), stillRefused, this.clock.now()));
    });
  }

  private async stillRefused(tx: Transaction, externalOrderId: number, current: ExternalOrderPosition[]) {
    const positions = current
      .filter(({ state }) => state === 'refused')
      .map((position) => decidedPosition({ position, acceptedQuantity: 0, refusedQuantity: position.quantity }));
    const last = await tx.manager.findOne(ExternalOrderHistoryEntry, {
      where: { externalOrderId, kind: 'refused' },
      order: { id: 'DESC' },
    });
    return { positions, reason: last?.comment ?? '' };
  }

  private async undoAll(tx: Transaction, steps: UndoStep[], actor: Actor): Promise<UndoStep[]> {
    const undone: UndoStep[] = [];
    for (const step of steps) {
      if (await this.undoOne(tx, step, actor)) undone.push(step);
      // Of a call that decided hundreds, on the embedded database nobody else would have a turn in between.
      await othersTurn();
    }
    return undone;
  }

  /** @returns false where something is not as the decision left it; then it stays */
  private async undoOne(tx: Transaction, { subjectId, change }: UndoStep, actor: Actor): Promise<boolean> {
    const { positions: decided, itemStatusId, orderStatusId, content } = change as DecisionChange;
    const [order, stored] = await this.take(tx, subjectId);
    if (!order || order.deletedAt || order.cancelledByClient || latestContentOf(order) !== content) return false;
    const positions = decided.flatMap(({ id, acceptedQuantity }) => {
      const state = acceptedQuantity > 0 ? 'accepted' : 'refused';
      const isAsDecided = (each: ExternalOrderPosition) =>
        each.id === id && each.state === state && each.acceptedQuantity === acceptedQuantity;
      return stored.filter(isAsDecided);
    });
    if (positions.length < decided.length || (decided.length === 0 && order.state !== 'refused')) return false;
    const cancelled = await this.store.cancelledByName(tx.manager, subjectId);
    if (positions.some(({ externalId }) => cancelled.has(externalId))) return false;
    const accepted = idsOf(positions.filter(({ state }) => state === 'accepted'));
    const made = itemStatusId !== null && { itemStatusId, orderStatusId };
    if (made && !(await this.orders.takeBack(tx, subjectId, accepted, made, actor.name))) return false;
    await this.open(tx, order, stored, positions, 'decision_undone', actor);
    return true;
  }

  private take(tx: Transaction, id: number): Promise<[ExternalOrder | null, ExternalOrderPosition[]]> {
    return tx.inOrder(
      () => this.store.lock(tx, id),
      () => this.store.positionsOf(tx.manager, [id]),
    );
  }

  /** @param stored all positions of the order, `positions` among them */
  private async open(
    tx: Transaction,
    order: ExternalOrder,
    stored: ExternalOrderPosition[],
    positions: ExternalOrderPosition[],
    kind: ExternalOrderHistoryKind,
    actor: Actor,
  ): Promise<void> {
    const before = { state: order.state };
    const isUndone = kind === 'decision_undone';
    // What fell due while the decision was held is done once it is undone; not by a limit that there was none of when it was decided.
    const hadDeadline = order.decidedInTime !== null;
    const noticedTill = isUndone && hadDeadline && order.decidedAt ? order.decidedAt : this.clock.now();
    const open = { state: 'open' as const, acceptedQuantity: 0, ...UNDECIDED };
    for (const position of positions) Object.assign(position, open);
    await tx.updateByIds(ExternalOrderPosition, idsOf(positions), open);
    const first = firstDecided(stored);
    order.decidedAt = first?.decidedAt ?? null;
    order.decidedById = first?.decidedById ?? null;
    order.followPositions(stored);
    if (!isUndone) this.store.beginWait(order);
    await this.store.update(tx, order, noticedTill);
    const current = stored.filter(({ isCurrent }) => isCurrent);
    const isPart = positions.length > 0 && positions.length < current.length;
    const named = isPart && { positions: positions.map(({ externalId: id }) => ({ id })) };
    await this.store.writeHistory(tx, order, { kind, details: named || {}, actor: actor.name });
    const action = isUndone ? 'undo' : 'reopen';
    const after = { state: order.state, ...named };
    await this.audit.record(tx, action, 'external_order', order.id, { before, after });
  }
}

function cancelledByClient(): ConflictError {
  return new ConflictError('cancelled_by_client', 'The client has cancelled this in the marketplace.');
}

function findNamed(current: ExternalOrderPosition[], named: string[]): ExternalOrderPosition[] {
  const byId = new Map(current.map((position) => [String(position.id), position]));
  const errors = named.flatMap((id, index) =>
    byId.has(id) ? [] : [{ path: `positions[${index}].id`, ...errorDetail('no_such_position') }],
  );
  if (errors.length > 0) throw new InvalidInputError(errors);
  return [...new Set(named)].map((id) => byId.get(id)!);
}

function latestContentOf({ latestHash, contentHash }: ExternalOrder): string {
  return latestHash ?? contentHash;
}

/** The one that was decided before all others. */
function firstDecided(positions: ExternalOrderPosition[]): ExternalOrderPosition | undefined {
  const decided = positions.filter(({ decidedAt }) => decidedAt !== null);
  return decided.sort((one, other) => one.decidedAt!.getTime() - other.decidedAt!.getTime())[0];
}
