import { Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { AppConfig } from '../platform/config/app-config.js';
import { SchemaService } from '../platform/database/schema.service.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { Transactions } from '../platform/transactions/transactions.service.js';
import { Delivery } from './delivery.entity.js';
import { Lanes } from './lanes.service.js';

const EVERY_MS = 15_000;
const LANES_AT_ONCE = 500;

/**
 * Finds lanes in which everything waits for a delivery that is finished. Holding a lane's row keeps others out on one server only: on
 * two nodes of a Galera cluster one may add a delivery behind the last one while the other finishes that, and neither sees the other.
 */
@Injectable()
export class StuckLanesJob {
  private readonly logger = new Logger(StuckLanesJob.name);

  constructor(
    private readonly transactions: Transactions,
    private readonly schema: SchemaService,
    private readonly lanes: Lanes,
    private readonly config: AppConfig,
    private readonly jobs: Jobs,
  ) {}

  /** What comes to the head of its lane is sent by the job that looks for what is due. */
  @Interval('stuck-lanes', EVERY_MS)
  async tick(): Promise<void> {
    if (!this.config.databaseUrl) return;
    await this.jobs.run('stuck-lanes', async () => (await this.schema.isCurrent()) && this.run());
  }

  private async run(): Promise<void> {
    const laneIds = await this.find();
    if (laneIds.length === 0) return;
    const moved = await this.transactions.run(async (tx) => {
      await this.lanes.lock(tx, laneIds);
      return this.lanes.promote(tx, laneIds);
    });
    if (moved.length > 0)
      this.logger.warn(`Deliveries of ${laneIds.length} lanes waited for one that was finished; they go on.`);
  }

  private async find(): Promise<number[]> {
    const rows = await this.transactions.read((manager) => {
      const heads = manager
        .createQueryBuilder(Delivery, 'head')
        .select('1')
        .where('head.laneId = waiting.laneId')
        .andWhere(`head.state IN ('pending', 'sending')`);
      return manager
        .createQueryBuilder(Delivery, 'waiting')
        .select('DISTINCT waiting.laneId', 'laneId')
        .where(`waiting.state = 'waiting'`)
        .andWhere(`NOT EXISTS (${heads.getQuery()})`)
        .limit(LANES_AT_ONCE)
        .getRawMany<{ laneId: number }>();
    });
    return rows.map(({ laneId }) => laneId);
  }
}
