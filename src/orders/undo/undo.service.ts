import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull, MoreThan } from 'typeorm';
import { type Actor, seesRegion } from '../../access/actor.js';
import { Clock, later } from '../../platform/clock.js';
import { idsOf } from '../../platform/collections.js';
import { ChangedMeanwhileError, NotFoundError } from '../../platform/errors.js';
import { type Hold, HoldsUndone, tooLateToUndo } from '../../platform/transactions/hold.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { UndoKind, UndoStep } from './undo-step.entity.js';
import type { UndoOffer, UndoResult } from './undo.dto.js';

/** What a call may be undone by; all its changes have the same end. */
export interface UndoWindow {
  token: string;
  openedAt: Date;
  until: Date;
}

/** A change as it is remembered. */
export interface UndoableChange {
  hold: Hold;
  kind: UndoKind;
  subjectId: number;
  regionId: number;
  change: object;
}

/** Puts changes back in the caller's transaction. @returns the steps whose change it found as it had left it, and undid */
export type UndoHandler = (tx: Transaction, steps: UndoStep[], actor: Actor) => Promise<UndoStep[]>;

/** Remembers changes nobody was told of yet, and has them undone. */
@Injectable()
export class Undo {
  private readonly handlers = new Map<UndoKind, UndoHandler>();

  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  register(kind: UndoKind, handler: UndoHandler): void {
    this.handlers.set(kind, handler);
  }

  /** @param seconds 0 = the call cannot be undone */
  open(seconds: number | undefined): UndoWindow | undefined {
    if (!seconds) return undefined;
    const openedAt = this.clock.now();
    return { token: randomUUID(), openedAt, until: later(openedAt, seconds * 1_000) };
  }

  async remember(tx: Transaction, window: UndoWindow, changes: UndoableChange[], actor: Actor): Promise<void> {
    const { token, openedAt: createdAt, until } = window;
    const { userId, apiKeyId } = actor;
    const rows = changes.map(({ hold, ...change }) => {
      return { ...change, token, until, holdId: hold.id, userId, apiKeyId, createdAt };
    });
    await tx.insertMany(UndoStep, rows);
  }

  /** What was done over since can be undone no more, and is offered no more. */
  async forget(
    tx: Transaction,
    kind: UndoKind,
    subjectId: number,
    isDoneOver: (change: object) => boolean,
  ): Promise<void> {
    const steps = await tx.manager.findBy(UndoStep, { kind, subjectId });
    const doneOver = steps.filter(({ change }) => isDoneOver(change));
    await this.end(tx, doneOver);
  }

  /** By what somebody may undo what the service itself did to a thing; null = nothing that can be undone still, or not by them. */
  async offerOf(manager: EntityManager, kind: UndoKind, subjectId: number, actor: Actor): Promise<UndoOffer | null> {
    const step = await manager.findOne(UndoStep, {
      where: { subjectId, kind, userId: IsNull(), apiKeyId: IsNull(), until: MoreThan(this.clock.now()) },
      order: { id: 'DESC' },
    });
    return step && mayUndo(actor, [step]) ? presentUndo(step) : null;
  }

  /**
   * Puts all that a call changed back as it was, where nobody has changed it since.
   * Whoever made the change may, an administrator, and managers who see all its regions.
   * @throws NotFoundError for an unknown token and for anybody else; ConflictError `too_late` for one that is over or spent, `changed_meanwhile` where nothing could be undone
   */
  undo(token: string, actor: Actor): Promise<UndoResult> {
    return this.transactions.run(async (tx) => {
      const query = tx.manager.createQueryBuilder(UndoStep, 'step').where({ token }).orderBy('step.id');
      const steps = await tx.lockForUpdate(query).getMany();
      if (steps.length === 0 || !mayUndo(actor, steps)) throw new NotFoundError('What is to be undone');
      const open = steps.filter(({ until }) => until > this.clock.now());
      const [first] = open;
      if (!first) throw tooLateToUndo();
      const undone = await this.handlers.get(first.kind)!(tx, open, actor);
      if (undone.length === 0) throw new ChangedMeanwhileError();
      const holdIds = undone.map(({ holdId }) => holdId);
      await tx.publish(new HoldsUndone(holdIds, first.createdAt));
      await this.end(tx, open);
      const subjects = subjectsOf(undone);
      return { undone: subjects.size, kept: subjectsOf(steps).size - subjects.size };
    });
  }

  /** They stay until retention removes them, so that a repeated call hears that it comes too late. */
  private end(tx: Transaction, steps: UndoStep[]): Promise<void> {
    return tx.updateByIds(UndoStep, idsOf(steps), { until: this.clock.now() });
  }
}

/** Rules may decide on one order in several steps. */
function subjectsOf(steps: UndoStep[]): Set<number> {
  return new Set(steps.map(({ subjectId }) => subjectId));
}

function mayUndo({ userId, apiKeyId, ...actor }: Actor, steps: UndoStep[]): boolean {
  const isOwn = steps.every((step) => step.userId === userId && step.apiKeyId === apiKeyId);
  if (isOwn || actor.roles.includes('admin')) return true;
  return actor.roles.includes('manager') && steps.every(({ regionId }) => seesRegion(actor, regionId));
}

/** As it is answered. */
export function presentUndo(window: Pick<UndoWindow, 'token' | 'until'> | undefined): UndoOffer | null {
  return window ? { token: window.token, until: window.until.toISOString() } : null;
}

/** A hold for one change of a call. */
export function holdOf({ until }: UndoWindow): Hold {
  return { id: randomUUID(), until };
}
