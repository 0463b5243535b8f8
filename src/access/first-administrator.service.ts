import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../platform/config/app-config.js';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration/configuration.service.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { isUniqueViolation } from '../platform/transactions/transient-errors.js';
import { hashPassword } from './passwords.js';
import { User } from './user.entity.js';

export interface SignIn {
  email: string;
  /** Only when it was made up here: it is printed once. */
  password?: string;
}

/** Makes the first user of an empty installation. */
@Injectable()
export class FirstAdministrator {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** @returns the sign-in that was made, or undefined when there are users already */
  async ensure(): Promise<SignIn | undefined> {
    if (await this.transactions.read((manager) => manager.existsBy(User, {}))) return undefined;
    const email = (this.config.adminEmail ?? 'admin@example.com').toLowerCase();
    const password = this.config.adminPassword ?? randomBytes(9).toString('base64url');
    if (!(await this.make(email, await hashPassword(password)))) return undefined;
    return this.config.adminPassword ? { email } : { email, password };
  }

  /** @returns false when another replica was first; true also when the answer to our own COMMIT was lost */
  private async make(email: string, passwordHash: string): Promise<boolean> {
    const user = {
      email,
      name: 'Администратор',
      passwordHash,
      roles: ['admin' as const],
      regionIds: [],
      isActive: true,
      createdAt: this.clock.now(),
    };
    try {
      await this.configuration.change((tx) => tx.insert(User, user), { repeatable: true });
      return true;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      return this.transactions.read((manager) => manager.existsBy(User, { email, passwordHash }));
    }
  }
}
