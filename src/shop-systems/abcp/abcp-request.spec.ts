import type { HandedOverLine, HandedOverOrder } from '../exchanges/handed-over-order.js';
import { type AbcpPosition, partKeyOf } from './abcp-order.js';
import { changedOrder, linesThere, mobileOf, newOrder } from './abcp-request.js';
import { AbcpSettings } from './abcp-settings.js';
import { formFields } from './php-form.js';

const line = (positionId: string, change: Partial<HandedOverLine> = {}): HandedOverLine => ({
  positionId,
  brand: 'BOSCH',
  number: `N-${positionId}`,
  name: 'Колодки',
  quantity: 4,
  priceMinor: 345_000,
  comment: '',
  ...change,
});

const ORDER: HandedOverOrder = {
  key: '0a1b2c3d-17',
  orderId: 17,
  number: 'П-17',
  marketplace: 'GettZap',
  externalId: 'GZ-100013',
  createdAt: new Date('2026-11-24T22:15:00.500Z'),
  timeZone: 'Asia/Yekaterinburg',
  status: { id: '1', name: 'Обрабатывается' },
  changedAt: new Date('2026-11-24T22:15:00Z'),
  isCancelled: false,
  customer: { name: 'Иванов Пётр', phone: '8 (900) 000-00-01', email: 'p@example.com' },
  delivery: { type: 'courier', address: 'Москва, Арбат, 1' },
  comment: 'Позвоните',
  lines: [line('1'), line('2', { quantity: 0 })],
};

const settingsOf = (change: Partial<AbcpSettings> = {}): AbcpSettings => ({ ...new AbcpSettings(), ...change });
const fieldsOf = (order: HandedOverOrder, settings = settingsOf()) =>
  Object.fromEntries(formFields(newOrder(order, settings), 'order'));
const there = (id: string, change: Partial<AbcpPosition> = {}): AbcpPosition => ({
  id,
  brand: 'Bosch',
  number: 'N1',
  name: '',
  quantity: 4,
  quantityFinal: 4,
  statusCode: '1',
  status: 'Новый',
  isCancelAsked: false,
  ...change,
});

describe('a new order', () => {
  it('is written for a guest, in Moscow’s time, without what was refused', () => {
    expect(fieldsOf(ORDER)).toEqual({
      'order[internalNumber]': '0a1b2c3d-17',
      'order[clientOrderNumber]': 'GZ-100013',
      'order[guestOrderName]': 'Иванов Пётр',
      'order[guestOrderMobile]': '79000000001',
      'order[guestOrderEmail]': 'p@example.com',
      'order[date]': '2026-11-25 01:15:00',
      'order[comment]': 'Позвоните\nМосква, Арбат, 1',
      'order[positions][0][brand]': 'BOSCH',
      'order[positions][0][number]': 'N-1',
      'order[positions][0][description]': 'Колодки',
      'order[positions][0][quantity]': '4',
      'order[positions][0][priceIn]': '3450.00',
      'order[positions][0][priceOut]': '3450.00',
      'order[positions][0][deadline]': '0',
    });
  });

  it('is written for the marketplace’s customer, with what the shop has chosen', () => {
    const chosen = { customerId: '1001', deliveryTypeId: '3', officeId: '7', distributorId: '8', routeId: '9' };
    const fields = fieldsOf(ORDER, settingsOf({ ...chosen, statusCode: '144921' }));
    expect(fields).toMatchObject({
      'order[userId]': '1001',
      'order[deliveryTypeId]': '3',
      'order[deliveryOfficeId]': '7',
      'order[deliveryAddressId]': '-1',
      'order[deliveryAddress]': 'Москва, Арбат, 1',
      'order[comment]': 'Позвоните',
      'order[positions][0][distributorId]': '8',
      'order[positions][0][routeId]': '9',
      'order[positions][0][statusCode]': '144921',
    });
    expect(Object.keys(fields).filter((name) => name.includes('guest'))).toEqual([]);
  });

  it('names a guest without a name after the order', () => {
    const customer = { name: '', phone: '', email: '' };
    expect(fieldsOf({ ...ORDER, customer })).toMatchObject({ 'order[guestOrderName]': 'GettZap GZ-100013' });
  });

  it.each([
    ['+7 900 000-00-01', '79000000001'],
    ['9000000001', '79000000001'],
    ['+375 29 000-00-00', ''],
    ['', ''],
  ])('the phone %j is %j there', (phone, mobile) => {
    expect(mobileOf(phone)).toBe(mobile);
  });

  it('a part is one however it is typed', () => {
    expect(partKeyOf({ brand: 'Bosch ', number: '0 986-494.019' })).toBe(
      partKeyOf({ brand: 'BOSCH', number: '0986494019' }),
    );
  });
});

describe('a changed order', () => {
  const known = (positionId: number, quantity: number, keyThere?: string) => {
    return { positionId, brand: 'BOSCH', number: `N-${positionId}`, quantity, ...(keyThere && { keyThere }) };
  };
  const changed = (lines: HandedOverLine[], told: ReturnType<typeof known>[] | null, positions: AbcpPosition[]) =>
    changedOrder('75', lines, { known: told, positions, lines: told ?? [] }, settingsOf());

  it('is none where it was told the same, whatever became of it there', () => {
    expect(changed([line('1')], [known(1, 4, '#5')], [there('5', { quantity: 3 })])).toBeUndefined();
    expect(changed([line('1')], [known(1, 4, '#5')], [])).toBeUndefined();
  });

  it('names the position there with its pieces; 0 takes it out', () => {
    const told = [known(1, 4, '#5'), known(2, 4, '#6')];
    const positions = [there('5'), there('6', { number: 'N2' })];
    expect(changed([line('1', { quantity: 3 }), line('2', { quantity: 0 })], told, positions)).toEqual({
      number: '75',
      positions: [
        { id: '5', quantity: '3' },
        { id: '6', quantity: '0' },
      ],
    });
  });

  it('adds what it was never told of', () => {
    const order = changed([line('1'), line('2')], [known(1, 4, '#5')], [there('5')]);
    expect(order?.['positions']).toMatchObject([{ number: 'N-2', quantity: '4' }]);
  });

  it('goes by what is there where nobody knows what it was told', () => {
    const positions = [there('5', { quantity: 2 })];
    expect(changed([line('1'), line('2', { quantity: 0 })], null, positions)).toEqual({
      number: '75',
      positions: [{ id: '5', quantity: '4' }],
    });
  });

  it('counts what was split off there', () => {
    const positions = [there('5', { quantity: 2 }), there('6', { quantity: 2 })];
    const positionsOf = (quantity: number, told = [known(1, 4, '#5')]) =>
      changed([line('1', { quantity })], told, positions)?.['positions'];
    expect(positionsOf(4)).toBeUndefined();
    expect(positionsOf(3)).toEqual([{ id: '6', quantity: '1' }]);
    expect(positionsOf(1)).toEqual([
      { id: '5', quantity: '1' },
      { id: '6', quantity: '0' },
    ]);
    expect(positionsOf(0)).toEqual([
      { id: '5', quantity: '0' },
      { id: '6', quantity: '0' },
    ]);
    expect(positionsOf(5)).toEqual([{ id: '5', quantity: '3' }]);
    // The position itself may be gone, with others in its place.
    expect(positionsOf(1, [known(1, 4, '#4')])).toEqual([
      { id: '5', quantity: '1' },
      { id: '6', quantity: '0' },
    ]);
    // What is more than was ever told is somebody else's, or refused here by its status.
    expect(positionsOf(1, [known(1, 2, '#5')])).toEqual([{ id: '5', quantity: '1' }]);
  });

  it('finds positions by their number where their brand has another name there', () => {
    const positions = [there('5', { brand: 'Bosch GmbH' }), there('6', { brand: 'Bosch GmbH', quantity: 1 })];
    expect(changed([line('1')], null, [positions[0]!])).toBeUndefined();
    expect(changed([line('1', { quantity: 3 })], [known(1, 4)], [positions[0]!])?.['positions']).toEqual([
      { id: '5', quantity: '3' },
    ]);
    const lines = [line('1', { quantity: 4 }), line('2', { number: 'N-1', quantity: 1 })];
    expect(changed(lines, null, positions)).toBeUndefined();
    // What was split off is no position of another brand, nor is what was refused before it was told.
    const other = line('2', { brand: 'ATE', number: 'N-1', quantity: 1 });
    expect(changed([line('1'), other], [known(1, 4, '#5')], positions)?.['positions']).toMatchObject([
      { brand: 'ATE', quantity: '1' },
    ]);
    expect(changed([{ ...other, quantity: 0 }, line('1')], null, [positions[0]!])).toBeUndefined();
  });

  it('tells positions of the same part apart by what they were called, else by their sequence', () => {
    const lines = [line('1', { number: 'N-1', quantity: 1 }), line('2', { number: 'N-1', quantity: 2 })];
    const positions = [there('6', { quantity: 2 }), there('5', { quantity: 1 })];
    expect(linesThere({ ...ORDER, lines }, positions, []).map(({ keyThere }) => keyThere)).toEqual(['#6', '#5']);
    const before = [
      { ...known(1, 1, '#5'), number: 'N-1' },
      { ...known(2, 2, '#6'), number: 'N-1' },
    ];
    expect(linesThere({ ...ORDER, lines }, positions, before).map(({ keyThere }) => keyThere)).toEqual(['#5', '#6']);
    expect(linesThere({ ...ORDER, lines }, [], before).map(({ keyThere }) => keyThere)).toEqual(['#5', '#6']);
  });
});
