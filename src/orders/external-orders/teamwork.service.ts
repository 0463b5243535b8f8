import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Actor, visibleTo } from '../../access/actor.js';
import { AuditService } from '../../access/audit.service.js';
import { colleaguesIn } from '../../access/colleague.dto.js';
import { PEOPLE } from '../../access/user.entity.js';
import type { NoteView } from '../orders/note.dto.js';
import { OrderTeamwork } from '../orders/order-teamwork.service.js';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { errorDetail } from '../../platform/error-texts.js';
import { InvalidInputError } from '../../platform/errors.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { ExternalOrderNote } from './external-order-note.entity.js';
import { ExternalOrderStore } from './external-order-store.service.js';
import { ColleaguesMentioned, ExternalOrderAssigned } from './external-orders.events.js';
import { mentionedIn } from './mentions.js';

/** Newest ones that are shown. */
const MAX_NOTES_SHOWN = 500;

/** What the shop's people do together about an external order besides deciding: who looks after it, and notes. */
@Injectable()
export class Teamwork {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly store: ExternalOrderStore,
    private readonly orders: OrderTeamwork,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Oldest first. */
  async notesOf(manager: EntityManager, externalOrderId: number): Promise<NoteView[]> {
    const where = { externalOrderId };
    const newest = await manager.find(ExternalOrderNote, { where, order: { id: 'DESC' }, take: MAX_NOTES_SHOWN });
    return newest.reverse().map(presentNote);
  }

  /**
   * Colleagues who are named in it by `@` get a message.
   * @throws NotFoundError
   */
  addNote(id: number, text: string, actor: Actor): Promise<NoteView> {
    return this.transactions.run(async (tx) => {
      const { users } = (await this.configuration.of(tx)).get(PEOPLE);
      const order = visibleTo(actor, await this.store.lock(tx, id), `External order ${id}`);
      const note = { externalOrderId: id, author: actor.name, text, createdAt: this.clock.now() };
      const noteId = await tx.insert(ExternalOrderNote, note);
      await this.audit.record(tx, 'write_note', 'external_order', id);
      await this.store.tellChange(tx, order);
      const orderId = await this.orders.tellChange(tx, id);
      const colleagues = colleaguesIn(users.values(), order.regionId).filter((user) => user.id !== actor.userId);
      const userIds = mentionedIn(text, colleagues);
      if (userIds.length > 0) await tx.publish(new ColleaguesMentioned(order, orderId, userIds, actor.name));
      return presentNote({ ...note, id: noteId });
    });
  }

  /**
   * @param userId null = nobody looks after it any more
   * @throws NotFoundError; InvalidInputError for somebody who may not sign in or does not see the region
   */
  assign(id: number, userId: number | null, actor: Actor): Promise<void> {
    return this.transactions.run(async (tx) => {
      const { users } = (await this.configuration.of(tx)).get(PEOPLE);
      const order = visibleTo(actor, await this.store.lock(tx, id), `External order ${id}`);
      const assignee = colleaguesIn(users.values(), order.regionId).find((user) => user.id === userId);
      if (userId !== null && !assignee) throw InvalidInputError.of('userId', errorDetail('no_such_colleague'));
      const { assigneeId: before } = order;
      if (before === userId) return;
      order.assigneeId = userId;
      await this.store.update(tx, order);
      const kind = userId === null ? 'released' : 'assigned';
      await this.store.writeHistory(tx, order, {
        kind,
        details: assignee ? { assignee: assignee.name } : {},
        actor: actor.name,
      });
      await this.audit.record(tx, 'assign', 'external_order', id, {
        before: { assigneeId: before },
        after: { assigneeId: userId },
      });
      const orderId = await this.orders.assign(tx, id, userId);
      const isOthers = userId !== null && userId !== actor.userId;
      if (isOthers) await tx.publish(new ExternalOrderAssigned(order, orderId, userId, actor.name));
    });
  }
}

function presentNote({ id, createdAt, author, text }: ExternalOrderNote): NoteView {
  return { id: String(id), at: createdAt.toISOString(), author, text };
}
