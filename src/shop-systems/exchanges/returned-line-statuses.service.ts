import { Injectable } from '@nestjs/common';
import { ItemStatusesService } from '../../orders/orders/item-statuses.service.js';
import { itemsOf } from '../../orders/orders/order-items.js';
import type { OrderItem } from '../../orders/orders/order.entity.js';
import { groupBy } from '../../platform/collections.js';
import type { Matched } from './document-matching.js';
import { ExchangeKinds } from './exchange-kinds.service.js';
import type { HandOver } from './hand-over.entity.js';
import type { ReturnedDocument, ReturnedLine } from './handed-over-order.js';
import { piecesOfLines, type StatusLine } from './line-pieces.js';
import { liveItems, positionsByLine, presentPieces } from './position-pieces.js';
import type { Work } from './returned-statuses.service.js';

type LineOfPosition = StatusLine & { positionId: number };

/** Puts pieces into the statuses that single lines came back with. */
@Injectable()
export class ReturnedLineStatuses {
  constructor(
    private readonly kinds: ExchangeKinds,
    private readonly itemStatuses: ItemStatusesService,
  ) {}

  /**
   * Only lines that are in another status than before: what people have done here since stays.
   * @returns whether something was changed
   */
  async apply(work: Work, { document, row }: Matched): Promise<boolean> {
    const lines = this.linesOf(work, document, row);
    if (lines.length === 0) return false;
    const items = await itemsOf(work.tx.manager, [row.orderId]);
    const live = liveItems(items.get(row.orderId) ?? [], work.directory);
    const byStatus = new Map<number, Map<OrderItem, number>>();
    for (const [positionId, ofPosition] of groupBy(lines, (line) => line.positionId)) {
      const parts = live.filter((item) => item.positionId === positionId);
      for (const [statusId, pieces] of piecesOfLines(parts, ofPosition))
        byStatus.set(statusId, new Map([...(byStatus.get(statusId) ?? []), ...pieces]));
    }
    const calls = [...byStatus].map(([statusId, pieces]) => {
      return { items: presentPieces(pieces), statusId: String(statusId) };
    });
    if (calls.length === 0) return false;
    const answers = await this.itemStatuses.setWithin(work.tx, calls, work.actor);
    if (answers.includes(undefined))
      work.problems.push(`Заказ ${row.orderId}: статус не установлен, позиция уже разделена на много частей.`);
    return answers.some((answer) => answer !== undefined);
  }

  /** Those whose position and meaning are known; that they were carried out is noted in the row. */
  private linesOf({ exchange, mapping, seen }: Work, document: ReturnedDocument, row: HandOver): LineOfPosition[] {
    const kind = this.kinds.of(exchange);
    const positionsOf = positionsByLine(row.confirmedContent?.lines ?? [], (part) => kind.partKeyOf(part));
    const applied = { ...row.appliedLines };
    const lines = (document.lines ?? []).flatMap((line: ReturnedLine): LineOfPosition[] => {
      const [value] = line.statuses ?? [];
      if (value === undefined) return [];
      seen.note(value, document.number || document.numberThere);
      const meant = mapping.resolve(line.statuses!);
      if (!meant) row.needsMapping = true;
      const [positionId] = positionsOf(line);
      if (!meant || positionId === undefined) return [];
      const before = applied[line.key];
      applied[line.key] = value;
      const beforeId = before === undefined ? undefined : mapping.resolve([before])?.status.id;
      const isChanged = before !== value;
      return [{ positionId, quantity: line.quantity, statusId: meant.status.id, beforeId, isChanged }];
    });
    if (lines.length > 0) row.appliedLines = applied;
    return lines;
  }
}
