import type { BuyerChangeView } from '../orders/buyer-change.dto.js';
import { formatMinor } from '../../platform/money.js';
import type { ExternalOrder, ExternalOrderPosition } from './external-order.entity.js';
import type {
  ExternalOrderHistoryEntry,
  ExternalOrderHistoryKind,
  FieldChange,
} from './external-order-history.entity.js';
import { contentColumns, type IncomingOrder, type IncomingPosition } from './incoming-message.js';

/** Newest ones that are shown. */
const MAX_SHOWN = 1_000;

const FIELDS = {
  'customer.name': 'customerName',
  'customer.phone': 'customerPhone',
  'customer.email': 'customerEmail',
  'delivery.type': 'deliveryType',
  'delivery.address': 'deliveryAddress',
  comment: 'comment',
  vin: 'vin',
  orderedAt: 'orderedAt',
} as const satisfies Record<string, keyof ExternalOrder>;

const POSITION_FIELDS = {
  brand: ({ brand }) => brand,
  number: ({ number }) => number,
  name: ({ name }) => name,
  quantity: ({ quantity }) => quantity,
  price: ({ priceMinor }) => formatMinor(priceMinor),
  deliveryDays: ({ deliveryDays }) => deliveryDays,
  comment: ({ comment }) => comment,
} satisfies Record<string, (position: IncomingPosition) => string | number | null>;

/** What tells of the buyer; prices, quantities and parts do not. */
const PERSONAL = /^customer\.|^delivery\.address$|^comment$|^vin$|\.comment$/;

/** What a new content says otherwise than the order does. @param positions all that are stored */
export function contentChanges(
  order: ExternalOrder,
  positions: ExternalOrderPosition[],
  content: IncomingOrder,
): FieldChange[] {
  const columns = contentColumns(content);
  const fields = Object.entries(FIELDS).map(([path, column]) => change(path, order[column], columns[column]));
  return [...fields, ...positionChanges(positions, content.positions)].filter(({ before, after }) => before !== after);
}

/** A position that the client cancelled is not missed when it is not named any more. */
function positionChanges(stored: ExternalOrderPosition[], incoming: IncomingPosition[]): FieldChange[] {
  const named = new Map(incoming.map((position) => [position.externalId, position]));
  const current = new Map(stored.filter(({ isCurrent }) => isCurrent).map((each) => [each.externalId, each]));
  const added = incoming.filter(({ externalId }) => !current.has(externalId));
  return [
    ...[...current.values()].flatMap((before) => {
      const after = named.get(before.externalId);
      if (after) return fieldsOfPosition(before, after);
      return before.state === 'cancelled' ? [] : [change(pathOf(before), inOneLine(before), '')];
    }),
    ...added.map((position) => change(pathOf(position), '', inOneLine(position))),
  ];
}

function fieldsOfPosition(before: IncomingPosition, after: IncomingPosition): FieldChange[] {
  return Object.entries(POSITION_FIELDS).map(([name, read]) =>
    change(`${pathOf(before)}.${name}`, read(before), read(after)),
  );
}

function pathOf({ externalId }: IncomingPosition): string {
  return `positions[${externalId}]`;
}

function inOneLine({ brand, number, quantity }: IncomingPosition): string {
  return `${[brand, number].filter(Boolean).join(' ')} × ${quantity}`;
}

type Value = string | number | Date | null | undefined;

function change(path: string, before: Value, after: Value): FieldChange {
  return { path, before: textOf(before), after: textOf(after) };
}

function textOf(value: Value): string {
  return value instanceof Date ? value.toISOString() : String(value ?? '');
}

/** Entries that another content made, and whether the order took it over. */
const OF_CONTENTS: Partial<Record<ExternalOrderHistoryKind, boolean>> = {
  updated: true,
  not_understood: true,
  changed_after_decision: false,
  changed_after_deletion: false,
};

/** Of the history, those that may have changes. */
export const CHANGING_KINDS = Object.keys(OF_CONTENTS) as ExternalOrderHistoryKind[];

/** What happened to an external order, or the newest part of it. */
export interface ContentHistory {
  /** Oldest first. */
  rows: ExternalOrderHistoryEntry[];
  /** How many other contents came before those. */
  contentsBefore: number;
}

/** What the buyer changed, newest first. Contents are numbered as they came, also those that the order did not take over. */
export function changesOf({ rows, contentsBefore }: ContentHistory): BuyerChangeView[] {
  const changes: Array<Array<Omit<BuyerChangeView, 'pending'>>> = [];
  let version = 1 + contentsBefore;
  for (const { kind, version: ofEntry, details, at } of rows) {
    const applied = OF_CONTENTS[kind];
    if (applied === undefined) continue;
    version = Math.max(version + 1, ofEntry);
    const seen = { version, applied, at: at.toISOString() };
    changes.push((details.changes ?? []).map((each) => ({ ...each, ...seen })));
  }
  const newestFirst = changes.reverse().flat().slice(0, MAX_SHOWN);
  const newest = newestFirst[0]?.version;
  return newestFirst.map((each) => ({ ...each, pending: !each.applied && each.version === newest }));
}

/** The same changes without what they say of the buyer; that it was changed stays. */
export function withoutBuyer(changes: FieldChange[]): FieldChange[] {
  return changes.map((each) => (PERSONAL.test(each.path) ? { ...each, before: '', after: '' } : each));
}

/** What changes say of the buyer, to be searched. */
export function buyerTexts(changes: FieldChange[]): string[] {
  return changes.filter(({ path }) => PERSONAL.test(path)).flatMap(({ before, after }) => [before, after]);
}
