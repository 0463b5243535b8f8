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

/** Finds no row, and is refused all the same where nothing may be written. */
const NO_CHANGE = 'UPDATE configuration_versions SET version = version WHERE 1 = 0';

/** Numbers of a server's errors. */
const READ_ONLY = new Set([1290, 1836]);

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
      if (this.config.databaseUrl) return await this.checkServer();
      await this.transactions.read((manager) => manager.query('SELECT 1'));
      await access(this.config.dataDir, constants.W_OK);
      if (latestTrouble(this.writer)) await this.transactions.run((tx) => tx.manager.query(SMALLEST_WRITE));
      return 'ok';
    } catch (error) {
      const { code = '', cause } = error as { code?: string; cause?: unknown };
      return BY_CODE[code] ?? embeddedTrouble(cause) ?? 'unreachable';
    }
  }

  /** One that steps back answers as before and refuses each change, but for those of its administrators. */
  private async checkServer(): Promise<'ok' | 'read_only'> {
    const [row] = await this.transactions.read((manager) =>
      manager.query<Array<{ readOnly: number | string }>>('SELECT @@GLOBAL.read_only AS readOnly'),
    );
    if (/^(0|OFF)$/.test(String(row!.readOnly)) || !(await this.hasTables())) return 'ok';
    try {
      await this.transactions.change((manager) => manager.query(NO_CHANGE));
      return 'ok';
    } catch (error) {
      if (READ_ONLY.has((error as { cause?: { errno?: number } }).cause?.errno ?? 0)) return 'read_only';
      throw error;
    }
  }

  private async hasTables(): Promise<boolean> {
    const tables = await this.transactions.read((manager) =>
      manager.query(`SHOW TABLES LIKE 'configuration_versions'`),
    );
    return tables.length > 0;
  }
}
