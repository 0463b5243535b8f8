import { Injectable, Logger } from '@nestjs/common';
import { MoreThan, ObjectLiteral } from 'typeorm';
import {
  CONNECTION_SEALED_COLUMNS,
  LINK_SEALED_COLUMNS,
} from '../../marketplaces/connections/marketplace-connection.entity.js';
import { type SealedColumn, SecretBox } from '../../platform/secrets/secret-box.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { EXCHANGE_SEALED_COLUMNS } from '../../shop-systems/exchanges/exchange.entity.js';
import { WEBHOOK_SEALED_COLUMNS } from '../../shop-systems/webhooks/webhook.entity.js';

/** Every column of the database that holds sealed secrets. */
export const SEALED_COLUMNS = [
  ...CONNECTION_SEALED_COLUMNS,
  ...LINK_SEALED_COLUMNS,
  ...WEBHOOK_SEALED_COLUMNS,
  ...EXCHANGE_SEALED_COLUMNS,
] as unknown as SealedColumn[];

const READ_AT_ONCE = 200;

type SealedRow = ObjectLiteral & { id: number };

export interface RotationCounts {
  /** Sealed with the current key now. */
  resealed: number;
  /** Were so before. */
  current: number;
  /** Could not be opened with any key; they stay as they are. */
  failed: number;
}

/** Seals every stored secret with the current key, each row for itself: it may be stopped and begun again at any time. */
@Injectable()
export class SecretRotation {
  private readonly logger = new Logger(SecretRotation.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly secretBox: SecretBox,
  ) {}

  /** @returns counts by `table.column` */
  async rotate(): Promise<Map<string, RotationCounts>> {
    const counts = new Map<string, RotationCounts>();
    for (const sealed of SEALED_COLUMNS) counts.set(...(await this.rotateColumn(sealed)));
    return counts;
  }

  private async rotateColumn({ entity, column, placeOf }: SealedColumn): Promise<[string, RotationCounts]> {
    const counts: RotationCounts = { resealed: 0, current: 0, failed: 0 };
    let table = '';
    for (let lastId = 0; ;) {
      const rows = await this.transactions.read((manager) => {
        table = manager.connection.getMetadata(entity).tableName;
        return manager.find(entity, { where: { id: MoreThan(lastId) }, order: { id: 'ASC' }, take: READ_AT_ONCE });
      });
      for (const row of rows) {
        const outcome = row[column] === '' ? undefined : await this.reseal({ entity, column, placeOf }, row);
        if (outcome) counts[outcome] += 1;
      }
      const last = rows.at(-1);
      if (!last) return [`${table}.${column}`, counts];
      lastId = last.id;
    }
  }

  /** The running service may change or delete the secret meanwhile: what counts is the row as it is held. */
  private async reseal({ entity, column, placeOf }: SealedColumn, row: SealedRow): Promise<keyof RotationCounts> {
    if (this.secretBox.isCurrent(row[column])) return 'current';
    return this.configuration.change(async (tx) => {
      const held = await tx.lockOne(entity, { id: row.id });
      const sealed = held?.[column] as string | undefined;
      if (!held || !sealed || this.secretBox.isCurrent(sealed)) return 'current';
      const plain = this.tryOpen(tx, sealed, placeOf(held));
      if (plain === undefined) return 'failed';
      // It is nobody's change: who has the row open in a form may go on.
      const version = 'version' in held && { version: held.version as number };
      const change: object = { [column]: this.secretBox.seal(plain, placeOf(held)), ...version };
      await tx.manager.update(entity, { id: row.id }, change);
      return 'resealed';
    });
  }

  private tryOpen(tx: Transaction, sealed: string, place: string): string | undefined {
    try {
      return this.secretBox.open(sealed, place);
    } catch (error) {
      tx.afterCommit(() => this.logger.error(`The secret at ${place} stays as it is: ${(error as Error).message}`));
      return undefined;
    }
  }
}
