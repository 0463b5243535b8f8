import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { In, LessThanOrEqual } from 'typeorm';
import { ActiveUsers } from '../access/active-users.service.js';
import { AppConfig } from '../config/app-config.js';
import { EmailService } from '../email/email.service.js';
import { Clock } from '../shared/clock.js';
import type { Transaction } from '../shared/transaction.js';
import { Transactions } from '../shared/transactions.service.js';
import { emailText } from './email-text.js';
import { ManagerNotification } from './manager-notification.entity.js';

const EVERY_MS = 2_000;
const USERS_A_RUN = 100;
const MESSAGES_AN_EMAIL = 200;

/** Puts a user's messages into one e-mail, a while after the first of them: a burst makes one e-mail. */
@Injectable()
export class EmailGathering {
  private readonly logger = new Logger(EmailGathering.name);
  private isRunning = false;

  constructor(
    private readonly transactions: Transactions,
    private readonly users: ActiveUsers,
    private readonly email: EmailService,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  @Interval('email-gathering', EVERY_MS)
  async tick(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    try {
      if (await this.email.prepare()) await this.gather();
    } catch (error) {
      this.logger.warn(`E-mails could not be gathered; it is tried again soon: ${(error as Error).message}`);
    } finally {
      this.isRunning = false;
    }
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
      await this.transactions.run((tx) => this.gatherOf(tx, userId), { repeatable: true });
    }
  }

  /** The rows are held, so of several replicas one makes the e-mail and the others find nothing left. */
  private async gatherOf(tx: Transaction, userId: number): Promise<void> {
    const query = tx.manager
      .createQueryBuilder(ManagerNotification, 'notification')
      .where('notification.userId = :userId AND notification.mailAfter IS NOT NULL', { userId })
      .orderBy('notification.id')
      .limit(MESSAGES_AN_EMAIL);
    const notifications = await tx.lock(query).getMany();
    if (notifications.length === 0) return;
    const id = In(notifications.map((notification) => notification.id));
    await tx.manager.update(ManagerNotification, { id }, { mailAfter: null });
    const user = await this.users.find(tx.manager, userId);
    if (!user) return; // may not sign in any more
    const words = emailText(notifications, this.config.publicUrl);
    await this.email.enqueue(tx, 'manager_notifications', String(userId), { to: user.email, ...words });
  }
}
