import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import { STATUS_DIRECTORY } from '../../orders/order-statuses/order-status.entity.js';
import { Configuration, type ConfigurationSnapshot } from '../../platform/configuration/configuration.service.js';
import { Job } from '../../platform/jobs/job.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { Exchange, EXCHANGES } from './exchange.entity.js';
import { ExchangeFellSilent } from './exchanges.events.js';
import { ExchangeSessions } from './exchange-sessions.service.js';
import { ExchangesService } from './exchanges.service.js';
import { ProposalsService } from './proposals.service.js';
import { ReturnedDocuments } from './returned-documents.service.js';

const EVERY_MS = 60_000;

/**
 * Has people told when the other side of an exchange stays away, once for each time that it does, and orders follow that wait for a status
 * of ours of some name, or for their region.
 */
@Injectable()
export class ExchangeWatch {
  private readonly logger = new Logger(ExchangeWatch.name);
  /**
   * The statuses by whose names it was looked last, and the exchanges as they were set by then; a new process looks once more, since the
   * one before may have ended meanwhile.
   */
  private lookedBy = '';

  constructor(
    private readonly configuration: Configuration,
    private readonly transactions: Transactions,
    private readonly exchanges: ExchangesService,
    private readonly sessions: ExchangeSessions,
    private readonly returned: ReturnedDocuments,
    private readonly proposals: ProposalsService,
    private readonly clock: Clock,
  ) {}

  @Job({ name: 'exchange-watch', everyMs: EVERY_MS })
  async run(): Promise<void> {
    const snapshot = await this.configuration.refresh();
    const watched = [...snapshot.get(EXCHANGES).values()].filter(({ silentAfterHours }) => silentAfterHours > 0);
    for (const exchange of watched) await this.look(exchange);
    await this.follow(snapshot);
    for (const { id, deletedAt } of snapshot.get(EXCHANGES).values())
      if (!deletedAt) await this.proposals.dropOvertaken(id);
  }

  /** Who makes or renames a status, or gives a region back to an exchange, need not know that something waits for it. */
  private async follow(snapshot: ConfigurationSnapshot): Promise<void> {
    const kept = [...snapshot.get(EXCHANGES).values()].filter(({ deletedAt }) => !deletedAt);
    const names = [...snapshot.get(STATUS_DIRECTORY).values()].map(({ id, name }) => [id, name]);
    const lookedBy = JSON.stringify([names, kept.map(({ id, version }) => [id, version])]);
    if (lookedBy === this.lookedBy) return;
    let haveAll = true;
    for (const { id } of kept) {
      try {
        await this.returned.applyUnmapped(id);
      } catch (error) {
        haveAll = false;
        this.logger.error({ err: error }, `Orders of exchange ${id} do not follow: ${(error as Error).message}`);
      }
    }
    if (haveAll) this.lookedBy = lookedBy;
  }

  private async look(exchange: Exchange): Promise<void> {
    const contact = await this.transactions.read((manager) => this.sessions.lastContactAt(manager, exchange.id));
    const isSilent = this.exchanges.isSilent(exchange, contact);
    if (isSilent === (exchange.silenceToldAt !== null)) return;
    await this.configuration.change(async (tx) => {
      const stored = await tx.manager.findOneBy(Exchange, { id: exchange.id });
      // Another replica was here first.
      if (!stored || isSilent === (stored.silenceToldAt !== null)) return;
      await tx.updateByIds(Exchange, [exchange.id], { silenceToldAt: isSilent ? this.clock.now() : null });
      if (isSilent) await tx.publish(new ExchangeFellSilent(exchange, exchange.silentAfterHours, contact));
    });
  }
}
