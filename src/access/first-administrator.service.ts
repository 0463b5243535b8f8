import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { Clock } from '../shared/clock.js';
import { Transactions } from '../shared/transactions.service.js';
import { isUniqueViolation } from '../shared/transient-errors.js';
import { hashPassword } from './passwords.js';
import { User } from './user.entity.js';

export interface SignIn {
  email: string;
  /** Only when it was made up here: it is told once. */
  password?: string;
}

/** Makes the first user of an empty installation. */
@Injectable()
export class FirstAdministrator {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** @returns the sign-in that was made, or undefined when there are users already */
  async ensure(): Promise<SignIn | undefined> {
    if (await this.transactions.read((manager) => manager.existsBy(User, {}))) return undefined;
    const email = (this.config.adminEmail ?? 'admin@example.com').toLowerCase();
    const password = this.config.adminPassword ?? randomBytes(9).toString('base64url');
    const passwordHash = await hashPassword(password);
    try {
      await this.transactions.run((tx) =>
        tx.insert(User, {
          email,
          name: 'Администратор',
          passwordHash,
          roles: ['admin'],
          regionIds: [],
          isActive: true,
          createdAt: this.clock.now(),
        }),
      );
    } catch (error) {
      if (isUniqueViolation(error)) return undefined; // another replica was first
      throw error;
    }
    return this.config.adminPassword ? { email } : { email, password };
  }
}
