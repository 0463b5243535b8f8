import type { OrderItem } from '../../orders/orders/order.entity.js';
import { isOutdated, matchDocuments, orderIdsNamedBy } from './document-matching.js';
import type { HandOver } from './hand-over.entity.js';
import type { ReturnedDocument } from './handed-over-order.js';

const EXCHANGE = { keyPrefix: 'abcd1234', numberPrefix: 'GZ-' };

function document(key: string, number: string, part?: string): ReturnedDocument {
  const lines = part === undefined ? undefined : [{ key: '', number: part, name: '', quantity: 1 }];
  return { formedAt: '', key, number, statuses: [], isCancelled: false, numberThere: '', lines, steps: [] };
}

describe('the orders that a document may be of', () => {
  it.each<[string, string, number[]]>([
    ['abcd1234-7', 'GZ-9', [7]],
    ['abcd1234-x', 'GZ-9', []],
    ['ffff0000-7', 'GZ-7', []],
    ['', 'GZ-7', [7]],
    ['', '7', [7]],
    ['', 'GZ-0007', []],
    ['5c0f7e1a-1c4d-11ef', 'GZ-7', [7]],
    ['', '99999999999', []],
  ])('by key «%s» and number «%s»', (key, number, ids) => {
    expect(orderIdsNamedBy(EXCHANGE, document(key, number))).toEqual(ids);
  });
});

describe('matching documents', () => {
  const row = { id: 70, orderId: 7 } as HandOver;
  const items = new Map([[7, [{ positionId: 1, brand: 'BOSCH', number: 'P1' } as OrderItem]]]);
  const match = (...documents: ReturnedDocument[]) => {
    const { matched, notOurs } = matchDocuments(EXCHANGE, documents, [row], items, ({ number }) => number);
    return [matched.map((each) => documents.indexOf(each.document)), notOurs.map((each) => documents.indexOf(each))];
  };

  it('takes the last one of an order', () => {
    expect(match(document('abcd1234-7', ''), document('abcd1234-7', ''))).toEqual([[1], []]);
  });

  it('believes a key rather than a number', () => {
    expect(match(document('abcd1234-7', ''), document('', 'GZ-7'))).toEqual([[0], []]);
    expect(match(document('', 'GZ-7'), document('abcd1234-7', ''))).toEqual([[1], []]);
  });

  it('wants a part of the order where a document has a key of its own', () => {
    expect(match(document('site-7', '7'), document('site-7', '7', 'P9'))).toEqual([[], [0, 1]]);
    expect(match(document('site-7', 'GZ-7', 'P1'))).toEqual([[0], []]);
  });

  it('leaves what is of no order', () => {
    expect(match(document('abcd1234-8', 'GZ-8'))).toEqual([[], [0]]);
  });
});

describe('a document', () => {
  const about = (last: string | undefined, formedAt: string) => {
    const returned = last === undefined ? null : { ...document('', ''), formedAt: last };
    const each = { document: { ...document('', ''), formedAt }, row: { returned } as HandOver };
    return isOutdated(each, new Date('2026-11-29T09:00:00Z'));
  };

  it('is outdated when a newer one came before', () => {
    expect(about('2026-11-29T12:00:00', '2026-11-29T11:59:59')).toBe(true);
    expect(about('2026-11-29T12:00:00', '2026-11-29T12:00:00')).toBe(false);
    expect(about(undefined, '2026-11-29T12:00:00')).toBe(false);
  });

  it('is not outdated where the one before came while the clock over there was wrong', () => {
    expect(about('2027-11-29T12:00:00', '2026-11-29T12:00:00')).toBe(false);
    expect(about('2026-11-29T23:00:00', '2026-11-29T22:59:59')).toBe(true);
  });

  it('is not outdated where one of the two does not say when it was written', () => {
    expect(about('2026-11-29T12:00:00', '')).toBe(false);
    expect(about('', '2026-11-29T12:00:00')).toBe(false);
    expect(about('29.11.2026 12:00', '28.11.2026 12:00')).toBe(false);
  });
});
