import { isFields, textOf } from '../exchanges/called-system.js';
import { lettersOf } from '../exchanges/folded-key.js';
import type { ReturnedDocument } from '../exchanges/handed-over-order.js';
import { parseMoscow } from './moscow-time.js';

/** A position of an order at ABCP, as far as it is read. */
export interface AbcpPosition {
  id: string;
  brand: string;
  number: string;
  name: string;
  /** Pieces that were ordered. */
  quantity: number;
  /** Pieces that will be delivered. */
  quantityFinal: number;
  statusCode: string;
  /** The status as people read it. */
  status: string;
  /** The client asks to take it out, and nobody has decided. */
  isCancelAsked: boolean;
}

/** An order at ABCP, as far as it is read. */
export interface AbcpOrder {
  number: string;
  /** The key that it was handed over with; "" = it has none. */
  internalNumber: string;
  /** The order's id at the marketplace, as it was handed over; "" = not said. */
  clientOrderNumber: string;
  dateUpdated: string;
  positions: AbcpPosition[];
}

/** In front of a position's id there, so that it is nobody's number here. */
const KEY_MARK = '#';

export function keyThereOf({ id }: Pick<AbcpPosition, 'id'>): string {
  return `${KEY_MARK}${id}`;
}

/** However the part is typed. */
export function partKeyOf({ brand, number }: { brand: string; number: string }): string {
  return `${lettersOf(brand)}-${lettersOf(number)}`;
}

/** What became of an order there. */
export function documentOf({ number, internalNumber, dateUpdated, positions }: AbcpOrder): ReturnedDocument {
  return {
    formedAt: parseMoscow(dateUpdated) ? dateUpdated.replace(' ', 'T') : '',
    key: internalNumber,
    number: '',
    statuses: [],
    isCancelled: false,
    numberThere: number,
    lines: positions.map((position) => ({
      key: keyThereOf(position),
      partKey: partKeyOf(position),
      number: position.number,
      name: position.name,
      quantity: Math.min(position.quantity, position.quantityFinal),
      ...(position.statusCode !== '' && { statuses: [position.statusCode, position.status].filter(Boolean) }),
      ...(position.isCancelAsked && { isCancelAsked: true }),
    })),
    steps: [],
  };
}

/** Numbers, and what is called alike. */
export const NAMES_OF_NOBODY = new Set(['clientOrderNumber', 'userId', 'deliveryAddressId']);

/** By what an order says it is ours, however much else of it can be read. */
export function namesOf(value: unknown): Pick<AbcpOrder, 'number' | 'internalNumber' | 'dateUpdated'> | undefined {
  if (!isFields(value)) return undefined;
  const number = textOf(value['number']);
  if (number === '') return undefined;
  return { number, internalNumber: textOf(value['internalNumber']), dateUpdated: textOf(value['dateUpdated']) };
}

/**
 * Reads an order out of an answer, in which ids and quantities may be texts or numbers.
 * @returns undefined for what is no order, or has a position that cannot be read: it would be missing
 */
export function readOrder(value: unknown): AbcpOrder | undefined {
  const names = namesOf(value);
  const fields = value as Record<string, unknown>;
  if (!names || !Array.isArray(fields['positions'])) return undefined;
  const read = fields['positions'].map(readPosition);
  const positions = read.filter((position) => position !== undefined);
  if (positions.length < read.length) return undefined;
  return { ...names, clientOrderNumber: textOf(fields['clientOrderNumber']), positions };
}

function readPosition(value: unknown): AbcpPosition | undefined {
  if (!isFields(value)) return undefined;
  const id = textOf(value['id']);
  const quantity = piecesOf(value['quantity']);
  if (id === '' || quantity === undefined) return undefined;
  return {
    id,
    brand: textOf(value['brand']),
    number: textOf(value['number']),
    name: textOf(value['description']),
    quantity,
    quantityFinal: piecesOf(value['quantityFinal']) ?? quantity,
    statusCode: textOf(value['statusCode']),
    status: textOf(value['status']),
    isCancelAsked: textOf(value['isCanceled']) === '1',
  };
}

/** Whole pieces; `4.00` is four, and nothing is not said. */
function piecesOf(value: unknown): number | undefined {
  const text = textOf(value).replace(',', '.');
  if (!/^\d{1,9}(\.\d+)?$/.test(text)) return undefined;
  return Math.floor(Number(text));
}
