import type { Schemas } from '../api/client';
import { dateTime, money } from '../i18n/format';
import { changeText } from './change-texts';
import { text as orderText } from './texts';

export type BuyerChange = Pick<Schemas['BuyerChangeView'], 'path' | 'before' | 'after'>;
type KnownChange = Schemas['BuyerChangeView'];
export type ShownChange = Omit<KnownChange, 'version' | 'pending' | 'at'>;

/** A change by what it is about: a field of the order, or one of a position. */
export type Marks = ReadonlyMap<string, KnownChange>;

/** The change to be shown at each field and row: what is not in the order yet before what it took over. */
export function marksOf(changes: KnownChange[]): Marks {
  const shown = [...changes.filter((each) => each.pending), ...changes.filter(({ applied }) => applied)];
  return new Map(shown.toReversed().map((change) => [change.path, change]));
}

/** Delivery is shown as one text; this is what became of it when any part of it was changed. */
export function deliveryChange(
  marks: Marks,
  delivery: Schemas['DeliveryMethodView'],
  inWords: (delivery: Schemas['DeliveryMethodView']) => string,
): ShownChange | undefined {
  const parts = [marks.get('delivery.type'), marks.get('delivery.address')].filter((each) => each !== undefined);
  const applied = parts.every((each) => each.applied);
  const of = (side: 'before' | 'after') => {
    const valueOf = (path: string, now: string) => {
      const change = parts.find((each) => each.path === path && each.applied === applied);
      return change ? change[side] : now;
    };
    return inWords({
      type: valueOf('delivery.type', delivery.type),
      address: valueOf('delivery.address', delivery.address),
    });
  };
  return parts.length > 0 ? { path: 'delivery', before: of('before'), after: of('after'), applied } : undefined;
}

interface Place {
  /** Of a position, at the marketplace. */
  positionId?: string;
  /** "" = the position as a whole. */
  field: string;
}

export function placeOf(path: string): Place {
  const [, positionId, field = ''] = /^positions\[(.*)\](?:\.(\w+))?$/s.exec(path) ?? [];
  return positionId === undefined ? { field: path } : { positionId, field };
}

export const positionPath = (positionId: string, field?: string): string =>
  `positions[${positionId}]${field ? `.${field}` : ''}`;

function fieldInWords(field: string): string {
  return changeText(`field.${field.replace('.', '-')}` as Parameters<typeof changeText>[0]);
}

/** A value as people write it; "" = nothing. */
export function valueInWords(field: string, value: string): string {
  if (!value) return '';
  if (field === 'price') return money(value);
  if (field === 'orderedAt') return dateTime(value);
  if (field === 'delivery.type') return value === 'pickup' || value === 'courier' ? orderText(value) : value;
  return value;
}

/**
 * «адрес: Ленина, 1 → Мира, 7».
 * @param partOf what the part of a position is called; undefined = it is not known
 */
export function changeInWords(change: BuyerChange, partOf: (positionId: string) => string | undefined): string {
  const { path, before, after } = change;
  const { positionId, field } = placeOf(path);
  if (field === '') return before ? changeText('gone', { part: before }) : changeText('added', { part: after });
  const show = (value: string) => valueInWords(field, value) || changeText('nothing');
  const words = { what: fieldInWords(field), before: show(before), after: show(after) };
  if (positionId === undefined) return changeText('line', words);
  return changeText('linePart', { ...words, part: partOf(positionId) ?? positionId });
}
