import { Injectable } from '@nestjs/common';
import { type EntityManager, In, MoreThan } from 'typeorm';
import { Actor, limitToRegions, THE_SERVICE, visibleTo } from '../../access/actor.js';
import { AuditService } from '../../access/audit.service.js';
import { ItemStatusesService } from '../../orders/orders/item-statuses.service.js';
import { itemsOf } from '../../orders/orders/order-items.js';
import { OrderItem } from '../../orders/orders/order.entity.js';
import { OrderStore } from '../../orders/orders/order-store.service.js';
import { isGivenUp, STATUS_DIRECTORY, type StatusDirectory } from '../../orders/order-statuses/order-status.entity.js';
import { UndoStep } from '../../orders/undo/undo-step.entity.js';
import { Clock } from '../../platform/clock.js';
import { idsOf } from '../../platform/collections.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { ChangedMeanwhileError, ConflictError } from '../../platform/errors.js';
import { type Page, type PageQuery } from '../../platform/http/paging.dto.js';
import { readPage } from '../../platform/http/read-page.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { lockExchange } from './batches.service.js';
import { Exchange, EXCHANGES } from './exchange.entity.js';
import type { HandOver } from './hand-over.entity.js';
import { HandOverMarker } from './hand-over-marker.service.js';
import type { MissingPieces } from './missing-pieces.js';
import { liveItems, presentPieces, sumOf, takePieces } from './position-pieces.js';
import { type AcceptProposal, presentProposal, ProposalView } from './proposal.dto.js';
import { Proposal, type ProposalState } from './proposal.entity.js';

/** Proposals of a transaction. */
const AT_ONCE = 200;

/** What was left out over there, for a person to decide about. */
@Injectable()
export class ProposalsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly marker: HandOverMarker,
    private readonly itemStatuses: ItemStatusesService,
    private readonly orders: OrderStore,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async list(
    exchangeId: number,
    state: ProposalState | undefined,
    query: PageQuery,
    actor: Actor,
  ): Promise<Page<ProposalView>> {
    return this.transactions.read(async (manager) => {
      const proposals = manager.createQueryBuilder(Proposal, 'proposal').where({ exchangeId });
      if (state) proposals.andWhere('proposal.state = :state', { state });
      limitToRegions(proposals, 'proposal.regionId', actor);
      const { data, meta } = await readPage(proposals, query, 'proposal.createdAt');
      const positionIds = data.map(({ positionId }) => positionId);
      const items = await manager.findBy(OrderItem, { positionId: In(positionIds), part: 0 });
      const itemOf = new Map(items.map((item) => [item.positionId, item]));
      return { data: data.map((each) => presentProposal(each, itemOf.get(each.positionId))), meta };
    });
  }

  /**
   * Refuses the pieces here, too, and has the marketplace told by the ordinary rules of the status.
   * @throws NotFoundError; ConflictError `proposal_decided`, `no_refused_status`, `changed_meanwhile` where the order has no such pieces any
   * more or they would get another status than the one that was seen
   */
  accept(exchangeId: number, id: number, { refusedStatusId }: AcceptProposal, actor: Actor): Promise<ProposalView> {
    return this.decide(exchangeId, id, 'accepted', actor, async (tx, exchange, proposal) => {
      if (!(await this.canRefuse(tx, exchange)))
        throw new ConflictError('no_refused_status', 'Choose in the exchange which status refused pieces get.');
      if (refusedStatusId !== undefined && refusedStatusId !== String(exchange.refusedStatusId))
        throw new ChangedMeanwhileError();
      const [isRefused] = await this.refuse(tx, exchange, proposal.orderId, [proposal], actor);
      if (!isRefused) throw new ChangedMeanwhileError();
    });
  }

  /** Nothing is changed; the same pieces are not proposed again. */
  dismiss(exchangeId: number, id: number, actor: Actor): Promise<ProposalView> {
    return this.decide(exchangeId, id, 'dismissed', actor, async () => {});
  }

  /**
   * Has proposals follow what is missing in a document.
   * @param isCarriedOut at once, without asking
   * @returns how many were made
   */
  async follow(
    tx: Transaction,
    exchange: Exchange,
    { orderId, regionId }: HandOver,
    missing: MissingPieces[],
    source: string,
    isCarriedOut: boolean,
  ): Promise<number> {
    const known = await tx.manager.findBy(Proposal, { exchangeId: exchange.id, orderId });
    const now = this.clock.now();
    const rows: MissingPieces[] = [];
    for (const { positionId, quantity, leftQuantity, isAskedByClient } of missing) {
      const ofPosition = known.filter((proposal) => proposal.positionId === positionId);
      const open = ofPosition.find(({ state }) => state === 'open');
      const isSame = open?.quantity === quantity && open.leftQuantity === leftQuantity;
      if (open && !isSame) await tx.updateByIds(Proposal, [open.id], { state: 'outdated', decidedAt: now });
      const dismissed = ofPosition.filter(({ state }) => state === 'dismissed');
      // Pieces that were back may be missing for another reason the next time.
      if (quantity === 0) await tx.updateByIds(Proposal, idsOf(dismissed), { state: 'outdated' });
      const wasDismissed = dismissed.some((each) => each.quantity === quantity && each.leftQuantity === leftQuantity);
      if (quantity === 0 || isSame || wasDismissed) continue;
      rows.push({ positionId, quantity, leftQuantity, isAskedByClient });
    }
    if (rows.length === 0) return 0;
    const mayBeDone = isCarriedOut && (await this.canRefuse(tx, exchange));
    const doing = rows.filter(({ isAskedByClient }) => mayBeDone && !isAskedByClient);
    const actor = { ...THE_SERVICE, name: exchange.name };
    const refused = await this.refuse(tx, exchange, orderId, doing, actor);
    const done = new Set(doing.filter((_, index) => refused[index]));
    const common = { exchangeId: exchange.id, orderId, regionId, source: source.slice(0, 255), createdAt: now };
    await tx.insertMany(
      Proposal,
      rows.map((row) => {
        const isDone = done.has(row);
        const state: ProposalState = isDone ? 'accepted' : 'open';
        return { ...common, ...row, state, decidedAt: isDone ? now : null, decidedBy: '' };
      }),
    );
    return rows.length;
  }

  /** What was refused here since is no longer to be decided about, once that cannot be undone any more. */
  async dropOvertaken(exchangeId: number): Promise<void> {
    for (let afterId = 0; ;) {
      const where = { exchangeId, state: 'open' as const, id: MoreThan(afterId) };
      const open = await this.transactions.read((manager) =>
        manager.find(Proposal, { where, order: { id: 'ASC' }, take: AT_ONCE }),
      );
      if (open.length === 0) return;
      afterId = open.at(-1)!.id;
      const found = await this.transactions.read((manager) => this.overtakenOf(manager, open));
      if (found.length === 0) continue;
      await this.transactions.run(async (tx) => {
        await lockExchange(tx, exchangeId);
        const orderIds = found.map(({ orderId }) => orderId);
        await this.orders.lockAll(tx, orderIds);
        const overtaken = await this.overtakenOf(tx.manager, found);
        const still = { id: In(idsOf(overtaken)), state: 'open' as const };
        await tx.manager.update(Proposal, still, { state: 'outdated', decidedAt: this.clock.now() });
      });
    }
  }

  private async overtakenOf(manager: EntityManager, open: Proposal[]): Promise<Proposal[]> {
    const directory = this.configuration.current.get(STATUS_DIRECTORY);
    const orderIds = [...new Set(open.map(({ orderId }) => orderId))];
    const items = await itemsOf(manager, orderIds);
    const undoable = await manager.find(UndoStep, {
      select: { id: true, subjectId: true },
      where: { kind: 'item_status', subjectId: In(orderIds), until: MoreThan(this.clock.now()) },
    });
    return open.filter((proposal) => {
      const mayComeBack = undoable.some(({ subjectId }) => subjectId === proposal.orderId);
      return !mayComeBack && !hasPieces(livePieces(items.get(proposal.orderId), directory, proposal), proposal);
    });
  }

  private decide(
    exchangeId: number,
    id: number,
    state: ProposalState,
    actor: Actor,
    work: (tx: Transaction, exchange: Exchange, proposal: Proposal) => Promise<void>,
  ): Promise<ProposalView> {
    return this.transactions.run(async (tx) => {
      const exchange = (await this.configuration.of(tx)).get(EXCHANGES).get(exchangeId)!;
      await lockExchange(tx, exchangeId);
      const found = await tx.manager.findOneBy(Proposal, { id, exchangeId });
      const proposal = visibleTo(actor, found, `Proposal ${id}`);
      if (proposal.state !== 'open') throw new ConflictError('proposal_decided', 'The proposal was decided already.');
      await work(tx, exchange, proposal);
      Object.assign(proposal, { state, decidedAt: this.clock.now(), decidedBy: actor.name });
      const { decidedAt, decidedBy } = proposal;
      await tx.updateByIds(Proposal, [id], { state, decidedAt, decidedBy });
      const { orderId, positionId, quantity } = proposal;
      const after = { orderId, positionId, quantity, state };
      await this.audit.record(tx, 'decide', 'proposal', id, { before: { state: 'open' }, after });
      const item = await tx.manager.findOneBy(OrderItem, { positionId, part: 0 });
      return presentProposal(proposal, item ?? undefined);
    });
  }

  /** Whether there is a status that gives pieces up: the one that was chosen may be of another group since, or replaced by one that is. */
  private async canRefuse(tx: Transaction, { refusedStatusId }: Exchange): Promise<boolean> {
    const directory = (await this.configuration.of(tx)).get(STATUS_DIRECTORY);
    const status = refusedStatusId === null ? undefined : directory.get(refusedStatusId);
    return status !== undefined && isGivenUp(status.group);
  }

  /**
   * All as one change of the order.
   * @returns of each: false where the order has no such pieces any more, or the position is in too many parts; then it stays
   */
  private async refuse(
    tx: Transaction,
    exchange: Exchange,
    orderId: number,
    refused: MissingPieces[],
    actor: Actor,
  ): Promise<boolean[]> {
    if (refused.length === 0) return [];
    const directory = (await this.configuration.of(tx)).get(STATUS_DIRECTORY);
    // What the client asks for, nobody over there has done.
    if (!refused.some(({ isAskedByClient }) => isAskedByClient)) this.marker.causedBy(tx, exchange.id);
    await this.orders.lockAll(tx, [orderId]);
    const items = (await itemsOf(tx.manager, [orderId])).get(orderId);
    const inputs = refused.map((pieces) => {
      const live = livePieces(items, directory, pieces);
      const taken = new Map<OrderItem, number>();
      if (hasPieces(live, pieces)) takePieces(issuedLast(live, directory), pieces.quantity, taken);
      return { items: presentPieces(taken), statusId: String(exchange.refusedStatusId) };
    });
    const answers = await this.itemStatuses.setWithin(tx, inputs, actor);
    return inputs.map((input, index) => input.items.length > 0 && answers[index] !== undefined);
  }
}

/** Items of its position that are still to be delivered. */
function livePieces(
  items: OrderItem[] = [],
  directory: StatusDirectory,
  { positionId }: Pick<MissingPieces, 'positionId'>,
): OrderItem[] {
  return liveItems(items, directory).filter((item) => item.positionId === positionId);
}

function hasPieces(live: OrderItem[], { quantity, leftQuantity }: MissingPieces): boolean {
  return sumOf(live) >= quantity + leftQuantity;
}

/** Nobody refuses what the buyer has, as long as there is something else. */
function issuedLast(items: OrderItem[], directory: StatusDirectory): OrderItem[] {
  const isIssued = ({ statusId }: OrderItem) => directory.get(statusId)!.group === 'issued';
  return [...items.filter((item) => !isIssued(item)), ...items.filter(isIssued)];
}
