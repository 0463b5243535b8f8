import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { changedOf, definedOf, idsOf } from '../../platform/collections.js';
import { warnErrors } from '../../access/regions/limit-minutes.js';
import { AuditService } from '../../access/audit.service.js';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { errorDetail } from '../../platform/error-texts.js';
import { foldedText, isNameTaken } from '../../platform/folded-text.js';
import { ConflictError, InvalidInputError, NotFoundError } from '../../platform/errors.js';
import { Page, PageQuery } from '../../platform/http/paging.dto.js';
import { readPage } from '../../platform/http/read-page.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { CreateOrderStatus, MAX_STATUSES, presentOrderStatus, UpdateOrderStatus } from './order-status.dto.js';
import {
  initialStatus,
  leadsTo,
  OrderStatus,
  STATUS_DIRECTORY,
  statusesById,
  StatusDirectory,
} from './order-status.entity.js';
import { movesOf } from './moves.js';
import { TextTemplates } from './text-templates.service.js';

const DEFAULT_COLOR = '#868e96';

const SUBJECT = 'order_status';

/** Uses statuses: one that it uses is not deleted without another that takes its place. */
export interface StatusGuard {
  /** What it is, for people. */
  name: string;
  isUsing(tx: Transaction, statusId: number): Promise<boolean>;
  /** Where much may be in a status: puts the replacement into some of it. @returns how much that was */
  replaceSome?(tx: Transaction, left: OrderStatus, replacementId: number): Promise<number>;
  /** Leaves nothing of the status. @param replacementId null = there is none, and it is not in use */
  replace(tx: Transaction, statusId: number, replacementId: number | null): Promise<void>;
}

/** The shop's status directory. */
@Injectable()
export class OrderStatusesService {
  private readonly guards: StatusGuard[] = [];

  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly audit: AuditService,
    private readonly templates: TextTemplates,
    private readonly clock: Clock,
  ) {}

  register(guard: StatusGuard): void {
    this.guards.push(guard);
  }

  list(query: PageQuery): Promise<Page<OrderStatus>> {
    return this.transactions.read((manager) =>
      readPage(manager.createQueryBuilder(OrderStatus, 'status'), query, 'status.createdAt'),
    );
  }

  /** @throws NotFoundError */
  read(id: number): Promise<OrderStatus> {
    return this.transactions.read((manager) => this.get(manager, id));
  }

  /** @throws InvalidInputError */
  create(input: CreateOrderStatus): Promise<OrderStatus> {
    return this.configuration.change(async (tx) => {
      this.checkTexts(input);
      const others = await this.checkName(tx, input.name);
      if (others.length >= MAX_STATUSES)
        throw InvalidInputError.of('name', errorDetail('too_many_statuses', { max: MAX_STATUSES }));
      const last = await tx.manager.maximum(OrderStatus, 'position', {});
      const status: Omit<OrderStatus, 'id'> = {
        color: DEFAULT_COLOR,
        position: (last ?? 0) + 1,
        isInitial: false,
        notifyManager: false,
        gettzapItemStatus: '',
        gettzapItemText: '',
        gettzapOrderStatus: '',
        gettzapOrderText: '',
        leaveMinutes: null,
        leaveWarnMinutes: null,
        onOverdue: null,
        createdAt: this.clock.now(),
        version: 1,
        ...columnsOf(input),
        name: input.name,
        group: input.group,
      };
      await this.checkLimit(tx, null, status);
      if (status.isInitial) await this.takeInitial(tx);
      const created = { id: await tx.insert(OrderStatus, status), ...status };
      await this.audit.record(tx, 'create', SUBJECT, created.id, { after: presentOrderStatus(created) });
      return created;
    });
  }

  /** @throws NotFoundError, InvalidInputError, ChangedMeanwhileError */
  update(id: number, { version: seen, ...change }: UpdateOrderStatus): Promise<OrderStatus> {
    return this.configuration.change(async (tx) => {
      const status = await this.get(tx.manager, id);
      await this.audit.requireVersion(tx, SUBJECT, status, seen);
      const before = presentOrderStatus(status);
      this.checkTexts(change);
      const isRenamed = change.name !== undefined && foldedText(change.name) !== foldedText(status.name);
      if (isRenamed) await this.checkName(tx, change.name!);
      if (change.isInitial === false && status.isInitial) {
        throw InvalidInputError.of('isInitial', errorDetail('other_initial_needed'));
      }
      if (change.isInitial && !status.isInitial) await this.takeInitial(tx);
      const columns = changedOf(status, columnsOf(change));
      await this.checkLimit(tx, id, { ...status, ...columns });
      if (Object.keys(columns).length > 0) {
        await tx.manager.update(OrderStatus, { id }, columns);
        Object.assign(status, columns, { version: status.version + 1 });
      }
      await this.audit.record(tx, 'update', SUBJECT, id, { before, after: presentOrderStatus(status) });
      return status;
    });
  }

  /**
   * @param ids all statuses, in their new order
   * @returns them in that order
   * @throws InvalidInputError when one is missing or unknown
   */
  reorder(ids: number[]): Promise<OrderStatus[]> {
    return this.configuration.change(async (tx) => {
      const held = await tx.manager.find(OrderStatus, { order: { id: 'ASC' } });
      const known = statusesById(held);
      const unknown = ids.findIndex((id) => !known.has(id));
      if (unknown >= 0) throw InvalidInputError.of(`ids[${unknown}]`, errorDetail('no_such_status'));
      const missing = held.filter(({ id }) => !ids.includes(id));
      if (missing.length > 0) {
        throw InvalidInputError.of('ids', errorDetail('statuses_missing', { ids: idsOf(missing).join(', ') }));
      }
      const ordered = ids.map((id) => known.get(id)!);
      await this.place(tx, ordered);
      return ordered;
    });
  }

  /**
   * What a status holds is moved step by step, so that nobody waits for all of it. Stopped in between it has moved a part; it is
   * repeated then. The status is deleted only once nothing is in it.
   * @param replacementId takes over items, settings and the initial place
   * @throws NotFoundError, ConflictError `status_in_use`, InvalidInputError for a useless replacement
   */
  async delete(id: number, replacementId?: number): Promise<void> {
    if (replacementId !== undefined) while (await this.moveSome(id, replacementId));
    const { left, takesOverId } = await this.deleteAtOnce(id, replacementId);
    while (await this.moveLate(left, takesOverId));
  }

  /** @returns whether there was anything to move */
  private moveSome(id: number, replacementId: number): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      const directory = (await this.configuration.of(tx)).get(STATUS_DIRECTORY);
      const left = directory.get(id);
      if (!left) throw new NotFoundError(`Order status ${id}`);
      requireReplacement(directory, id, replacementId);
      return this.replaceSome(tx, left, replacementId);
    });
  }

  /**
   * What another node of a cluster put into the status while it was deleted here, where rows that are held there are not. Nothing comes
   * after it, for whoever moves items holds the configuration, which the deletion changed.
   */
  private moveLate(left: OrderStatus, takesOverId: number): Promise<boolean> {
    return this.transactions.run((tx) => this.replaceSome(tx, left, takesOverId));
  }

  private async replaceSome(tx: Transaction, left: OrderStatus, replacementId: number): Promise<boolean> {
    let moved = 0;
    for (const guard of this.guards) moved += (await guard.replaceSome?.(tx, left, replacementId)) ?? 0;
    return moved > 0;
  }

  /** With what came into it since the last step. @returns it, and the status for what nobody saw in it */
  private deleteAtOnce(id: number, replacementId: number | undefined) {
    return this.configuration.change(async (tx) => {
      const status = await this.get(tx.manager, id);
      const directory = (await this.configuration.of(tx)).get(STATUS_DIRECTORY);
      if (replacementId !== undefined) requireReplacement(directory, id, replacementId);
      for (const guard of this.guards) {
        if (replacementId === undefined && (await guard.isUsing(tx, id))) throw inUse(guard.name);
        await guard.replace(tx, id, replacementId ?? null);
      }
      await this.replaceTarget(tx, id, replacementId);
      if (status.isInitial) {
        if (replacementId === undefined) throw inUse('new items, which begin in it');
        await tx.manager.update(OrderStatus, { id: replacementId }, { isInitial: true });
      }
      await tx.manager.delete(OrderStatus, { id });
      const after = replacementId === undefined ? {} : { replacementId: String(replacementId) };
      await this.audit.record(tx, 'delete', SUBJECT, id, { before: presentOrderStatus(status), after });
      return { left: status, takesOverId: replacementId ?? initialStatus(directory).id };
    });
  }

  private async get(manager: EntityManager, id: number): Promise<OrderStatus> {
    const status = await manager.findOneBy(OrderStatus, { id });
    if (!status) throw new NotFoundError(`Order status ${id}`);
    return status;
  }

  /**
   * In one round trip: of hundreds of statuses most get another place when one is moved, and nobody takes an order in meanwhile. Only what
   * was moved past others counts as changed; the rest is where it was among them.
   */
  private async place(tx: Transaction, ordered: OrderStatus[]): Promise<void> {
    const moves = movesOf(ordered.toSorted(byPosition), ordered);
    const moved = new Set(moves.map(({ thing }) => thing));
    for (const [index, status] of ordered.entries()) {
      const position = index + 1;
      const version = status.version + Number(moved.has(status));
      if (position === status.position && version === status.version) continue;
      await tx.updateByIds(OrderStatus, [status.id], { position, version });
      Object.assign(status, { position, version });
    }
    const changes = moves.map(({ thing: { id }, from, to }) => ({
      ...{ action: 'update', subject: SUBJECT, subjectId: id },
      ...{ before: { position: from }, after: { position: to } },
    }));
    await this.audit.recordAll(tx, changes);
  }

  private async takeInitial(tx: Transaction): Promise<void> {
    await tx.manager.update(OrderStatus, { isInitial: true }, { isInitial: false });
  }

  /** Shop systems and people name a status by its name alone. @returns all there are */
  private async checkName(tx: Transaction, name: string): Promise<OrderStatus[]> {
    const statuses = await tx.manager.find(OrderStatus);
    if (isNameTaken(name, statuses)) throw InvalidInputError.of('name', errorDetail('status_name_taken'));
    return statuses;
  }

  /** @param id null = it is not there yet */
  private async checkLimit(tx: Transaction, id: number | null, status: Omit<OrderStatus, 'id'>): Promise<void> {
    const errors = warnErrors(status.leaveMinutes, status.leaveWarnMinutes, 'leaveWarnMinutes');
    if (status.onOverdue) {
      const targetId = Number(status.onOverdue.statusId);
      const statuses = await tx.manager.find(OrderStatus);
      const path = 'onOverdue.statusId';
      if (!statuses.some((each) => each.id === targetId)) errors.push({ path, ...errorDetail('other_status_needed') });
      else if (id !== null && leadsTo(statuses, targetId, id)) errors.push({ path, ...errorDetail('leads_back') });
    }
    if (errors.length > 0) throw new InvalidInputError(errors);
  }

  /** What passed into a status that leaves the directory when it was late passes into its replacement. */
  private async replaceTarget(tx: Transaction, id: number, replacementId: number | undefined): Promise<void> {
    const statuses = await tx.manager.find(OrderStatus);
    for (const { id: otherId, onOverdue } of statuses) {
      if (otherId === id || onOverdue?.statusId !== String(id)) continue;
      if (replacementId === undefined) throw inUse('the deadline of another status');
      const target = leadsTo(statuses, replacementId, otherId)
        ? null
        : { ...onOverdue, statusId: String(replacementId) };
      await tx.manager.update(OrderStatus, { id: otherId }, { onOverdue: target });
    }
  }

  private checkTexts({ gettzap }: Pick<UpdateOrderStatus, 'gettzap'>): void {
    const errors = (['item', 'order'] as const).flatMap((scope) =>
      this.templates.check(gettzap?.[scope]?.text ?? '', scope, `gettzap.${scope}.text`),
    );
    if (errors.length > 0) throw new InvalidInputError(errors);
  }
}

function byPosition(one: OrderStatus, other: OrderStatus): number {
  return one.position - other.position || one.id - other.id;
}

function requireReplacement(directory: StatusDirectory, id: number, replacementId: number): void {
  if (replacementId !== id && directory.has(replacementId)) return;
  throw InvalidInputError.of('replacementId', errorDetail('other_status_needed'));
}

function inUse(by: string): ConflictError {
  return new ConflictError('status_in_use', `The status is used by ${by}: choose the one that replaces it.`);
}

/** The given fields as columns; what is absent stays as it is. */
function columnsOf({ gettzap, ...fields }: Omit<UpdateOrderStatus, 'version'>): Partial<OrderStatus> {
  const all = {
    ...fields,
    gettzapItemStatus: gettzap?.item?.status,
    gettzapItemText: gettzap?.item?.text,
    gettzapOrderStatus: gettzap?.order?.status,
    gettzapOrderText: gettzap?.order?.text,
  };
  return definedOf(all);
}
