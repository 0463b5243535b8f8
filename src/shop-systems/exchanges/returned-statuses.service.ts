import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { Actor } from '../../access/actor.js';
import { ItemStatusesService } from '../../orders/orders/item-statuses.service.js';
import { itemsOf } from '../../orders/orders/order-items.js';
import type { OrderItem } from '../../orders/orders/order.entity.js';
import type { StatusDirectory } from '../../orders/order-statuses/order-status.entity.js';
import { groupBy } from '../../platform/collections.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { type Matched, stepKeyOf } from './document-matching.js';
import type { Exchange } from './exchange.entity.js';
import { BatchEntry, type HandOver } from './hand-over.entity.js';
import type { ReturnedDocument, ReturnedLine, ReturnedStep } from './handed-over-order.js';
import { piecesOfLines, type StatusLine } from './line-pieces.js';
import {
  liveItems,
  type PartKeyOf,
  type Pieces,
  positionsByLine,
  presentPieces,
  sumOf,
  takePieces,
} from './position-pieces.js';
import type { SeenStatuses } from './seen-statuses.js';
import type { Meaning, StatusMapping } from './status-mapping.js';

/** What a document that was cancelled or marked for deletion over there is looked up by. */
const CANCELLED = 'Отменен';

/** What a transaction goes by; it holds the exchange, and then the orders of the documents. */
export interface Work {
  tx: Transaction;
  exchange: Exchange;
  directory: StatusDirectory;
  mapping: StatusMapping;
  seen: SeenStatuses;
  actor: Actor;
  partKeyOf: PartKeyOf;
  /** What of the documents could not be done, for people. */
  problems: string[];
}

/** Puts items into the statuses that came back: of documents, of steps within them, and of single lines. */
@Injectable()
export class ReturnedStatuses {
  constructor(private readonly itemStatuses: ItemStatusesService) {}

  /**
   * Only a status that is another one than came before: what people have done here since stays.
   * @param items of the orders, in item order
   * @returns the hand-overs of orders in which something was changed
   */
  async applyStatuses(work: Work, matched: Matched[], items: Map<number, OrderItem[]>): Promise<Set<HandOver>> {
    const { tx, mapping, seen, directory, actor } = work;
    const told = await toldStatuses(tx, matched);
    const inputs: Array<{ row: HandOver; itemIds: string[]; statusId: string }> = [];
    for (const { document, row } of matched) {
      const values = document.isCancelled ? [CANCELLED] : document.statuses;
      row.needsMapping = false;
      if (values.length === 0) continue;
      const meant = mapping.resolve(values);
      if (!meant?.isOurs) seen.note(meant?.value ?? values.at(-1)!, document.number || row.number);
      if (!meant) row.needsMapping = true;
      if (!meant || meant.value === row.appliedValue) continue;
      row.appliedValue = meant.value;
      if (isEcho(meant, told.get(row.id)!)) continue;
      row.appliedRevision = row.revision;
      const moving = movingItems(row, items.get(row.orderId) ?? [], meant, directory);
      const itemIds = moving.map(({ id }) => String(id));
      if (itemIds.length > 0) inputs.push({ row, itemIds, statusId: String(meant.status.id) });
    }
    const calls = inputs.map(({ itemIds, statusId }) => ({ itemIds, statusId }));
    if (calls.length > 0) await this.itemStatuses.setWithin(tx, calls, actor);
    return new Set(inputs.map(({ row }) => row));
  }

  /** Shipments of some pieces, each once, and what was added to them since. @returns whether something was changed */
  async applySteps(work: Work, matched: Matched): Promise<boolean> {
    const { document, row } = matched;
    let hasChanged = false;
    const carriedOut: ReturnedStep[] = [];
    for (const said of document.steps) {
      const key = stepKeyOf(said);
      const isApplied = row.appliedSteps?.includes(key) ?? false;
      const before = row.returned?.steps.find((each) => stepKeyOf(each) === key);
      const { step, isLess, lines } = isApplied ? sinceThen(said, before) : { step: said, isLess: false, ...said };
      carriedOut.push({ ...said, lines });
      if (isLess)
        work.problems.push(`Заказ ${row.orderId}: отгрузка «${said.key}» уменьшена, а здесь она остаётся как была.`);
      if (step.lines.length === 0) continue;
      const meant = work.mapping.resolve(step.statuses);
      const value = meant?.value ?? step.statuses.at(-1) ?? '';
      if (value !== '' && !meant?.isOurs) work.seen.note(value, document.number || row.number);
      if (!meant) {
        row.needsMapping = true;
        continue;
      }
      if (!isApplied) row.appliedSteps = [...(row.appliedSteps ?? []), key];
      const items = await piecesOf(work, row, step, meant.status.id);
      if (items.length === 0) continue;
      const calls = [{ items, statusId: String(meant.status.id) }];
      const [answer] = await this.itemStatuses.setWithin(work.tx, calls, work.actor);
      if (answer) hasChanged = true;
      else
        work.problems.push(
          `Заказ ${row.orderId}: отгрузка «${step.key}» не проведена, позиция уже разделена на много частей.`,
        );
    }
    matched.document = { ...document, steps: carriedOut };
    return hasChanged;
  }

  /**
   * The statuses of single lines, where they are others than before: what people have done here since stays.
   * @returns whether something was changed
   */
  async applyLines(work: Work, { document, row }: Matched): Promise<boolean> {
    const lines = linesOf(work, document, row);
    if (lines.length === 0) return false;
    const live = await liveItemsOf(work, row);
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
}

async function liveItemsOf({ tx, directory }: Work, { orderId }: HandOver): Promise<OrderItem[]> {
  return liveItems((await itemsOf(tx.manager, [orderId])).get(orderId) ?? [], directory);
}

async function piecesOf(work: Work, row: HandOver, { lines }: ReturnedStep, statusId: number): Promise<Pieces[]> {
  const live = await liveItemsOf(work, row);
  const positionsOf = positionsByLine(live, work.partKeyOf);
  const taken = new Map<OrderItem, number>();
  for (const line of lines) {
    const positionIds = positionsOf(line);
    const ofLine = live.filter((item) => positionIds.includes(item.positionId) && item.statusId !== statusId);
    takePieces(ofLine, line.quantity, taken);
  }
  return presentPieces(taken);
}

/** Those whose position and meaning are known; that they were carried out is noted in the row. */
function linesOf(
  { mapping, seen, partKeyOf }: Work,
  document: ReturnedDocument,
  row: HandOver,
): Array<StatusLine & { positionId: number }> {
  const positionsOf = positionsByLine(row.confirmedContent?.lines ?? [], partKeyOf);
  const applied = { ...row.appliedLines };
  const lines = (document.lines ?? []).flatMap((line) => {
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
    return [{ positionId, quantity: line.quantity, statusId: meant.status.id, beforeId, isChanged: before !== value }];
  });
  if (lines.length > 0) row.appliedLines = applied;
  return lines;
}

/** What a shipment of its own has issued neither goes back with its document nor is refused with it. */
function movingItems(row: HandOver, items: OrderItem[], { status }: Meaning, directory: StatusDirectory): OrderItem[] {
  const keepsIssued = row.appliedSteps !== null && status.group !== 'issued';
  return liveItems(items, directory).filter(({ statusId }) => {
    const isIssued = directory.get(statusId)!.group === 'issued';
    return statusId !== status.id && !(keepsIssued && isIssued);
  });
}

/**
 * What a step that was carried out says now. @param before as it came last; absent = it is not known any more
 * @returns it with the pieces that were added, whether some were taken out, and its lines with the most pieces that they had
 */
function sinceThen(step: ReturnedStep, before = step): { step: ReturnedStep; isLess: boolean; lines: ReturnedLine[] } {
  const nameOf = ({ key, number }: ReturnedLine) => `${key} ${number}`;
  const piecesIn = ({ lines }: ReturnedStep, name: string) => sumOf(lines.filter((line) => nameOf(line) === name));
  const all = new Map([...before.lines, ...step.lines].map((line) => [nameOf(line), line]));
  const compared = [...all].map(([name, line]) => ({ line, was: piecesIn(before, name), is: piecesIn(step, name) }));
  const added = compared.filter(({ was, is }) => is > was);
  return {
    step: { ...step, lines: added.map(({ line, was, is }) => ({ ...line, quantity: is - was })) },
    isLess: compared.some(({ was, is }) => is < was),
    lines: compared.map(({ line, was, is }) => ({ ...line, quantity: Math.max(was, is) })),
  };
}

/** What it was told by us says nothing new, and may be old. */
function isEcho({ isOurs, status }: Meaning, told: Set<number | null>): boolean {
  return isOurs && told.has(status.id);
}

/** By hand-over, our statuses that it was told of since it last had one of its own. */
async function toldStatuses(tx: Transaction, matched: Matched[]): Promise<Map<number, Set<number | null>>> {
  const told = new Map(matched.map(({ row: { id } }) => [id, new Set<number | null>()]));
  const rows = new Map(matched.map(({ row }) => [row.id, row]));
  const entries = await tx.manager.findBy(BatchEntry, { handOverId: In([...rows.keys()]) });
  for (const { handOverId, revision, knownContent } of entries)
    if (revision > rows.get(handOverId)!.appliedRevision) told.get(handOverId)!.add(knownContent.statusId);
  return told;
}
