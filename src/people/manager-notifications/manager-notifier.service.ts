import { Injectable } from '@nestjs/common';
import { In, MoreThanOrEqual } from 'typeorm';
import { EmailService } from '../email/email.service.js';
import { Configuration, ConfigurationPart } from '../../platform/configuration/configuration.service.js';
import { OrderTakenBack } from '../../orders/orders/orders.events.js';
import { Clock, later } from '../../platform/clock.js';
import { idsOf } from '../../platform/collections.js';
import { type Hold, HoldsUndone } from '../../platform/transactions/hold.js';
import { OnDomainEvent, type Transaction } from '../../platform/transactions/transaction.js';
import { ManagerNotification, ManagerNotificationSettings } from './manager-notification.entity.js';
import type { Role } from '../../access/actor.js';
import { User } from '../../access/user.entity.js';
import { ChannelChoice, choicesOf, KindChoices, ManagerNotificationKind } from './manager-notification-kind.js';

/** Whom a message may reach. */
export interface Audience {
  kind: ManagerNotificationKind;
  /** Where the thing lies; null = in no region, seen by those who see all. */
  regionId: number | null;
  /** Undefined = every role may see the thing. */
  roles?: Role[] | undefined;
  /** Undefined = everybody. */
  userIds?: number[];
  /** No e-mail is sent of it before. */
  hold?: Hold | null;
}

export interface Recipient {
  userId: number;
  roles: Role[];
  /** Empty = all regions. */
  regionIds: number[];
  choices: KindChoices;
}

/** Those who may see the thing and want to be told of it, with the channels they chose. */
export function reachedBy(recipients: Recipient[], audience: Audience): Array<{ userId: number } & ChannelChoice> {
  const { kind, regionId, roles, userIds } = audience;
  return recipients
    .filter(({ userId }) => !userIds || userIds.includes(userId))
    .filter((user) => user.roles.some((role) => !roles || roles.includes(role)))
    .filter(({ regionIds }) => regionIds.length === 0 || (regionId !== null && regionIds.includes(regionId)))
    .map(({ userId, choices }) => ({ userId, ...choices[kind] }))
    .filter(({ panel, email }) => panel || email);
}

/** Who may be told of something, with what they chose. */
const RECIPIENTS = new ConfigurationPart(async (manager): Promise<Recipient[]> => {
  const [users, settings] = await Promise.all([
    manager.find(User, { where: { isActive: true }, order: { id: 'ASC' } }),
    manager.find(ManagerNotificationSettings),
  ]);
  const chosen = new Map(settings.map(({ userId, kinds }) => [userId, kinds]));
  return users.map(({ id, roles, regionIds }) => {
    return { userId: id, roles, regionIds, choices: choicesOf(chosen.get(id) ?? {}) };
  });
});

/** The messages that these users' panels show are other than they were. */
export class ManagersNotified {
  constructor(readonly userIds: number[]) {}
}

/** Messages that come within this time after the first go into one e-mail. */
const GATHERED_MS = 30_000;
const MAX_TITLE = 255;

export interface ManagerMessage {
  title: string;
  text: string;
  /** Never by e-mail, whatever was chosen. */
  isPanelOnly?: boolean;
  externalOrderId?: number | null;
  orderId?: number | null;
  connectionId?: number | null;
  /** By which it is sent what it tells of. */
  channel?: string | null;
  deliveryId?: number | null;
}

/** Writes messages to managers, a row for each of them, in the transaction of what they tell of. */
@Injectable()
export class ManagerNotifier {
  constructor(
    private readonly configuration: Configuration,
    private readonly email: EmailService,
    private readonly clock: Clock,
  ) {}

  /** @param message asked for only if somebody is to be told */
  async notify(tx: Transaction, audience: Audience, message: () => ManagerMessage): Promise<void> {
    await this.notifyAll(tx, [{ audience, message }]);
  }

  async notifyAll(
    tx: Transaction,
    notices: Array<{ audience: Audience; message: () => ManagerMessage }>,
  ): Promise<void> {
    const recipients = (await this.configuration.of(tx)).get(RECIPIENTS);
    const createdAt = this.clock.now();
    const mailAfter = this.email.isConfigured ? later(createdAt, GATHERED_MS) : null;
    const rows = notices.flatMap(({ audience, message }) => {
      const reached = reachedBy(recipients, audience);
      if (reached.length === 0) return [];
      const { title, text, isPanelOnly, ...subjects } = message();
      const { hold = null } = audience;
      return reached.map(({ userId, panel, email }) => ({
        externalOrderId: null,
        orderId: null,
        connectionId: null,
        channel: null,
        deliveryId: null,
        ...subjects,
        userId,
        kind: audience.kind,
        title: title.slice(0, MAX_TITLE),
        text,
        regionId: audience.regionId,
        holdId: hold?.id ?? null,
        inPanel: panel,
        mailAfter: email && !isPanelOnly ? afterHold(mailAfter, hold) : null,
        readAt: null,
        createdAt,
      }));
    });
    const written = rows.filter(({ inPanel, mailAfter }) => inPanel || mailAfter);
    await tx.insertMany(ManagerNotification, written);
    const shownTo = new Set(written.filter(({ inPanel }) => inPanel).map(({ userId }) => userId));
    if (shownTo.size > 0) await tx.publish(new ManagersNotified([...shownTo]));
  }

  /** What was undone never was. */
  @OnDomainEvent(HoldsUndone)
  async onUndone({ holdIds, since }: HoldsUndone, tx: Transaction): Promise<void> {
    const userIds = (await this.configuration.of(tx)).get(RECIPIENTS).map(({ userId }) => userId);
    const where = { userId: In(userIds), createdAt: MoreThanOrEqual(since), holdId: In(holdIds) };
    const messages = await tx.manager.find(ManagerNotification, { select: { id: true, userId: true }, where });
    if (messages.length === 0) return;
    await tx.manager.delete(ManagerNotification, { id: In(idsOf(messages)) });
    await tx.publish(new ManagersNotified([...new Set(messages.map(({ userId }) => userId))]));
  }

  /** What was told of an order that is not there any more leads to what it was made of. */
  @OnDomainEvent(OrderTakenBack)
  async onTakenBack({ orderId, createdAt }: OrderTakenBack, tx: Transaction): Promise<void> {
    const userIds = (await this.configuration.of(tx)).get(RECIPIENTS).map(({ userId }) => userId);
    const where = { userId: In(userIds), createdAt: MoreThanOrEqual(createdAt), orderId };
    const messages = await tx.manager.find(ManagerNotification, { select: { id: true, userId: true }, where });
    if (messages.length === 0) return;
    await tx.updateByIds(ManagerNotification, idsOf(messages), { orderId: null });
    await tx.publish(new ManagersNotified([...new Set(messages.map(({ userId }) => userId))]));
  }
}

function afterHold(mailAfter: Date | null, hold: Hold | null): Date | null {
  return mailAfter && hold && hold.until > mailAfter ? hold.until : mailAfter;
}
