import type { OrderItem } from '../../orders/orders/order.entity.js';
import { sha256 } from '../../platform/secrets/sha256.js';
import { type Exchange, keyOf } from './exchange.entity.js';
import type { HandOver } from './hand-over.entity.js';
import type { ReturnedDocument, ReturnedStep } from './handed-over-order.js';
import { type PartKeyOf, positionsByLine } from './position-pieces.js';

type Naming = Pick<Exchange, 'keyPrefix' | 'numberPrefix'>;

/** A document with the order that it is of. */
export interface Matched {
  document: ReturnedDocument;
  row: HandOver;
}

/** Keys that exchanges give, of whichever installation. */
const ANY_KEY = /^[0-9a-f]{8}-\d+$/;
const ORDER_ID = /^[1-9]\d{0,8}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
/** Times come by the clocks of a zone that is not said. */
const ANY_ZONE_MS = 24 * 3_600_000;

/** Ids of orders that a document may be of, the likeliest first. */
export function orderIdsNamedBy(exchange: Naming, { key, number }: ReturnedDocument): number[] {
  const ownPart = partAfter(`${exchange.keyPrefix}-`, key);
  if (ownPart !== undefined) return idsAmong([ownPart]);
  if (ANY_KEY.test(key)) return [];
  return idsAmong([partAfter(exchange.numberPrefix, number) ?? '', number]);
}

/**
 * Finds the orders that documents are of: by key, then by number, then by number without the prefix. One that has a key of its own has
 * to name a part of the order, since numbers of other shops are like ours. The last document of an order stands, and a key goes before a number.
 */
export function matchDocuments(
  exchange: Naming,
  documents: ReturnedDocument[],
  rows: HandOver[],
  items: Map<number, OrderItem[]>,
  partKeyOf: PartKeyOf,
): { matched: Matched[]; notOurs: ReturnedDocument[] } {
  const rowOf = new Map(rows.map((row) => [row.orderId, row]));
  const isByKey = ({ document, row }: Matched) => document.key === keyOf(exchange, row.orderId);
  const found = new Map<number, Matched>();
  const notOurs: ReturnedDocument[] = [];
  for (const document of documents) {
    const row = orderIdsNamedBy(exchange, document)
      .map((id) => rowOf.get(id))
      .find((each) => each !== undefined);
    const candidate = row && { document, row };
    const isOurs =
      candidate &&
      (document.key === '' || isByKey(candidate) || namesAPart(document, items.get(row.orderId) ?? [], partKeyOf));
    if (!isOurs) {
      notOurs.push(document);
      continue;
    }
    const before = found.get(row!.id);
    if (!before || isByKey(candidate) || !isByKey(before)) found.set(row!.id, candidate);
  }
  return { matched: [...found.values()], notOurs };
}

/** Whether something newer came before it, by the clock over there; what that clock said while it was wrong holds nothing back once it is right. */
export function isOutdated({ document, row }: Matched, now: Date): boolean {
  const last = row.returned?.formedAt ?? '';
  const isKnown = INSTANT.test(last) && INSTANT.test(document.formedAt);
  const isToCome = Date.parse(`${last.slice(0, 19)}Z`) > now.getTime() + ANY_ZONE_MS;
  return isKnown && !isToCome && document.formedAt < last;
}

function namesAPart({ lines = [], steps }: ReturnedDocument, items: OrderItem[], partKeyOf: PartKeyOf): boolean {
  const positionsOf = positionsByLine(items, partKeyOf);
  return [...lines, ...steps.flatMap((step) => step.lines)].some((line) => positionsOf(line).length > 0);
}

/** The document with what came before of its order, as far as it says nothing of that: a status that waits for a meaning, steps beside the order. */
export function withWhatCame({ document, row }: Matched): ReturnedDocument {
  const before = row.returned;
  if (!before) return document;
  const isSilent = !document.isCancelled && document.statuses.length === 0;
  const { statuses, isCancelled } = isSilent && row.needsMapping ? before : document;
  const said = new Set(document.steps.map(stepKeyOf));
  const others = before.steps.filter((step) => step.isBeside && !said.has(stepKeyOf(step)));
  return { ...document, statuses, isCancelled, steps: [...others, ...document.steps] };
}

/** By which a step is known once it is carried out. */
export function stepKeyOf({ isBeside: _, ...step }: ReturnedStep): string {
  return sha256(step.key || JSON.stringify(step)).slice(0, 16);
}

function partAfter(prefix: string, text: string): string | undefined {
  return text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}

function idsAmong(texts: string[]): number[] {
  return texts.filter((text) => ORDER_ID.test(text)).map(Number);
}
