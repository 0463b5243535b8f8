import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '../platform/config/app-config.js';
import { Job } from '../platform/jobs/job.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { OutboxMessage } from './outbox-message.entity.js';
import { OrderingKeys } from './ordering-keys.service.js';

const EVERY_MS = 15_000;
const KEYS_AT_ONCE = 500;

/**
 * Finds ordering keys in which everything waits for a message that is finished. Holding an ordering key's row keeps others out on one server only: on
 * two nodes of a Galera cluster one may add a message behind the last one while the other finishes that, and neither sees the other.
 */
@Injectable()
export class StuckOrderingKeysJob {
  private readonly logger = new Logger(StuckOrderingKeysJob.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly orderingKeys: OrderingKeys,
    private readonly config: AppConfig,
  ) {}

  /** What comes to the head of its ordering key is sent by the job that looks for what is due. */
  @Job({ name: 'stuck-ordering-keys', everyMs: EVERY_MS })
  async run(): Promise<void> {
    if (!this.config.databaseUrl) return;
    const orderingKeyIds = await this.find();
    if (orderingKeyIds.length === 0) return;
    const moved = await this.transactions.run(async (tx) => {
      await this.orderingKeys.lock(tx, orderingKeyIds);
      return this.orderingKeys.promote(tx, orderingKeyIds);
    });
    if (moved.length > 0)
      this.logger.warn(
        `Deliveries of ${orderingKeyIds.length} orderingKeys waited for one that was finished; they go on.`,
      );
  }

  private async find(): Promise<number[]> {
    const rows = await this.transactions.read((manager) => {
      const heads = manager
        .createQueryBuilder(OutboxMessage, 'head')
        .select('1')
        .where('head.orderingKeyId = waiting.orderingKeyId')
        .andWhere(`head.state IN ('pending', 'sending')`);
      return manager
        .createQueryBuilder(OutboxMessage, 'waiting')
        .select('DISTINCT waiting.orderingKeyId', 'orderingKeyId')
        .where(`waiting.state = 'waiting'`)
        .andWhere(`NOT EXISTS (${heads.getQuery()})`)
        .limit(KEYS_AT_ONCE)
        .getRawMany<{ orderingKeyId: number }>();
    });
    return rows.map(({ orderingKeyId }) => orderingKeyId);
  }
}
