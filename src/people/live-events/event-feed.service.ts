import { Injectable, Logger, OnModuleDestroy } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { idsOf } from '../../platform/collections.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { LiveEvent } from './live-event.entity.js';
import { StreamPosition } from './stream-position.js';

const POLL_MS = 500;
const ROWS_A_READ = 1_000;
/** Events before the start of listening that are looked at for ids that are still missing. */
const LOOK_BACK = 1_000;

/** @param position how far the feed has come with this event */
export type Listener = (event: LiveEvent, position: string) => void;

/**
 * Reads new events of all replicas from their table while somebody listens in this process: twice a second, and at once after a
 * commit of its own.
 */
@Injectable()
export class EventFeed implements OnModuleDestroy {
  private readonly logger = new Logger(EventFeed.name);
  private readonly listeners = new Set<Listener>();
  private position: Promise<StreamPosition> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> | undefined;
  private rerunRequested = false;

  constructor(private readonly transactions: Transactions) {}

  /** From then on every event that is committed is passed on. @returns where it begins */
  async listen(listener: Listener): Promise<string> {
    this.listeners.add(listener);
    this.position ??= this.findEnd();
    try {
      return String(await this.position);
    } catch (error) {
      this.stopListening(listener);
      this.position = undefined;
      throw error;
    } finally {
      this.schedule();
    }
  }

  stopListening(listener: Listener): void {
    this.listeners.delete(listener);
    if (this.listeners.size > 0) return;
    this.position = undefined;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** Something was committed here. */
  notify(): void {
    if (!this.position) return;
    this.rerunRequested = true;
    this.reading ??= this.read().finally(() => {
      this.reading = undefined;
      this.schedule();
    });
  }

  /** Events after a position, oldest first, at most so many. */
  after(position: StreamPosition, limit: number): Promise<LiveEvent[]> {
    return this.transactions.read((manager) => eventsAfter(manager, position, limit));
  }

  /** The smallest and the greatest id that are kept; undefined = there never was an event. */
  keptIds(): Promise<{ oldest: number; newest: number } | undefined> {
    return this.transactions.read(async (manager) => {
      const oldest = await manager.minimum(LiveEvent, 'id', {});
      const newest = await manager.maximum(LiveEvent, 'id', {});
      return oldest === null || newest === null ? undefined : { oldest, newest };
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.listeners.clear();
    this.position = undefined;
    clearTimeout(this.timer);
    await this.reading;
  }

  private schedule(): void {
    clearTimeout(this.timer);
    this.timer = this.position && this.listeners.size > 0 ? setTimeout(() => this.notify(), POLL_MS) : undefined;
  }

  private async read(): Promise<void> {
    try {
      while (this.rerunRequested && this.position) {
        this.rerunRequested = false;
        await this.readOn(await this.position);
      }
    } catch (error) {
      this.logger.warn(`Reading new events failed: ${(error as Error).message}`);
    }
  }

  private async readOn(position: StreamPosition): Promise<void> {
    position.forgetOld(performance.now());
    const events = await this.after(position, ROWS_A_READ);
    if ((await this.position) !== position) return; // everybody left meanwhile, and others came
    for (const event of events) {
      if (!position.advance(event.id, performance.now())) continue;
      const reached = String(position);
      for (const listener of this.listeners) listener(event, reached);
    }
    if (events.length === ROWS_A_READ) this.rerunRequested = true;
  }

  private async findEnd(): Promise<StreamPosition> {
    const latest = await this.transactions.read((manager) =>
      manager.find(LiveEvent, { select: { id: true }, where: {}, order: { id: 'DESC' }, take: LOOK_BACK }),
    );
    const ids = idsOf(latest).reverse();
    const position = StreamPosition.at((ids[0] ?? 1) - 1);
    for (const id of ids) position.advance(id, performance.now());
    return position;
  }
}

function eventsAfter(manager: EntityManager, position: StreamPosition, limit: number): Promise<LiveEvent[]> {
  const query = manager.createQueryBuilder(LiveEvent, 'event').where('event.id > :last', { last: position.last });
  const missing = position.missing;
  if (missing.length > 0) query.orWhere('event.id IN (:...missing)', { missing });
  return query.orderBy('event.id').limit(limit).getMany();
}
