import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { ChangedMeanwhileError, NotFoundError } from '../platform/errors.js';
import { Page } from '../platform/http/paging.dto.js';
import { readPage } from '../platform/http/read-page.js';
import type { Transaction } from '../platform/transactions/transaction.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { AuditQuery } from './audit.dto.js';
import { AuditEntry } from './audit-entry.entity.js';
import { currentRequest, RequestContext } from './request-context.js';

type Fields = Record<string, unknown>;

/** What is nothing when no field of the thing is another one by it. */
const SAVES = ['update', 'map_statuses'];

/** Follows from the other fields: that something was changed is what the entry says anyway. */
const NEVER_TOLD = 'version';

export interface Change {
  action: string;
  subject: string;
  subjectId: number;
  /** As it was; absent when it was made. Must carry no secrets. */
  before?: object;
  /** As it is; absent when it was deleted. Must carry no secrets. */
  after?: object;
  /** The request that asked for it; absent = the one that is being answered. */
  request?: RequestContext | undefined;
}

/**
 * Writes down who changed what, in the transaction of the change. Free texts (reasons, comments) stay in the histories, where a
 * buyer's data can be erased.
 */
@Injectable()
export class AuditService {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** One change, with the fields as they were and as they are; both must carry no secrets. */
  record(
    tx: Transaction,
    action: string,
    subject: string,
    subjectId: number,
    sides: Pick<Change, 'before' | 'after'> = {},
  ): Promise<void> {
    return this.recordAll(tx, [{ action, subject, subjectId, ...sides }]);
  }

  /** Does nothing for what the service does by itself, which is told by the histories, and for what was saved as it was. */
  async recordAll(tx: Transaction, changes: Change[]): Promise<void> {
    const current = currentRequest();
    const createdAt = this.clock.now();
    const entries = changes.flatMap(({ action, subject, subjectId, before = {}, after = {}, request = current }) => {
      if (!request?.actor) return [];
      const { userId, apiKeyId, name: actor } = request.actor;
      const who = { userId, apiKeyId, actor, requestId: request.requestId };
      const sides = changedFields(before as Fields, after as Fields);
      if (SAVES.includes(action) && isNothing(sides)) return [];
      return [{ ...who, action, subject, subjectId, ...sides, createdAt }];
    });
    await tx.insertMany(AuditEntry, entries);
  }

  /**
   * Refuses a change of something that its author has not seen as it is.
   * @param row held by the transaction
   * @param seen the version that the author has seen; undefined = whatever it is
   * @throws ChangedMeanwhileError with who changed it last
   */
  async requireVersion(
    tx: Transaction,
    subject: string,
    row: { id: number; version: number },
    seen: number | undefined,
  ): Promise<void> {
    if (seen === undefined || seen === row.version) return;
    const [last] = await tx.manager.find(AuditEntry, {
      where: { subject, subjectId: row.id },
      order: { id: 'DESC' },
      take: 1,
    });
    throw new ChangedMeanwhileError(last ? { by: last.actor, at: last.createdAt } : null);
  }

  /** When something was done to a thing last; null = never. */
  async lastAt(manager: EntityManager, action: string, subject: string, subjectId: number): Promise<Date | null> {
    const last = await manager.findOne(AuditEntry, {
      select: { id: true, createdAt: true },
      where: { action, subject, subjectId },
      order: { id: 'DESC' },
    });
    return last?.createdAt ?? null;
  }

  /** @throws NotFoundError */
  async get(id: number): Promise<AuditEntry> {
    const entry = await this.transactions.read((manager) => manager.findOneBy(AuditEntry, { id }));
    if (!entry) throw new NotFoundError(`Audit entry ${id}`);
    return entry;
  }

  list(query: AuditQuery): Promise<Page<AuditEntry>> {
    const { userId, action, subject, subjectId, from, to } = query;
    return this.transactions.read((manager) => {
      const entries = manager.createQueryBuilder(AuditEntry, 'entry');
      if (userId) entries.andWhere('entry.userId = :userId', { userId });
      if (action) entries.andWhere('entry.action = :action', { action });
      if (subject) entries.andWhere('entry.subject = :subject', { subject });
      if (subjectId) entries.andWhere('entry.subjectId = :subjectId', { subjectId });
      if (from) entries.andWhere('entry.createdAt >= :from', { from });
      if (to) entries.andWhere('entry.createdAt < :to', { to });
      return readPage(entries, query, 'entry.createdAt');
    });
  }
}

function isNothing({ before, after }: Required<Pick<Change, 'before' | 'after'>>): boolean {
  return Object.keys(before).length === 0 && Object.keys(after).length === 0;
}

/** Only what differs, on both sides. */
function changedFields(before: Fields, after: Fields): { before: object; after: object } {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.filter(
    (name) => name !== NEVER_TOLD && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const pick = (fields: Fields) =>
    Object.fromEntries(changed.filter((name) => name in fields).map((name) => [name, fields[name]]));
  return { before: pick(before), after: pick(after) };
}
