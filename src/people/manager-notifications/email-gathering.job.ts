import { Injectable, Logger, OnModuleInit } from '@nestjs/common';
import { FindOperator, In, IsNull, LessThanOrEqual, MoreThan, Not } from 'typeorm';
import { seesRegion } from '../../access/actor.js';
import { PEOPLE } from '../../access/user.entity.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import { AppConfig } from '../../platform/config/app-config.js';
import { ClockSynchronization } from '../../platform/database/clock-synchronization.service.js';
import { EmailService } from '../email/email.service.js';
import { escapeHtml, linked, signed } from '../email/letter.js';
import { Clock, later } from '../../platform/clock.js';
import { idsOf } from '../../platform/collections.js';
import { UnavailableError } from '../../platform/errors.js';
import { Job } from '../../platform/jobs/job.js';
import { LONGEST_HOLD_MS } from '../../platform/transactions/hold.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { MAIL_INDEX, ManagerNotification } from './manager-notification.entity.js';
import { panelPageOf } from './panel-page.js';

const EVERY_MS = 2_000;
const USERS_A_RUN = 100;
const MESSAGES_AN_EMAIL = 200;
const PUT_OFF_MS = 10 * 60_000;

/** Puts a user's messages into one e-mail, a while after the first of them: a burst makes one e-mail. */
@Injectable()
export class EmailGathering implements OnModuleInit {
  private readonly logger = new Logger(EmailGathering.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly email: EmailService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
    private readonly synchronization: ClockSynchronization,
  ) {}

  onModuleInit(): void {
    this.synchronization.afterStep(() => this.mend());
  }

  @Job({ name: 'email-gathering', everyMs: EVERY_MS })
  async run(): Promise<void> {
    if (await this.email.prepare()) await this.gather();
  }

  /** What was written while the clock was ahead would wait longer than anything may; what is held waits for the end of its hold. */
  async mend(): Promise<void> {
    const now = this.clock.now();
    const mendRows = (holdId: FindOperator<string>, longestMs: number) =>
      this.transactions.change((manager) => {
        const mailAfter = MoreThan(later(now, longestMs + 2 * PUT_OFF_MS));
        return manager.update(ManagerNotification, { holdId, mailAfter }, { mailAfter: later(now, longestMs) });
      });
    await mendRows(IsNull(), 0);
    await mendRows(Not(IsNull()), LONGEST_HOLD_MS);
  }

  private async gather(): Promise<void> {
    const due = await this.transactions.read((manager) =>
      manager
        .createQueryBuilder(ManagerNotification, 'notification')
        .select('notification.userId', 'userId')
        .distinct()
        .where({ mailAfter: LessThanOrEqual(this.clock.now()) })
        .limit(USERS_A_RUN)
        .getRawMany<{ userId: number }>(),
    );
    for (const { userId } of due) {
      try {
        await this.transactions.run((tx) => this.gatherOf(tx, userId), { repeatable: true });
      } catch (error) {
        if (error instanceof UnavailableError) throw error;
        await this.putOff(userId, error as Error);
      }
    }
  }

  /** One user's e-mail that cannot be made keeps nobody else's back, and is tried again later. */
  private async putOff(userId: number, error: Error): Promise<void> {
    this.logger.error({ err: error }, `Making the e-mail of user ${userId} failed: ${error.message}`);
    const now = this.clock.now();
    await this.transactions.change((manager) =>
      manager.update(
        ManagerNotification,
        { userId, mailAfter: LessThanOrEqual(now) },
        { mailAfter: later(now, PUT_OFF_MS) },
      ),
    );
  }

  /**
   * The first row decides between replicas: the one that holds it makes the e-mail, and the others come by later. The rows are looked
   * for before, since a server holds all that it reads on the way to them, which is everything that the user was ever told.
   */
  private async gatherOf(tx: Transaction, userId: number): Promise<void> {
    const now = this.clock.now();
    const unsent = () =>
      tx.manager
        .createQueryBuilder(ManagerNotification, 'notification')
        .where('notification.userId = :userId AND notification.mailAfter IS NOT NULL', { userId })
        .andWhere('(notification.holdId IS NULL OR notification.mailAfter <= :now)', { now })
        .orderBy('notification.id');
    const found = await unsent().select('notification.id').useIndex(MAIL_INDEX).limit(MESSAGES_AN_EMAIL).getMany();
    const [first] = found;
    if (!first) return;
    const isFirstHere = { id: first.id, mailAfter: Not(IsNull()) };
    if (!(await tx.lockOne(ManagerNotification, isFirstHere, { skipLocked: true }))) return;
    const free = tx.lockForUpdate(unsent().andWhereInIds(idsOf(found)), { skipLocked: true });
    const notifications = await free.getMany();
    // Else those that are due are being changed, and the rest waits for company.
    if (!notifications.some(({ mailAfter }) => mailAfter! <= now)) return;
    const id = In(notifications.map((notification) => notification.id));
    await tx.manager.update(ManagerNotification, { id }, { mailAfter: null });
    const user = (await this.configuration.of(tx)).get(PEOPLE).users.get(userId);
    if (!user?.isActive) return; // may not sign in any more
    const told = notifications.filter(({ regionId }) => seesRegion(user, regionId)); // which may have changed since
    if (told.length === 0) return;
    const words = emailText(told, this.config.publicUrl);
    const regionIds = [...new Set(told.map(({ regionId }) => regionId))];
    const email = { to: user.email, userId, regionIds, ...words };
    await this.email.add(tx, 'manager_notifications', String(userId), email);
  }
}

type EmailedNotification = Pick<ManagerNotification, 'title' | 'text'> & Parameters<typeof panelPageOf>[0];

const WHY = 'Вы получаете это письмо, потому что такие уведомления включены в вашем профиле';

/** The words of one e-mail: plain, and as simple HTML in which everything from outside is escaped. */
export function emailText(
  notifications: EmailedNotification[],
  panelUrl: string,
): { subject: string; text: string; html: string } {
  const [first] = notifications;
  const subject =
    notifications.length === 1 ? first!.title : `Новых сообщений: ${notifications.length}. ${first?.title ?? ''}`;
  const text = notifications
    .map((each) => [each.title, each.text, linkOf(each, panelUrl)].filter(Boolean).join('\n'))
    .join('\n\n');
  const paragraphs = notifications.map(
    (each) =>
      `<p><strong>${linked(linkOf(each, panelUrl), each.title)}</strong><br>\n${escapeHtml(each.text).replace(/\n/g, '<br>\n')}</p>`,
  );
  return {
    subject,
    ...signed({ text, html: paragraphs.join('\n') }, panelUrl, { words: WHY, path: '/profile' }),
  };
}

function linkOf(notification: EmailedNotification, panelUrl: string): string {
  return `${panelUrl}${panelPageOf(notification)}`;
}
