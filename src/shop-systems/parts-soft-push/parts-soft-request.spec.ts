import type { HandedOverLine, HandedOverOrder } from '../exchanges/handed-over-order.js';
import { type PartsSoftItem, readItem, readOffer } from './parts-soft-item.js';
import { chosenOffer, isBasketOf, numberOf, planOf } from './parts-soft-request.js';
import { PartsSoftSettings } from './parts-soft-settings.js';

const line = (positionId: string, quantity: number) =>
  ({
    positionId,
    brand: 'MANN',
    number: 'W 914/2',
    name: '',
    quantity,
    priceMinor: 10_000,
    comment: '',
  }) as HandedOverLine;
const item = (quantity: number, status = 'new') => ({ id: '1', quantity, statuses: [status] }) as PartsSoftItem;
const orderOf = (...lines: HandedOverLine[]) => ({ key: 'k-7', lines }) as HandedOverOrder;
const isGivenUp = ({ statuses }: PartsSoftItem) => statuses[0] === 'refused';

describe('what is still to be ordered', () => {
  const plan = (
    lines: HandedOverLine[],
    there: Record<string, PartsSoftItem[]>,
    known: HandedOverLine[] | null = null,
  ) => {
    const told = known?.map((each) => ({ ...each, positionId: Number(each.positionId) })) ?? null;
    const { missing, different } = planOf(
      { order: orderOf(...lines), known: told },
      new Map(Object.entries(there)),
      isGivenUp,
    );
    return [missing.map(({ positionId }) => positionId), different.map(({ positionId }) => positionId)];
  };

  it('is what is not there, unless it is refused or was taken out there', () => {
    expect(plan([line('1', 2), line('2', 1), line('3', 0)], { 'k-7-1': [item(2)] })).toEqual([['2'], []]);
    expect(plan([line('1', 2)], {}, [line('1', 2)])).toEqual([[], []]);
  });

  it('is not what is there in several items, nor what is refused on both sides', () => {
    expect(plan([line('1', 3)], { 'k-7-1': [item(2), item(1)] })).toEqual([[], []]);
    expect(plan([line('1', 0)], { 'k-7-1': [item(4, 'refused')] })).toEqual([[], []]);
  });

  it('cannot be told where pieces are other than were told', () => {
    expect(plan([line('1', 1)], { 'k-7-1': [item(2)] }, [line('1', 2)])).toEqual([[], ['1']]);
    expect(plan([line('1', 2)], { 'k-7-1': [item(1)] }, [line('1', 2)])).toEqual([[], []]);
    expect(plan([line('1', 2)], { 'k-7-1': [item(1)] })).toEqual([[], ['1']]);
  });
});

describe('the number of an order', () => {
  const order = orderOf(line('1', 2), line('2', 1), line('3', 1));
  const there = (id: string, orderId: string) => [{ id, orderId } as PartsSoftItem];

  it('is of as many of them as can be kept', () => {
    const lines = Array.from({ length: 60 }, (_, index) => line(String(index + 1), 1));
    const found = new Map(lines.map(({ positionId }) => [`k-7-${positionId}`, there(`10000${positionId}`, '')]));
    const number = numberOf(orderOf(...lines), found);
    expect(number).toMatch(/^100001, 100002, .*\d{6,}, …$/);
    expect(number.length).toBeLessThanOrEqual(255);
  });

  it('is made of those there in the order of the positions, whichever was found first, each once', () => {
    const found = new Map([
      ['k-7-3', there('13', '502')],
      ['k-7-2', there('12', '')],
      ['k-7-1', there('11', '502')],
    ]);
    expect(numberOf(order, found)).toBe('502, 12');
  });
});

describe('the offer that is ordered', () => {
  const offer = (change: object) => {
    const part = { oem: 'w914-2', make_name: 'Mann', detail_name: 'Ф', cost: '90.00', qnt: '10', max_delivery_day: 5 };
    return readOffer({ ...part, system_hash: 'h', ...change })!;
  };
  const chosen = (offers: object[], settings: object = {}) => {
    const result = chosenOffer(line('1', 3), offers.map(offer), { ...new PartsSoftSettings(), ...settings });
    return typeof result === 'string' ? result : result.hash;
  };

  it('is the cheapest or the fastest of that very part that has enough', () => {
    const offers = [
      { system_hash: 'dear', cost: 99.5, max_delivery_day: 1 },
      { system_hash: 'cheap', cost: 50, max_delivery_day: '9' },
      { system_hash: 'few', cost: 1, qnt: 2 },
      { system_hash: 'cross', cost: 1, make_name: 'Febi' },
    ];
    expect([chosen(offers), chosen(offers, { offer: 'fastest' })]).toEqual(['cheap', 'dear']);
    expect([chosen([{ qnt: '> 3' }]), chosen([{ qnt: '2+' }]), chosen([])]).toEqual(['h', 'none', 'none']);
  });

  it('is none where it is dearer than allowed', () => {
    expect(chosen([{ cost: 100 }])).toBe('h');
    expect(chosen([{ cost: 100.01 }])).toBe('too_dear');
    expect(chosen([{ cost: 100 * 1.1 }], { maxPriceDeviation: 10 })).toBe('h');
    expect(chosen([{ cost: 5_000 }], { maxPriceDeviation: null })).toBe('h');
  });

  it.each([{ system_hash: '', hash_key: '' }, { cost: 'договорная' }, { qnt: null }])('is none of %j', (change) => {
    expect(readOffer({ oem: 'A', make_name: 'B', cost: 1, qnt: 1, system_hash: 'h', ...change })).toBeUndefined();
  });
});

it('a basket is ours when nothing else lies in it', () => {
  const forms = [
    { comment: 'k-7-1', qnt: '2' },
    { comment: 'k-7-2', qnt: '1' },
  ];
  const lines = [
    { comment: 'k-7-2', quantity: 1 },
    { comment: 'k-7-1', quantity: 2 },
  ];
  expect(isBasketOf(lines, forms)).toBe(true);
  for (const basket of [[...lines, { comment: '', quantity: 1 }], lines.slice(1), [lines[0]!, lines[0]!], []])
    expect(isBasketOf(basket, forms)).toBe(false);
});

it('of an item the first status that is said is the one that the mapping knows', () => {
  const read = (fields: object) => readItem({ id: 1, qnt: '2.00', ...fields })?.statuses;
  expect(read({ status_id: 3, status_code: 'prishlo', status_name: 'Пришло' })).toEqual(['prishlo', 'Пришло']);
  expect([read({ status_id: 3 }), read({})]).toEqual([['3'], []]);
  expect([readItem({ qnt: 1 }), readItem({ id: 1 }), readItem(null)]).toEqual([undefined, undefined, undefined]);
});
