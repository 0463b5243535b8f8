import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { Transactions } from '../transactions/transactions.service.js';
import { latestTrouble } from './embedded-patience.js';
import { EmbeddedTrouble, embeddedTrouble } from './embedded-trouble.js';

/** Changes nothing that anybody reads, and has to reach the disk. */
const SMALLEST_WRITE = 'PRAGMA user_version = 0';

/** Codes of the system for the directory, and of the queue for the one writer. */
const BY_CODE: Record<string, EmbeddedTrouble> = {
  EROFS: 'read_only',
  EACCES: 'read_only',
  ENOENT: 'cannot_open',
  database_busy: 'busy',
};

/** Knows whether the database can be used just now. */
@Injectable()
export class DatabaseHealth {
  constructor(
    private readonly transactions: Transactions,
    @InjectDataSource() private readonly writer: DataSource,
    private readonly config: AppConfig,
  ) {}

  /** @returns `ok`, or what is wrong */
  async check(): Promise<'ok' | 'unreachable' | EmbeddedTrouble> {
    try {
      await this.transactions.read((manager) => manager.query('SELECT 1'));
      if (this.config.databaseUrl) return 'ok';
      await access(this.config.dataDir, constants.W_OK);
      if (latestTrouble(this.writer)) await this.transactions.run((tx) => tx.manager.query(SMALLEST_WRITE));
      return 'ok';
    } catch (error) {
      const { code = '', cause } = error as { code?: string; cause?: unknown };
      return BY_CODE[code] ?? embeddedTrouble(cause) ?? 'unreachable';
    }
  }
}
