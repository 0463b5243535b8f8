import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Actor, visibleTo } from '../../access/actor.js';
import { AuditService } from '../../access/audit.service.js';
import { initialStatus, STATUS_DIRECTORY } from '../order-statuses/order-status.entity.js';
import type { Order } from '../orders/order.entity.js';
import { OrdersService } from '../orders/orders.service.js';
import { OrderStore } from '../orders/order-store.service.js';
import { type ChosenOffer, offeredLineOf } from '../orders/offered-line.js';
import { holdOf, Undo, type UndoWindow } from '../undo/undo.service.js';
import { Configuration, type ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';
import { Clock } from '../../platform/clock.js';
import { ChangedMeanwhileError } from '../../platform/errors.js';
import { groupBy } from '../../platform/collections.js';
import type { Hold } from '../../platform/transactions/hold.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { decidedPosition, DecisionPlan, NamedPosition, planDecision, PositionDecision } from './decision.js';
import { BY_RULES, countedReason, ExternalOrder, ExternalOrderPosition } from './external-order.entity.js';
import { Decision, ExternalOrderDecided } from './external-orders.events.js';
import type { ExternalOrderState } from './external-order-state.js';
import { ExternalOrderStore } from './external-order-store.service.js';
import { OfferSource } from './offer-source.service.js';
import { decisionChange } from './reopening.service.js';
import type { RuleMark } from './rule-verdict.js';

export interface DecisionRequest {
  /** Undefined = all open positions. */
  positions?: NamedPosition[];
  reason?: string;
  /** The version that was decided about; undefined = whichever is current. */
  version?: number;
}

/** What deciding would do. */
export interface PreviewedDecision {
  state: ExternalOrderState;
  /** Its order is null also where the order would be made by it. */
  event: ExternalOrderDecided;
  makesOrder: boolean;
}

/** Accepts and refuses external orders, whole or in part. */
@Injectable()
export class DecidingService {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: ExternalOrderStore,
    private readonly configuration: Configuration,
    private readonly orders: OrdersService,
    private readonly orderStore: OrderStore,
    private readonly offers: OfferSource,
    private readonly audit: AuditService,
    private readonly undo: Undo,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws NotFoundError; ConflictError `already_decided`, `cancelled_by_client`, `needs_attention`, `deleted`, `changed_meanwhile`;
   * InvalidInputError for positions that do not fit
   * @param window nobody is told before its end, and it can be undone till then
   */
  decide(id: number, decision: Decision, request: DecisionRequest, actor: Actor, window?: UndoWindow): Promise<void> {
    return this.transactions.run((tx) => this.decideIn(tx, id, decision, request, actor, window));
  }

  /** As `decide`, in a transaction of the caller, which holds no order yet, or this external order. */
  async decideIn(
    tx: Transaction,
    id: number,
    decision: Decision,
    request: DecisionRequest,
    actor: Actor,
    window?: UndoWindow,
  ): Promise<void> {
    const snapshot = await this.configuration.of(tx);
    const [found, stored, shopOrder] = await tx.inOrder(
      () => this.store.lock(tx, id),
      () => this.store.positionsOf(tx.manager, [id]),
      () => this.orderStore.lock(tx, id),
    );
    const order = visibleTo(actor, found, `External order ${id}`);
    const before = { state: order.state };
    const offers = await this.offersFor(tx.manager, snapshot, order, stored, request);
    const plan = this.apply(decision, request, order, stored, offers, actor);
    const { reason = '' } = request;

    await this.writePositions(tx, plan.positions, request.reason ?? '', actor);
    await this.store.update(tx, order);
    const named = request.positions && { positions: plan.positions.map(historyLine) };
    await this.store.writeHistory(tx, order, {
      kind: decision,
      comment: reason,
      details: named ?? {},
      actor: actor.name,
    });
    await this.audit.record(tx, decision === 'accepted' ? 'accept' : 'refuse', 'external_order', id, {
      before,
      after: { state: order.state, ...named },
    });
    const { orderId, initial } = await this.makeOrder(tx, order, shopOrder, plan.positions, actor.name);
    const hold = window ? holdOf(window) : null;
    if (window && hold) {
      const change = decisionChange(order, plan.positions, shopOrder, initial);
      await this.undo.remember(
        tx,
        window,
        [{ hold, kind: 'decision', subjectId: id, regionId: order.regionId, change }],
        actor,
      );
    }
    await tx.publish(this.decided(order, orderId, plan, reason, initial?.name ?? '', hold));
  }

  /**
   * What deciding now would do; nothing is changed or held.
   * @throws as `decide` does
   */
  async preview(
    manager: EntityManager,
    id: number,
    decision: Decision,
    request: DecisionRequest,
    actor: Actor,
  ): Promise<PreviewedDecision> {
    const order = visibleTo(actor, await manager.findOneBy(ExternalOrder, { id }), `External order ${id}`);
    const stored = await this.store.positionsOf(manager, [id]);
    const offers = await this.offersFor(manager, this.configuration.current, order, stored, request);
    const plan = this.apply(decision, request, order, stored, offers, actor);
    const orderId = (await this.orders.idsByExternalOrder(manager, [id])).get(id) ?? null;
    const accepts = acceptedOf(plan.positions).length > 0;
    const status = accepts ? initialStatus(this.configuration.current.get(STATUS_DIRECTORY)).name : '';
    const event = this.decided(order, orderId, plan, request.reason ?? '', status, null);
    return { state: order.state, event, makesOrder: accepts && orderId === null };
  }

  private offersFor(
    manager: EntityManager,
    snapshot: ConfigurationSnapshot,
    { regionId }: ExternalOrder,
    stored: ExternalOrderPosition[],
    { positions = [] }: DecisionRequest,
  ) {
    return this.offers.chosenFor(manager, snapshot, regionId, stored, positions);
  }

  /** Brings the external order and its positions, as they were read, into the state after the decision. */
  private apply(
    decision: Decision,
    { positions, version }: DecisionRequest,
    order: ExternalOrder,
    stored: ExternalOrderPosition[],
    offers: Map<ExternalOrderPosition, ChosenOffer>,
    actor: Actor,
  ): DecisionPlan {
    if (version !== undefined && version !== order.version) throw new ChangedMeanwhileError();
    const current = stored.filter(({ isCurrent }) => isCurrent);
    const plan = planDecision(decision, order, current, positions);
    for (const { position, acceptedQuantity, rule } of plan.positions) {
      Object.assign(position, markOf(rule));
      position.state = acceptedQuantity > 0 ? 'accepted' : 'refused';
      position.acceptedQuantity = acceptedQuantity;
      position.offer = acceptedQuantity > 0 ? (offers.get(position) ?? null) : null;
    }
    if (!order.decidedAt)
      Object.assign(order, { decidedAt: this.clock.now(), decidedById: deciderOf(plan.positions, actor) });
    order.followPositions(stored);
    return plan;
  }

  private decided(
    order: ExternalOrder,
    orderId: number | null,
    { whole, positions }: DecisionPlan,
    reason: string,
    initialStatus: string,
    hold: Hold | null,
  ): ExternalOrderDecided {
    const decided = positions.map(decidedPosition);
    return new ExternalOrderDecided(order, orderId, whole, decided, reason, initialStatus, this.clock.now(), hold);
  }

  private async writePositions(
    tx: Transaction,
    decisions: PositionDecision[],
    reason: string,
    actor: Actor,
  ): Promise<void> {
    const decided = { decidedAt: this.clock.now(), decidedById: deciderOf(decisions, actor) };
    const alike = ({ position, acceptedQuantity, rule }: PositionDecision) =>
      position.offer ? `with its offer: ${position.id}` : `${acceptedQuantity} ${rule?.ruleId} ${rule?.reasonCode}`;
    for (const group of groupBy(decisions, alike).values()) {
      const { acceptedQuantity, position, rule } = group[0]!;
      const marked = { ...decided, ...markOf(rule) };
      await tx.updateByIds(
        ExternalOrderPosition,
        group.map(({ position: { id } }) => id),
        acceptedQuantity > 0
          ? { state: 'accepted', acceptedQuantity, offer: position.offer, ...marked }
          : { state: 'refused', acceptedQuantity, ...marked, refusalReason: countedReason(reason) },
      );
    }
  }

  private async makeOrder(
    tx: Transaction,
    order: ExternalOrder,
    existing: Order | null,
    decisions: PositionDecision[],
    actor: string,
  ) {
    const accepted = acceptedOf(decisions);
    if (accepted.length === 0) return { orderId: existing?.id ?? null, initial: undefined };
    const { id: externalOrderId, externalId, connectionId, regionId, customerName, assigneeId } = order;
    const positions = accepted.map(({ position, acceptedQuantity: quantity }) => {
      const { id: positionId, externalId: positionExternalId, quantity: orderedQuantity } = position;
      return { positionId, positionExternalId, ...offeredLineOf(position), quantity, orderedQuantity };
    });
    return this.orderStore.createFrom(tx, {
      externalOrderId,
      externalId,
      connectionId,
      regionId,
      customerName,
      positions,
      actor,
      assigneeId,
      changedAfterDecision: order.changedAfterDecision,
      existing,
    });
  }
}

function acceptedOf(decisions: PositionDecision[]): PositionDecision[] {
  return decisions.filter(({ acceptedQuantity }) => acceptedQuantity > 0);
}

function historyLine({ position, acceptedQuantity, refusedQuantity, rule }: PositionDecision) {
  return { id: position.externalId, acceptedQuantity, refusedQuantity, ...(rule && { reasonCode: rule.reasonCode }) };
}

function deciderOf(decisions: PositionDecision[], { userId }: Actor): number | null {
  return decisions.some(({ rule }) => rule) ? BY_RULES : userId;
}

function markOf(rule: RuleMark | undefined) {
  return { ruleId: rule?.ruleId ?? null, reasonCode: rule?.reasonCode ?? null };
}
