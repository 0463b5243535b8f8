import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { Actor, limitToRegions, seesAllRegions, userIdOf, visibleTo } from '../../access/actor.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { Clock } from '../../platform/clock.js';
import { Page, readPage } from '../../platform/http/paging.dto.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { isUniqueViolation } from '../../platform/transactions/transient-errors.js';
import { ManagerNotificationQuery } from './manager-notification.dto.js';
import { ManagerNotification, ManagerNotificationSettings } from './manager-notification.entity.js';
import { ChosenChannels, choicesOf, KindChoices, withChange } from './manager-notification-kind.js';

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
      if (query.unread) own.andWhere('notification.readAt IS NULL');
      if (query.unread === false) own.andWhere('notification.readAt IS NOT NULL');
      return readPage(limitToRegions(own, 'notification.regionId', actor), query, 'notification.createdAt');
    });
  }

  /** Reading it again changes nothing. @throws NotFoundError also for another user's, or of a region that the user no longer sees */
  read(actor: Actor, id: number): Promise<ManagerNotification> {
    const userId = ownerOf(actor);
    return this.transactions.run(async (tx) => {
      const found = await tx.manager.findOneBy(ManagerNotification, { id, userId, inPanel: true });
      const notification = visibleTo(actor, found, `Message ${id}`);
      const readAt = notification.readAt ?? this.clock.now();
      await tx.manager.update(ManagerNotification, { id, readAt: IsNull() }, { readAt });
      return Object.assign(notification, { readAt });
    });
  }

  /** Those that `list` shows. @returns how many were not read before */
  readAll(actor: Actor): Promise<number> {
    const unread = {
      userId: ownerOf(actor),
      inPanel: true,
      readAt: IsNull(),
      ...(!seesAllRegions(actor) && { regionId: In(actor.regionIds) }),
    };
    return this.transactions.run(async (tx) => {
      const { affected } = await tx.manager.update(ManagerNotification, unread, { readAt: this.clock.now() });
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

  private storeSettings(userId: number, change: ChosenChannels): Promise<KindChoices> {
    return this.configuration.change(async (tx) => {
      const query = tx.manager.createQueryBuilder(ManagerNotificationSettings, 'settings').where({ userId });
      const settings = await tx.lockForUpdate(query).getOne();
      const kinds = withChange(settings?.kinds ?? {}, change);
      if (settings) await tx.manager.update(ManagerNotificationSettings, { userId }, { kinds });
      else await tx.insertMany(ManagerNotificationSettings, [{ userId, kinds }]);
      return choicesOf(kinds);
    });
  }
}

/** Messages are for people. @throws ForbiddenError */
function ownerOf(actor: Actor): number {
  return userIdOf(actor, 'Messages to managers');
}
