import { withoutBuyer } from '../exchanges/without-buyer.js';
import { NAMES_OF_NOBODY, readOrder } from './abcp-order.js';
import { moscowText, parseMoscow } from './moscow-time.js';

describe('what ABCP answers', () => {
  it('is read with ids and quantities as texts or as numbers', () => {
    const position = { id: 469, brand: 'Febi', number: '01089', description: 'Диск', quantity: '2.00', statusCode: 5 };
    const order = {
      number: 75892367,
      internalNumber: 'a-1',
      dateUpdated: '2026-07-25 09:14:00',
      positions: [position],
    };
    expect(readOrder(order)).toEqual({
      number: '75892367',
      internalNumber: 'a-1',
      clientOrderNumber: '',
      dateUpdated: '2026-07-25 09:14:00',
      positions: [
        {
          id: '469',
          brand: 'Febi',
          number: '01089',
          name: 'Диск',
          quantity: 2,
          quantityFinal: 2,
          statusCode: '5',
          status: '',
          isCancelAsked: false,
        },
      ],
    });
  });

  it('says what will be delivered, and what the client asks for', () => {
    const position = { id: '1', quantity: '4', quantityFinal: '3', isCanceled: '1' };
    expect(readOrder({ number: '7', positions: [position, { ...position, isCanceled: '2' }] })).toMatchObject({
      positions: [
        { quantityFinal: 3, isCancelAsked: true },
        { quantityFinal: 3, isCancelAsked: false },
      ],
    });
  });

  it.each([
    undefined,
    null,
    'x',
    [],
    {},
    { number: '' },
    { number: '7' },
    { number: '7', positions: {} },
    { number: '7', positions: ['x'] },
    {
      number: '7',
      positions: [
        { id: '1', quantity: '2' },
        { id: '2', quantity: 'two' },
      ],
    },
  ])('is no order: %j', (value) => {
    expect(readOrder(value)).toBeUndefined();
  });
});

describe('an order that is kept', () => {
  it('says what was ordered and nothing of who did', () => {
    const order = {
      number: '7',
      userId: '1',
      userName: 'Иван',
      UserPhone: '7900',
      contactPerson: 'Иван',
      clientOrderNumber: 'GZ-1',
      deliveryAddress: 'Тверь',
      deliveryAddressId: '5',
      positions: [{ id: '1', comment: 'Ивану', commentAnswer: 'да', statusCode: '5' }],
      notes: [{ value: 'Иван' }],
    };
    expect(withoutBuyer([order], NAMES_OF_NOBODY)).toEqual([
      {
        number: '7',
        userId: '1',
        clientOrderNumber: 'GZ-1',
        deliveryAddressId: '5',
        positions: [{ id: '1', statusCode: '5' }],
      },
    ]);
  });
});

describe('times of ABCP', () => {
  it('are Moscow’s, to the second', () => {
    expect(moscowText(new Date('2026-12-31T21:00:00.999Z'))).toBe('2027-01-01 00:00:00');
    expect(parseMoscow('2027-01-01 00:00:00')).toEqual(new Date('2026-12-31T21:00:00Z'));
  });

  it.each(['0000-00-00 00:00:00', '', '2026-13-01 00:00:00', '2026-07-25T09:14:00'])('%j is none', (text) => {
    expect(parseMoscow(text)).toBeUndefined();
  });
});
