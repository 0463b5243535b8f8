import { Injectable } from '@nestjs/common';
import { EntityManager, In, IsNull, LessThanOrEqual } from 'typeorm';
import { Actor, limitToRegions, seesAllRegions, userIdOf, visibleTo } from '../../access/actor.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { idsOf } from '../../platform/collections.js';
import { Clock } from '../../platform/clock.js';
import { ExternalOrder } from '../../orders/external-orders/external-order.entity.js';
import { Page } from '../../platform/http/paging.dto.js';
import { readPage } from '../../platform/http/read-page.js';
import { isEmbedded } from '../../platform/sql/engine.js';
import { countUpTo } from '../../platform/sql/bounded-count.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { isUniqueViolation } from '../../platform/transactions/transient-errors.js';
import { ManagerNotificationQuery, ReadAll, UnreadCountsView } from './manager-notification.dto.js';
import { ManagersNotified } from './manager-notifier.service.js';
import { ManagerNotification, ManagerNotificationSettings } from './manager-notification.entity.js';
import {
  ChosenChannels,
  choicesOf,
  KindChoices,
  kindsOf,
  MANAGER_NOTIFICATION_KINDS,
  NotificationPart,
  withChange,
} from './manager-notification-kind.js';

/** Of each part; somebody who never reads any costs no more than others. */
const MAX_COUNTED = 1_000;

/** A user's own messages, and what they want to be told of. */
@Injectable()
export class ManagerNotificationsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {}

  /** What lies in a region that the user no longer sees is left out. */
  list(actor: Actor, query: ManagerNotificationQuery): Promise<Page<ManagerNotification>> {
    const userId = ownerOf(actor);
    return this.transactions.read((manager) => {
      const own = manager
        .createQueryBuilder(ManagerNotification, 'notification')
        .where('notification.userId = :userId', { userId })
        .andWhere('notification.inPanel = :on', { on: true });
      if (query.part) own.andWhere('notification.kind IN (:...kinds)', { kinds: kindsOf(query.part) });
      if (query.unread) own.andWhere('notification.readAt IS NULL');
      if (query.unread === false) own.andWhere('notification.readAt IS NOT NULL');
      return readPage(limitToRegions(own, 'notification.regionId', actor), query, sortColumn(manager, query));
    });
  }

  /** Of what `list` shows. New orders count while nobody has decided about them: what is done is no news. */
  unread(actor: Actor): Promise<UnreadCountsView> {
    const userId = ownerOf(actor);
    return this.transactions.read(async (manager) => {
      const unreadOf = (part: NotificationPart) => {
        const unread = manager
          .createQueryBuilder(ManagerNotification, 'notification')
          .where({ userId, inPanel: true, kind: In(kindsOf(part)), readAt: IsNull() });
        return limitToRegions(unread, 'notification.regionId', actor);
      };
      const latest = unreadOf('new_orders')
        .select('notification.externalOrderId', 'id')
        .orderBy('notification.createdAt', 'DESC')
        .limit(MAX_COUNTED)
        .getRawMany<{ id: number }>();
      const newest = { where: { userId, inPanel: true }, order: { createdAt: 'DESC', id: 'DESC' }, take: 1 } as const;
      const [action, news, orders, [newestMessage]] = await Promise.all([
        countUpTo(unreadOf('action'), MAX_COUNTED),
        countUpTo(unreadOf('news'), MAX_COUNTED),
        latest.then((rows) => this.newOnes(manager, idsOf(rows))),
        manager.find(ManagerNotification, { select: { id: true }, ...newest }),
      ]);
      return {
        action,
        news,
        newOrders: orders.length,
        newOrdersSince: orders[0]?.createdAt.toISOString() ?? null,
        newestOrderId: orders.length > 0 ? String(orders.at(-1)!.id) : null,
        newestMessageId: newestMessage ? String(newestMessage.id) : null,
      };
    });
  }

  /** Reading it again changes nothing. @throws NotFoundError also for another user's, or of a region that the user no longer sees */
  read(actor: Actor, id: number): Promise<ManagerNotification> {
    const userId = ownerOf(actor);
    return this.transactions.run(async (tx) => {
      const found = await tx.manager.findOneBy(ManagerNotification, { id, userId, inPanel: true });
      const notification = visibleTo(actor, found, `Message ${id}`);
      const readAt = notification.readAt ?? this.clock.now();
      const { affected } = await tx.manager.update(ManagerNotification, { id, readAt: IsNull() }, { readAt });
      if (affected) await tx.publish(new ManagersNotified([userId]));
      return Object.assign(notification, { readAt });
    });
  }

  /** Those that `list` shows, or some of them. @returns how many were not read before */
  readAll(actor: Actor, { part, externalOrderId, upToId }: ReadAll = {}): Promise<number> {
    const unread = {
      userId: ownerOf(actor),
      inPanel: true,
      kind: In(part ? kindsOf(part) : MANAGER_NOTIFICATION_KINDS),
      readAt: IsNull(),
      ...(externalOrderId && { externalOrderId: Number(externalOrderId) }),
      ...(upToId && { id: LessThanOrEqual(Number(upToId)) }),
      ...(!seesAllRegions(actor) && { regionId: In(actor.regionIds) }),
    };
    return this.transactions.run(async (tx) => {
      const { affected } = await tx.manager.update(ManagerNotification, unread, { readAt: this.clock.now() });
      if (affected) await tx.publish(new ManagersNotified([unread.userId]));
      return affected ?? 0;
    });
  }

  settings(actor: Actor): Promise<KindChoices> {
    const userId = ownerOf(actor);
    return this.transactions.read(async (manager) => {
      const settings = await manager.findOneBy(ManagerNotificationSettings, { userId });
      return choicesOf(settings?.kinds ?? {});
    });
  }

  /** What the change does not name stays as it is. */
  async changeSettings(actor: Actor, change: ChosenChannels): Promise<KindChoices> {
    const userId = ownerOf(actor);
    try {
      return await this.storeSettings(userId, change);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error; // else the first ones of the user were stored elsewhere just now
      return this.storeSettings(userId, change);
    }
  }

  /** Of these external orders those that nobody has decided anything about, in the order in which they came in. */
  private newOnes(manager: EntityManager, ids: number[]): Promise<Array<Pick<ExternalOrder, 'id' | 'createdAt'>>> {
    if (ids.length === 0) return Promise.resolve([]);
    return manager.find(ExternalOrder, {
      select: { id: true, createdAt: true },
      where: { id: In(ids), state: 'new' },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
  }

  private storeSettings(userId: number, change: ChosenChannels): Promise<KindChoices> {
    return this.configuration.change(async (tx) => {
      const settings = await tx.lockOne(ManagerNotificationSettings, { userId });
      const kinds = withChange(settings?.kinds ?? {}, change);
      if (settings) await tx.manager.update(ManagerNotificationSettings, { userId }, { kinds });
      else await tx.insertMany(ManagerNotificationSettings, [{ userId, kinds }]);
      return choicesOf(kinds);
    });
  }
}

/** The embedded database would go through all new orders for the few messages between them, as that is the list's order. */
function sortColumn({ connection }: EntityManager, { part }: ManagerNotificationQuery): string {
  const isRare = part === 'action' || part === 'news';
  return isRare && isEmbedded(connection) ? `notification.createdAt || ''` : 'notification.createdAt';
}

/** Messages are for people. @throws ForbiddenError */
function ownerOf(actor: Actor): number {
  return userIdOf(actor, 'Messages to managers');
}
