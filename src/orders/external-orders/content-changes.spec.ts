import { changesOf, contentChanges, withoutBuyer } from './content-changes.js';
import { ExternalOrder, type ExternalOrderPosition } from './external-order.entity.js';
import { newPosition } from './external-order-store.service.js';
import { ExternalOrderHistoryEntry, type HistoryDetails } from './external-order-history.entity.js';
import type { IncomingOrder, IncomingPosition } from './incoming-message.js';

const PADS: IncomingPosition = {
  externalId: '1',
  brand: 'BOSCH',
  number: '0 986 494 019',
  name: 'Колодки',
  quantity: 2,
  priceMinor: 345_000,
  deliveryDays: 1,
  comment: '',
};
const FILTER: IncomingPosition = { ...PADS, externalId: '2', brand: 'MANN', number: 'C 25', quantity: 1 };
const CONTENT: IncomingOrder = {
  kind: 'order',
  externalId: 'GZ-1',
  orderedAt: null,
  comment: '',
  vin: '',
  customer: { name: 'Иванов Пётр', phone: '+7 900 000-00-00', email: '' },
  delivery: { type: 'courier', address: 'Ленина, 1' },
  positions: [PADS],
  totalMinor: 690_000,
  contentHash: 'a',
};
const ORDER = Object.assign(new ExternalOrder(), {
  customerName: 'Иванов Пётр',
  customerPhone: '+7 900 000-00-00',
  customerEmail: '',
  deliveryType: 'courier',
  deliveryAddress: 'Ленина, 1',
  comment: '',
  vin: '',
  orderedAt: null,
});

function stored(position: IncomingPosition, state: ExternalOrderPosition['state'] = 'open'): ExternalOrderPosition {
  return { id: 1, ...newPosition(1, 0, position, state) };
}

describe('what a new content changes', () => {
  const changes = (content: Partial<IncomingOrder>, positions = [stored(PADS)]) =>
    contentChanges(ORDER, positions, { ...CONTENT, ...content });

  it('is nothing when it says the same', () => {
    expect(changes({})).toEqual([]);
  });

  it('names fields of the order, as they were and as they became', () => {
    const delivery = { type: 'pickup', address: '' };
    expect(
      changes({ delivery, comment: 'Позвоните', vin: 'XTA2170', orderedAt: new Date('2026-11-24T06:15:00Z') }),
    ).toEqual([
      { path: 'delivery.type', before: 'courier', after: 'pickup' },
      { path: 'delivery.address', before: 'Ленина, 1', after: '' },
      { path: 'comment', before: '', after: 'Позвоните' },
      { path: 'vin', before: '', after: 'XTA2170' },
      { path: 'orderedAt', before: '', after: '2026-11-24T06:15:00.000Z' },
    ]);
  });

  it('names fields of positions by their ids at the marketplace', () => {
    expect(changes({ positions: [{ ...PADS, quantity: 3, priceMinor: 10, deliveryDays: null }] })).toEqual([
      { path: 'positions[1].quantity', before: '2', after: '3' },
      { path: 'positions[1].price', before: '3450.00', after: '0.10' },
      { path: 'positions[1].deliveryDays', before: '1', after: '' },
    ]);
  });

  it('names positions that are gone and those that were added', () => {
    expect(changes({ positions: [FILTER] })).toEqual([
      { path: 'positions[1]', before: 'BOSCH 0 986 494 019 × 2', after: '' },
      { path: 'positions[2]', before: '', after: 'MANN C 25 × 1' },
    ]);
  });

  it('does not miss a position that the client cancelled', () => {
    expect(changes({ positions: [PADS] }, [stored(PADS), stored(FILTER, 'cancelled')])).toEqual([]);
  });
});

describe('all changes of an order', () => {
  const at = new Date('2026-11-24T06:15:00Z');
  const entry = (kind: ExternalOrderHistoryEntry['kind'], version: number, details: HistoryDetails = {}) =>
    Object.assign(new ExternalOrderHistoryEntry(), { kind, version, details, at });
  const comment = (before: string, after: string) => ({ changes: [{ path: 'comment', before, after }] });

  it('stand newest first, each with the number of the content that brought it', () => {
    const history = [
      entry('updated', 2, comment('', 'second')),
      entry('accepted', 2),
      entry('changed_after_decision', 2, comment('second', 'third')),
      entry('changed_after_decision', 2, comment('second', 'fourth')),
    ];
    expect(
      changesOf({ rows: history, contentsBefore: 0 }).map(({ version, applied, after }) => [version, applied, after]),
    ).toEqual([
      [4, false, 'fourth'],
      [3, false, 'third'],
      [2, true, 'second'],
    ]);
  });

  it('are numbered the same where only the newest are looked at', () => {
    const rows = [
      entry('changed_after_decision', 2, comment('second', 'third')),
      entry('changed_after_decision', 2, comment('second', 'fourth')),
    ];
    expect(changesOf({ rows, contentsBefore: 1 }).map(({ version }) => version)).toEqual([4, 3]);
  });

  it('are pending where the newest content came after the decision, those of that content alone', () => {
    const history = [
      entry('updated', 2, comment('', 'second')),
      entry('changed_after_decision', 2, comment('second', 'third')),
      entry('changed_after_decision', 2, comment('second', 'fourth')),
    ];
    const pending = (rows: ExternalOrderHistoryEntry[]) =>
      changesOf({ rows, contentsBefore: 0 }).flatMap((each) => (each.pending ? [each.after] : []));
    expect(pending(history)).toEqual(['fourth']);
    expect(pending([...history, entry('updated', 5, comment('second', 'fifth'))])).toEqual([]);
    expect(pending([])).toEqual([]);
  });

  it('keep after an erasure what says nothing of the buyer', () => {
    const changes = [
      { path: 'customer.name', before: 'Иванов', after: 'Петров' },
      { path: 'positions[1].comment', before: 'для Иванова', after: '' },
      { path: 'positions[1].quantity', before: '2', after: '3' },
    ];
    expect(withoutBuyer(changes)).toEqual([
      { path: 'customer.name', before: '', after: '' },
      { path: 'positions[1].comment', before: '', after: '' },
      { path: 'positions[1].quantity', before: '2', after: '3' },
    ]);
  });
});
