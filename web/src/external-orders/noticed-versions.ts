import { useEffect, useState } from 'react';

/** Nobody presses a button because of what came up a moment before. */
const NOTICED_AFTER_MS = 1_000;

type Versioned = { id: string; version: number };

/** Which versions of orders have been in sight for long enough that a press can be about them. */
export class NoticedVersions {
  private readonly shown = new Map<string, { version: number; former: number; since: number }>();

  show(orders: Iterable<Versioned>): void {
    for (const { id, version } of orders) {
      const former = this.shown.get(id)?.version;
      if (former !== version) this.shown.set(id, { version, former: former ?? version, since: performance.now() });
    }
  }

  /** The version of an order that a press in this moment is about. */
  of(order: Versioned): number {
    // It may have been drawn so lately that nothing was told of it yet.
    this.show([order]);
    const { version, former, since } = this.shown.get(order.id)!;
    return performance.now() - since < NOTICED_AFTER_MS ? former : version;
  }
}

/** @param orders always the same while nothing changes */
export function useNoticedVersions(orders: Iterable<Versioned>): NoticedVersions {
  const [noticed] = useState(() => new NoticedVersions());
  useEffect(() => noticed.show(orders), [noticed, orders]);
  return noticed;
}
