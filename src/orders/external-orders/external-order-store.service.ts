import { Injectable } from '@nestjs/common';
import { EntityManager, In } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import { groupBy } from '../../platform/collections.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { nextNotice, renewedNotice } from '../../access/regions/deadline.js';
import { NO_CLAIM } from './claim.dto.js';
import { DecisionLimits } from './decision-limits.service.js';
import { ExternalOrder, ExternalOrderPosition } from './external-order.entity.js';
import { ExternalOrderHistoryEntry } from './external-order-history.entity.js';
import { ExternalOrderChanged } from './external-orders.events.js';
import type { PositionState } from './external-order-state.js';
import { type IncomingPosition, NOTHING_KNOWN } from './incoming-message.js';
import { searchedTextOf } from '../orders/searched-text.js';
import { sha256 } from '../../platform/secrets/sha256.js';

export type NewPosition = Omit<ExternalOrderPosition, 'id'>;

/** Of a position that nobody decided. */
export const UNDECIDED = {
  decidedAt: null,
  decidedById: null,
  refusalReason: null,
  offer: null,
  ruleId: null,
  reasonCode: null,
};

/** A row of what came in. @param line its place in the order, from 0 */
export function newPosition(
  externalOrderId: number,
  line: number,
  incoming: IncomingPosition,
  state: PositionState,
): NewPosition {
  const position = { ...incoming, externalOrderId, line, state, acceptedQuantity: 0, isCurrent: true };
  return { ...position, ...UNDECIDED, wouldBe: null };
}

export type Identity = Pick<ExternalOrder, 'connectionId' | 'externalIdHash'>;

/** As much of a row as recognising a repeat needs. */
export type KnownOrder = Pick<
  ExternalOrder,
  | 'id'
  | 'connectionId'
  | 'externalIdHash'
  | 'contentHash'
  | 'latestHash'
  | 'state'
  | 'changedAfterDecision'
  | 'decidedAt'
  | 'deletedAt'
>;

/** The unique key as one text. */
export function identityOf({ connectionId, externalIdHash }: Identity): string {
  return `${connectionId}/${externalIdHash}`;
}

type Counted = Pick<ExternalOrder, 'state' | 'acceptedMinor' | 'refusedMinor'>;

type HistoryNote = Pick<ExternalOrderHistoryEntry, 'kind'> &
  Partial<Pick<ExternalOrderHistoryEntry, 'comment' | 'details' | 'actor'>>;

/** Rows of external orders, their positions and their history, as receiving, cancelling and deciding need them. */
@Injectable()
export class ExternalOrderStore {
  /** What is counted of those that were taken to be changed, as it is stored. */
  private readonly stored = new WeakMap<ExternalOrder, Counted>();

  constructor(
    private readonly clock: Clock,
    private readonly limits: DecisionLimits,
  ) {}

  /** An external order of which only the id is known so far. */
  blank({ connectionId, regionId }: { connectionId: number; regionId: number }, externalId: string): ExternalOrder {
    return Object.assign(new ExternalOrder(), {
      connectionId,
      regionId,
      externalId,
      externalIdHash: externalIdHash(externalId),
      state: 'new',
      version: 1,
      contentHash: '',
      latestHash: null,
      totalMinor: 0,
      acceptedMinor: 0,
      refusedMinor: 0,
      customerName: '',
      customerPhone: '',
      customerEmail: '',
      deliveryType: '',
      deliveryAddress: '',
      comment: '',
      vin: '',
      searchedText: searchedTextOf({ externalId, ...NOTHING_KNOWN }),
      orderedAt: null,
      problems: [],
      changedAfterDecision: false,
      cancelConflict: false,
      cancelledByClient: false,
      assigneeId: null,
      ...NO_CLAIM,
      decidedAt: null,
      decidedById: null,
      waitsSince: null,
      decideBy: null,
      decideNoticeAt: null,
      decidedInTime: null,
      deletedAt: null,
      createdAt: this.clock.now(),
    } satisfies Omit<ExternalOrder, 'id' | 'hasSyntheticId' | 'followPositions'>);
  }

  lockByExternalId(tx: Transaction, connectionId: number, externalId: string): Promise<ExternalOrder | null> {
    const identity = { connectionId, externalIdHash: externalIdHash(externalId) };
    return this.take(tx, identity);
  }

  lock(tx: Transaction, id: number): Promise<ExternalOrder | null> {
    return this.take(tx, { id });
  }

  private async take(tx: Transaction, which: Identity | { id: number }): Promise<ExternalOrder | null> {
    const order = await tx.lockOne(ExternalOrder, which);
    if (order) this.stored.set(order, countedOf(order));
    return order;
  }

  /** All stored positions, also those that only keep a cancellation, in position order. */
  positionsOf(manager: EntityManager, externalOrderIds: number[]): Promise<ExternalOrderPosition[]> {
    return manager.find(ExternalOrderPosition, {
      where: { externalOrderId: In(externalOrderIds) },
      order: { line: 'ASC', id: 'ASC' },
    });
  }

  /** New rows, which get their ids. */
  async insert(tx: Transaction, orders: ExternalOrder[]): Promise<void> {
    for (const order of orders) this.followDeadline(order, this.clock.now());
    if (orders.length === 1) {
      orders[0]!.id = await tx.insert(ExternalOrder, orders[0]!);
      return;
    }
    await tx.insertMany(ExternalOrder, orders);
    // An INSERT of many rows answers their ids neither on every engine nor in the same way.
    const stored = await this.findByIdentity(tx, orders);
    for (const order of orders) order.id = stored.get(identityOf(order))!.id;
  }

  /** What is there of these ids at marketplaces, by `identityOf`; nothing is locked. */
  async findByIdentity(tx: Transaction, identities: Identity[]): Promise<Map<string, KnownOrder>> {
    const byConnection = groupBy(identities, ({ connectionId }) => connectionId);
    const known: KnownOrder[] = await tx.manager.find(ExternalOrder, {
      select: {
        id: true,
        connectionId: true,
        externalIdHash: true,
        contentHash: true,
        latestHash: true,
        state: true,
        changedAfterDecision: true,
        decidedAt: true,
        deletedAt: true,
      },
      where: [...byConnection].map(([connectionId, ofConnection]) => ({
        connectionId,
        externalIdHash: In(ofConnection.map(({ externalIdHash }) => externalIdHash)),
      })),
    });
    return new Map(known.map((order) => [identityOf(order), order]));
  }

  insertPositions(tx: Transaction, positions: NewPosition[]): Promise<void> {
    return tx.insertMany(ExternalOrderPosition, positions);
  }

  /**
   * Writes all columns of a row that is held, and tells that it changed.
   * @param noticedTill where its deadline comes back: what people were to be told before, they were told
   */
  async update(tx: Transaction, order: ExternalOrder, noticedTill = this.clock.now()): Promise<void> {
    this.followDeadline(order, noticedTill);
    const { id, ...columns } = order;
    await tx.updateByIds(ExternalOrder, [id], columns);
    await this.tellChange(tx, order);
  }

  /** Tells that it, or something beside it, is other than it was. */
  async tellChange(tx: Transaction, order: ExternalOrder): Promise<void> {
    const { id, regionId, createdAt, state } = order;
    const now = countedOf(order);
    const before = this.stored.get(order) ?? now;
    const isSumOther = before.acceptedMinor !== now.acceptedMinor || before.refusedMinor !== now.refusedMinor;
    await tx.publish(new ExternalOrderChanged(id, regionId, createdAt, before.state, state, isSumOther));
    this.stored.set(order, now);
  }

  /** Its wait for a decision begins anew, with what is to be decided about from now on. */
  beginWait(order: ExternalOrder): void {
    Object.assign(order, { waitsSince: this.clock.now(), decideBy: null, decideNoticeAt: null });
  }

  /** Reckons anew by when it is to be decided, after a change of what that goes by. The caller holds it. */
  async renewDeadline(tx: Transaction, order: ExternalOrder): Promise<void> {
    if (!waitsForFirstDecision(order)) return;
    const deadline = this.limits.deadlineOf(order);
    const { decideBy: by, decideNoticeAt: noticeAt } = order;
    const renewed = {
      decideBy: deadline?.by ?? null,
      decideNoticeAt: renewedNotice({ by, noticeAt }, deadline, this.clock.now()),
    };
    if (isSame(by, renewed.decideBy) && isSame(noticeAt, renewed.decideNoticeAt)) return;
    Object.assign(order, renewed);
    await tx.updateByIds(ExternalOrder, [order.id], renewed);
    await this.tellChange(tx, order);
  }

  /** Only what nobody has decided anything of has a deadline; how the first decision kept it is remembered. */
  private followDeadline(order: ExternalOrder, noticedTill: Date): void {
    const { decidedAt, decideBy } = order;
    if (decidedAt === null) order.decidedInTime = null;
    else if (decideBy) order.decidedInTime = decidedAt <= decideBy;
    if (!waitsForFirstDecision(order)) {
      Object.assign(order, { decideBy: null, decideNoticeAt: null });
    } else if (!decideBy) {
      const deadline = this.limits.deadlineOf(order);
      order.decideBy = deadline?.by ?? null;
      order.decideNoticeAt = nextNotice(deadline, noticedTill);
    }
  }

  async writeHistory(
    tx: Transaction,
    { id: externalOrderId, version }: ExternalOrder,
    note: HistoryNote,
  ): Promise<void> {
    const entry = { comment: '', details: {}, actor: '', ...note, externalOrderId, version, at: this.clock.now() };
    await tx.insertMany(ExternalOrderHistoryEntry, [entry]);
  }

  /** Ids at the marketplace of the positions that the client cancelled one by one, also of those that the shop had refused before. */
  async cancelledByName(manager: EntityManager, externalOrderId: number): Promise<Set<string>> {
    const kind = 'cancelled_by_client';
    const entries = await manager.findBy(ExternalOrderHistoryEntry, { externalOrderId, kind });
    return new Set(entries.flatMap(({ details }) => (details.positions ?? []).map(({ id }) => id)));
  }
}

/** Once the client cancels what was accepted, the rest is new again, though somebody has decided of it. */
function waitsForFirstDecision({ state, decidedAt }: ExternalOrder): boolean {
  return state === 'new' && decidedAt === null;
}

function isSame(one: Date | null, other: Date | null): boolean {
  return one?.getTime() === other?.getTime();
}

function countedOf({ state, acceptedMinor, refusedMinor }: ExternalOrder): Counted {
  return { state, acceptedMinor, refusedMinor };
}

/** The key under which an id of the marketplace is unique, digit for digit and letter for letter. */
export function externalIdHash(externalId: string): string {
  return sha256(externalId);
}
