import { Injectable } from '@nestjs/common';
import { In, MoreThan } from 'typeorm';
import { THE_SERVICE } from '../../access/actor.js';
import { ItemStatusesService } from '../../orders/orders/item-statuses.service.js';
import { itemsOf } from '../../orders/orders/order-items.js';
import { OrderStore } from '../../orders/orders/order-store.service.js';
import { STATUS_DIRECTORY } from '../../orders/order-statuses/order-status.entity.js';
import { Clock } from '../../platform/clock.js';
import { idsOf } from '../../platform/collections.js';
import { Configuration } from '../../platform/configuration/configuration.service.js';
import type { Transaction } from '../../platform/transactions/transaction.js';
import { Transactions } from '../../platform/transactions/transactions.service.js';
import { lockExchange } from './batches.service.js';
import { isOutdated, type Matched, matchDocuments, orderIdsNamedBy, withWhatCame } from './document-matching.js';
import { coversRegion, isPushed, EXCHANGES, ExchangeStatus } from './exchange.entity.js';
import { ExchangeKinds } from './exchange-kinds.service.js';
import { FileOrder, type FileOutcome, NOTHING_DONE } from './exchange-session.entity.js';
import { BatchEntry, HandOver, type KnownContent } from './hand-over.entity.js';
import { HandOverMarker } from './hand-over-marker.service.js';
import type { ReturnedDocument } from './handed-over-order.js';
import { missingPieces } from './missing-pieces.js';
import { liveItems, type PartKeyOf } from './position-pieces.js';
import { ProposalsService } from './proposals.service.js';
import { ReturnedStatuses, type Work } from './returned-statuses.service.js';
import { SeenStatuses } from './seen-statuses.js';
import { StatusMapping } from './status-mapping.js';

/** Documents of a transaction. */
const AT_ONCE = 50;
const MOST_NAMED = 100;
const LONGEST_NUMBER = 255;
const COUNTS = ['documents', 'changed', 'unmapped', 'proposals', 'outdated', 'notOursCount'] as const;

/** Carries out what came back from a shop system; the same document once more changes nothing. */
@Injectable()
export class ReturnedDocuments {
  constructor(
    private readonly transactions: Transactions,
    private readonly configuration: Configuration,
    private readonly kinds: ExchangeKinds,
    private readonly marker: HandOverMarker,
    private readonly statuses: ReturnedStatuses,
    private readonly itemStatuses: ItemStatusesService,
    private readonly orders: OrderStore,
    private readonly proposals: ProposalsService,
    private readonly clock: Clock,
  ) {}

  /** In steps that each are safe when it ends: what a crash left undone is done when the file comes once more. */
  async apply(exchangeId: number, fileId: number, documents: ReturnedDocument[]): Promise<FileOutcome> {
    const outcome: FileOutcome = { ...NOTHING_DONE };
    for (let start = 0; start < documents.length; start += AT_ONCE) {
      const step = documents.slice(start, start + AT_ONCE);
      add(outcome, await this.transactions.run((tx) => this.applySome(tx, exchangeId, step, fileId)));
    }
    return outcome;
  }

  /** Once more what came with a status that was not in the mapping. @returns how many orders were changed by it */
  async applyUnmapped(exchangeId: number): Promise<number> {
    let changed = 0;
    for (let afterId = 0; ;) {
      const rows = await this.transactions.read((manager) =>
        manager.find(HandOver, {
          where: { exchangeId, needsMapping: true, id: MoreThan(afterId) },
          order: { id: 'ASC' },
          take: AT_ONCE,
        }),
      );
      if (rows.length === 0) return changed;
      afterId = rows.at(-1)!.id;
      const documents = rows.flatMap(({ returned }) => returned ?? []);
      changed += (await this.transactions.run((tx) => this.applySome(tx, exchangeId, documents))).changed;
    }
  }

  /**
   * Those of orders that are there by our knowledge, under that number, which say something else than the last time; others were carried
   * out then, are looked at once it is known which lines are ours, or are not the exchange's business.
   */
  changedOf(exchangeId: number, documents: ReturnedDocument[]): Promise<ReturnedDocument[]> {
    return this.transactions.read(async (manager) => {
      const exchange = this.configuration.current.get(EXCHANGES).get(exchangeId)!;
      const idsOf = documents.map((document) => orderIdsNamedBy(exchange, document));
      const where = { exchangeId, orderId: In([...new Set(idsOf.flat())]) };
      const select = { id: true, orderId: true, regionId: true, number: true, revision: true, returned: true } as const;
      const rows = await manager.find(HandOver, { select, where });
      const covered = rows.filter(({ regionId }) => coversRegion(exchange, regionId));
      const rowOf = new Map(covered.map((row) => [row.orderId, row]));
      return documents.filter((document, index) => {
        const row = idsOf[index]!.map((id) => rowOf.get(id)).find((each) => each !== undefined);
        const isThere = row !== undefined && row.revision > 0 && row.number === document.numberThere;
        return isThere && JSON.stringify(row.returned) !== JSON.stringify(document);
      });
    });
  }

  private async applySome(tx: Transaction, exchangeId: number, documents: ReturnedDocument[], fileId?: number) {
    const snapshot = await this.configuration.of(tx);
    const exchange = snapshot.get(EXCHANGES).get(exchangeId)!;
    const directory = snapshot.get(STATUS_DIRECTORY);
    await lockExchange(tx, exchangeId);
    this.marker.causedBy(tx, exchangeId);
    const values = await tx.manager.findBy(ExchangeStatus, { exchangeId });
    const mapping = new StatusMapping(values, directory, !isPushed(exchange));
    const seen = new SeenStatuses(exchangeId, mapping, fileId !== undefined);
    const actor = { ...THE_SERVICE, name: exchange.name };
    const kind = this.kinds.of(exchange);
    const partKeyOf: PartKeyOf = (part) => kind.partKeyOf(part);
    const work: Work = { tx, exchange, directory, mapping, seen, actor, partKeyOf, problems: [] };
    const { matched, notOurs, outdated, items, about } = await this.match(work, documents);
    const { changed, proposals } = await this.itemStatuses.asOneChange(tx, async () => {
      const ofStatuses = await this.statuses.applyStatuses(work, matched, items);
      for (const each of matched) if (await this.statuses.applySteps(work, each)) ofStatuses.add(each.row);
      for (const each of matched) if (await this.statuses.applyLines(work, each)) ofStatuses.add(each.row);
      return { changed: ofStatuses, proposals: await this.compareLines(work, matched) };
    });
    await this.save(work, matched);
    if (fileId !== undefined) await noteOrders(tx, fileId, about);
    const unmapped = matched.filter(({ row }) => row.needsMapping).length;
    const names = notOurs.map(({ number, key }) => number || key).slice(0, MOST_NAMED);
    const counts = { documents: documents.length, changed: changed.size, unmapped, proposals, outdated };
    return { ...counts, notOurs: names, notOursCount: notOurs.length, problems: work.problems };
  }

  /**
   * Takes the orders, so that nobody changes them from then on; what is older than what came before is left out, and what is of regions
   * that the exchange does not cover is none of its business.
   */
  private async match({ tx, exchange, partKeyOf, problems }: Work, documents: ReturnedDocument[]) {
    const named = new Set(documents.flatMap((document) => orderIdsNamedBy(exchange, document)));
    const ofExchange = { exchangeId: exchange.id, orderId: In([...named]) };
    const orderIds = (await tx.manager.findBy(HandOver, ofExchange)).map(({ orderId }) => orderId);
    await this.orders.lockAll(tx, orderIds);
    const [rows, items] = await tx.inOrder(
      () => tx.manager.findBy(HandOver, ofExchange),
      () => itemsOf(tx.manager, orderIds),
    );
    const found = matchDocuments(exchange, documents, rows, items, partKeyOf);
    const isCovered = ({ row }: Matched) => coversRegion(exchange, row.regionId);
    const matched = found.matched.filter(isCovered);
    const elsewhere = found.matched.filter((each) => !isCovered(each));
    const notOurs = [...found.notOurs, ...elsewhere.map(({ document }) => document)];
    const about = [...matched, ...elsewhere].map(({ row }) => row.orderId);
    const now = this.clock.now();
    const outdated = matched.filter((each) => isOutdated(each, now));
    for (const { document, row } of outdated)
      problems.push(
        `Документ «${document.number || row.orderId}» пропущен: он старше полученного, ${row.returned!.formedAt}.`,
      );
    const fresh = matched.filter((each) => !outdated.includes(each));
    for (const each of fresh) each.document = withWhatCame(each);
    return { matched: fresh, notOurs, outdated: outdated.length, items, about };
  }

  private async compareLines(work: Work, matched: Matched[]): Promise<number> {
    const { tx, exchange, directory, partKeyOf } = work;
    const { applyMissingLines } = exchange.settings as { applyMissingLines: boolean };
    const withLines = matched.filter(({ document }) => document.lines);
    const known = await knownContents(
      tx,
      withLines.map(({ row }) => row),
    );
    const concerned = withLines.filter(({ row }) => known.has(row.id));
    const items = await itemsOf(
      tx.manager,
      concerned.map(({ row }) => row.orderId),
    );
    let proposals = 0;
    for (const { document, row } of concerned) {
      const live = liveItems(items.get(row.orderId) ?? [], directory);
      const { lines } = known.get(row.id)!;
      const missing = missingPieces(lines, live, document.lines!, partKeyOf);
      const source = document.numberThere || document.number;
      proposals += await this.proposals.follow(tx, exchange, row, missing, source, applyMissingLines);
    }
    return proposals;
  }

  private async save({ tx, seen, exchange }: Work, matched: Matched[]): Promise<void> {
    await seen.write(tx, this.clock.now());
    for (const { document, row } of matched) {
      const { appliedValue, appliedRevision, appliedLines, appliedSteps, needsMapping } = row;
      const isOurs = document.numberThere === `${exchange.numberPrefix}${row.orderId}`;
      const number = (isOurs ? '' : document.numberThere.slice(0, LONGEST_NUMBER)) || row.number;
      const change = {
        returned: document,
        number,
        appliedValue,
        appliedRevision,
        appliedLines,
        appliedSteps,
        needsMapping,
      };
      await tx.updateByIds(HandOver, [row.id], change);
    }
  }
}

/** So that the file is forgotten with the buyers of the orders that it says something of, whether that is carried out or not. */
async function noteOrders(tx: Transaction, fileId: number, orderIds: number[]): Promise<void> {
  const known = await tx.manager.findBy(FileOrder, { fileId, orderId: In(orderIds) });
  const missing = orderIds.filter((orderId) => !known.some((row) => row.orderId === orderId));
  await tx.insertMany(
    FileOrder,
    missing.map((orderId) => ({ fileId, orderId })),
  );
}

/** By hand-over. Whatever comes back was handed out: where the answer that it was saved was lost, that is what the other side has. */
async function knownContents({ manager }: Transaction, rows: HandOver[]): Promise<Map<number, KnownContent>> {
  const unconfirmed = idsOf(rows.filter(({ confirmedContent }) => confirmedContent === null));
  const where = { handOverId: In(unconfirmed) };
  const entries = await manager.find(BatchEntry, { where, order: { id: 'ASC' } });
  const known = new Map(entries.map(({ handOverId, knownContent }) => [handOverId, knownContent]));
  for (const { id, confirmedContent } of rows) if (confirmedContent) known.set(id, confirmedContent);
  return known;
}

function add(outcome: FileOutcome, step: FileOutcome): void {
  for (const name of COUNTS) outcome[name] += step[name];
  for (const name of ['problems', 'notOurs'] as const)
    outcome[name] = [...outcome[name], ...step[name]].slice(0, MOST_NAMED);
}
