import { Injectable } from '@nestjs/common';
import type { AccessChanged } from '../../access/access-changed.event.js';
import { Clock } from '../../platform/clock.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { EventFeed } from './event-feed.service.js';
import { LiveEvent, LiveEventName } from './live-event.entity.js';

type Change = Pick<LiveEvent, 'name' | 'subjectId' | 'regionId' | 'userId'>;

/** Writes events with the change that they tell of: each once, all in one INSERT as the last step before the commit. */
@Injectable()
export class LiveEventsRecorder {
  private readonly pending = new WeakMap<Transaction, Map<string, Change>>();

  constructor(
    private readonly feed: EventFeed,
    private readonly clock: Clock,
  ) {}

  /** What lies in a region is told to all who see it. */
  tellRegion(tx: Transaction, name: LiveEventName, subjectId: number, regionId: number | null): void {
    this.note(tx, { name, subjectId, regionId, userId: null });
  }

  tellUser(tx: Transaction, name: LiveEventName, subjectId: number, userId: number): void {
    this.note(tx, { name, subjectId, regionId: null, userId });
  }

  /** Streams of this caller, at whichever replica, go by the rights that hold now. */
  tellAccess(tx: Transaction, { userId, apiKeyId }: AccessChanged): void {
    this.note(tx, { name: 'access.changed', subjectId: userId ?? apiKeyId!, regionId: null, userId });
  }

  private note(tx: Transaction, change: Change): void {
    let changes = this.pending.get(tx);
    if (!changes) {
      this.pending.set(tx, (changes = new Map()));
      tx.beforeCommit(() => this.write(tx));
      tx.afterCommit(() => this.feed.wake());
    }
    changes.set(`${change.name}/${change.subjectId}/${change.userId}`, change);
  }

  /** As late as possible: the ids become visible soon after they were given. */
  private async write(tx: Transaction): Promise<void> {
    const changes = [...(this.pending.get(tx)?.values() ?? [])];
    const createdAt = this.clock.now();
    await tx.insertMany(
      LiveEvent,
      changes.map((change) => ({ ...change, createdAt })),
    );
  }
}
