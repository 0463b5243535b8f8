import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { EmailService } from '../email/email.service.js';
import { Configuration, ConfigurationPart } from '../../platform/configuration/configuration.service.js';
import { Clock } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
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
    const batch = randomUUID();
    const createdAt = this.clock.now();
    const mailAfter = this.email.isConfigured ? new Date(createdAt.getTime() + GATHERED_MS) : null;
    const rows = notices.flatMap(({ audience, message }) => {
      const reached = reachedBy(recipients, audience);
      if (reached.length === 0) return [];
      const { title, text, isPanelOnly, ...subjects } = message();
      return reached.map(({ userId, panel, email }) => ({
        externalOrderId: null,
        orderId: null,
        connectionId: null,
        deliveryId: null,
        ...subjects,
        userId,
        kind: audience.kind,
        title: title.slice(0, MAX_TITLE),
        text,
        regionId: audience.regionId,
        batch,
        inPanel: panel,
        mailAfter: email && !isPanelOnly ? mailAfter : null,
        readAt: null,
        createdAt,
      }));
    });
    const written = rows.filter(({ inPanel, mailAfter }) => inPanel || mailAfter);
    await tx.insertMany(ManagerNotification, written);
    const shownTo = new Set(written.filter(({ inPanel }) => inPanel).map(({ userId }) => userId));
    if (shownTo.size > 0) await tx.publish(new ManagersNotified([...shownTo]));
  }
}
