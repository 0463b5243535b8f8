import { Injectable, Logger, OnModuleInit } from '@nestjs/common';
import { type LookedUpGauge, Metrics } from '../../platform/observation/metrics.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { SEALED_COLUMNS } from './secret-rotation.service.js';

interface StoredSecretCount {
  all: number;
  /** Sealed with a key that is not configured. */
  unreadable: number;
}

/** Tells whether the configured keys are those that the stored secrets were sealed with. */
@Injectable()
export class StoredSecrets implements OnModuleInit {
  private readonly logger = new Logger(StoredSecrets.name);
  private readonly unreadable: LookedUpGauge;

  constructor(
    private readonly transactions: Transactions,
    private readonly secretBox: SecretBox,
    private readonly metrics: Metrics,
  ) {
    this.unreadable = metrics.gauge(
      'partsdesk_secrets_unreadable',
      'Stored passwords, keys and links that no configured key opens.',
    );
  }

  onModuleInit(): void {
    this.metrics.lookUp([this.unreadable], async () => [
      { gauge: this.unreadable, labels: {}, value: (await this.count()).unreadable },
    ]);
  }

  /** A key that was lost may be a new one, so it keeps nobody from starting; a mistake must not be found out by what is not sent. */
  async warn(): Promise<void> {
    const { all, unreadable } = await this.count();
    if (unreadable === 0) return;
    this.logger.error(
      `SECRET_KEY does not open ${unreadable} of ${all} stored secrets: set the key that they were sealed with, or name it in ` +
        'SECRET_KEYS_OLD. Where it is lost, set passwords, keys and order links anew.',
    );
  }

  private count(): Promise<StoredSecretCount> {
    return this.transactions.read(async (manager) => {
      const count = { all: 0, unreadable: 0 };
      for (const { entity, column } of SEALED_COLUMNS) {
        const stored = manager.createQueryBuilder(entity, 'row').select(`row.${column}`, 'sealed');
        for (const { sealed } of await stored.where(`row.${column} <> ''`).getRawMany<{ sealed: string }>()) {
          count.all += 1;
          if (!this.secretBox.hasKeyOf(sealed)) count.unreadable += 1;
        }
      }
      return count;
    });
  }
}
