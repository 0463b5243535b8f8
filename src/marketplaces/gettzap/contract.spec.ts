import fc from 'fast-check';
import type {
  IncomingCancellation,
  IncomingMessage,
  IncomingOrder,
} from '../../orders/external-orders/incoming-message.js';
import { readMessage } from './contract.js';
import { parseExactJson } from './exact-json.js';

const BODY_HASH = 'ab'.repeat(32);
const SYNTHETIC_ID = `sha256:${'ab'.repeat(16)}`;

const POSITION = {
  id: '1',
  brand: 'BOSCH',
  number: '0 986 494 019',
  name: 'Колодки тормозные',
  quantity: 2,
  price: '3450.00',
  delivery_days: 1,
  comment: 'срочно',
};
const ORDER = {
  id: 'GZ-100013',
  created_at: '2026-11-24T09:15:00+03:00',
  comment: 'Позвоните перед отправкой',
  vin: 'XTA21703080123456',
  customer: { name: 'Иванов Пётр', phone: '+7 900 000-00-00', email: 'p@example.com' },
  delivery: { type: 'pickup', address: 'Склад' },
  positions: [POSITION],
};

const readJson = (json: string) => readMessage(parseExactJson(json), BODY_HASH);
const read = (body: unknown) => readJson(JSON.stringify(body));
const readOrder = (change: object, event = 'order.created') => read({ event, order: { ...ORDER, ...change } });
const readPosition = (change: object) => readOrder({ positions: [{ ...POSITION, ...change }] });
const asOrder = (message: IncomingMessage) => message as IncomingOrder;

/** The paths of what was wrong. */
function problemsOf(message: IncomingMessage): string[] {
  if (message.kind !== 'unreadable') throw new Error(`It was understood: ${JSON.stringify(message)}`);
  return message.problems.map(({ path }) => path);
}

describe('an order', () => {
  it('is understood in full', () => {
    expect(readOrder({})).toEqual({
      kind: 'order',
      externalId: 'GZ-100013',
      orderedAt: new Date('2026-11-24T06:15:00Z'),
      comment: 'Позвоните перед отправкой',
      vin: 'XTA21703080123456',
      customer: { name: 'Иванов Пётр', phone: '+7 900 000-00-00', email: 'p@example.com' },
      delivery: { type: 'pickup', address: 'Склад' },
      positions: [
        {
          externalId: '1',
          brand: 'BOSCH',
          number: '0 986 494 019',
          name: 'Колодки тормозные',
          quantity: 2,
          priceMinor: 345_000,
          deliveryDays: 1,
          comment: 'срочно',
        },
      ],
      totalMinor: 690_000,
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('needs no more than an id and positions with id, number, quantity and price', () => {
    const positions = [{ id: 1, number: 'P1', quantity: 1, price: 5 }];
    expect(read({ event: 'order.created', order: { id: 1, positions } })).toMatchObject({
      kind: 'order',
      orderedAt: null,
      vin: '',
      customer: { name: '', phone: '', email: '' },
      delivery: { type: '', address: '' },
      positions: [{ brand: '', name: '', deliveryDays: null, comment: '' }],
    });
  });

  it('keeps ids digit for digit', () => {
    const json = (id: string) =>
      `{"event":"order.created","order":{"id":${id},"positions":[{"id":${id},"number":"P1","quantity":1,"price":5}]}}`;
    const idsOf = (id: string) => {
      const { externalId, positions } = asOrder(readJson(json(id)));
      return [externalId, positions[0].externalId];
    };
    expect(idsOf('9007199254740992')).toEqual(['9007199254740992', '9007199254740992']);
    expect(idsOf('9007199254740993')).toEqual(['9007199254740993', '9007199254740993']);
    expect(idsOf('7')).toEqual(idsOf('"7"'));
    expect(idsOf('"007"')).toEqual(['007', '007']);
  });

  it('its total is the exact sum of quantity times price', () => {
    const positions = [
      { ...POSITION, id: 1, quantity: 3, price: '0.1' },
      { ...POSITION, id: 2, quantity: 1, price: '0.2' },
    ];
    expect(asOrder(readOrder({ positions })).totalMinor).toBe(50);
    const quantity = fc.integer({ min: 1, max: 999 });
    const priceMinor = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(fc.array(fc.tuple(quantity, priceMinor), { minLength: 1, maxLength: 20 }), (lines) => {
        const many = lines.map(([count, minor], index) => {
          return { ...POSITION, id: index, quantity: count, price: `${minor}e-2` };
        });
        const expected = lines.reduce((sum, [count, minor]) => sum + count * minor, 0);
        expect(asOrder(readOrder({ positions: many })).totalMinor).toBe(expected);
      }),
    );
  });

  it('takes hostile text as text', () => {
    const hostile = `{{7*7}} {% include ".env" %} <script>alert(1)</script> =cmd|' /C calc'!A0 '; DROP TABLE orders; --`;
    expect(readOrder({ id: hostile, comment: hostile })).toMatchObject({ externalId: hostile, comment: hostile });
  });
});

describe('the same content', () => {
  const hashOf = (message: IncomingMessage) => asOrder(message).contentHash;
  const HASH = hashOf(readOrder({}));
  const BEFORE_VEHICLES = '4e194fa6fc694e956dc8b4b19cefbc29f55abdb6f85b72f8e0c091fc476c6868';

  it('keeps the hash that it had before vehicles were read, where none is named', () => {
    const { vin: _, ...order } = ORDER;
    expect(hashOf(read({ event: 'order.created', order }))).toBe(BEFORE_VEHICLES);
    expect(hashOf(readOrder({ vin: '' }))).toBe(BEFORE_VEHICLES);
    expect(HASH).not.toBe(BEFORE_VEHICLES);
  });

  it.each<[string, IncomingMessage]>([
    ['sent as order.updated', readOrder({}, 'order.updated')],
    ['with a price written otherwise', readPosition({ price: 3450 })],
    ['with an id that is a number', readPosition({ id: 1 })],
    ['with a time in another zone', readOrder({ created_at: '2026-11-24T06:15:00Z' })],
    ['with unknown fields', readOrder({ is_gift: true, meta: { source: 'app' } })],
    ['with unknown fields of a position', readPosition({ weight: 1.5 })],
    [
      'with its fields in another order',
      read({ order: Object.fromEntries(Object.entries(ORDER).reverse()), event: 'order.created' }),
    ],
  ])('is recognised %s', (_, message) => {
    expect(hashOf(message)).toBe(HASH);
  });

  it.each<[string, IncomingMessage]>([
    ['comment', readOrder({ comment: 'Другое' })],
    ['customer', readOrder({ customer: { ...ORDER.customer, phone: '+7 900 000-00-01' } })],
    ['delivery', readOrder({ delivery: { ...ORDER.delivery, type: 'courier' } })],
    ['time', readOrder({ created_at: '2026-11-24T09:15:01+03:00' })],
    ['quantity', readPosition({ quantity: 3 })],
    ['price', readPosition({ price: '3450.01' })],
    ['position id', readPosition({ id: '01' })],
    ['number', readPosition({ number: '0986494019' })],
    ['delivery days', readPosition({ delivery_days: null })],
    ['set of positions', readOrder({ positions: [POSITION, { ...POSITION, id: '2' }] })],
  ])('is another one with another %s', (_, message) => {
    expect(hashOf(message)).not.toBe(HASH);
  });
});

describe('a cancellation', () => {
  const cancel = (order: object) => read({ event: 'order.cancelled', order }) as IncomingCancellation;

  it('of the whole order names no positions', () => {
    expect(cancel({ id: 7, reason: 'Передумал' })).toEqual({
      kind: 'cancellation',
      externalId: '7',
      reason: 'Передумал',
    });
  });

  it('of a part names the ids of its positions', () => {
    expect(cancel({ id: 'GZ-1', positions: [{ id: 1 }, { id: '007' }] })).toEqual({
      kind: 'cancellation',
      externalId: 'GZ-1',
      reason: '',
      positions: ['1', '007'],
    });
  });

  it.each([
    [{ reason: 'x' }, ['order.id']],
    [{ id: 'GZ-1', positions: [] }, ['order.positions']],
    [{ id: 'GZ-1', positions: '1' }, ['order.positions']],
    [{ id: 'GZ-1', positions: [{}] }, ['order.positions[0].id']],
    [{ id: 'GZ-1', reason: {} }, ['order.reason']],
  ])('%j cannot be understood', (order, paths) => {
    expect(problemsOf(cancel(order))).toEqual(paths);
  });
});

describe('a body that cannot be understood names every problem by its path', () => {
  it.each<[string, IncomingMessage, string[]]>([
    ['no positions', readOrder({ positions: [] }), ['order.positions']],
    ['positions missing', readOrder({ positions: undefined }), ['order.positions']],
    ['positions that are no array', readOrder({ positions: {} }), ['order.positions']],
    ['more than 1000 positions', readOrder({ positions: Array(1001).fill(POSITION) }), ['order.positions']],
    ['price missing', readPosition({ price: undefined }), ['order.positions[0].price']],
    ['price of three places', readPosition({ price: '1.005' }), ['order.positions[0].price']],
    [
      'price too large',
      readJson(
        '{"event":"order.created","order":{"id":1,"positions":[{"id":1,"number":"1","quantity":1,"price":1e400}]}}',
      ),
      ['order.positions[0].price'],
    ],
    ['price below zero', readPosition({ price: '-1' }), ['order.positions[0].price']],
    ['number missing', readPosition({ number: '' }), ['order.positions[0].number']],
    ['quantity missing', readPosition({ quantity: undefined }), ['order.positions[0].quantity']],
    ['quantity zero', readPosition({ quantity: 0 }), ['order.positions[0].quantity']],
    ['quantity in parts', readPosition({ quantity: 1.5 }), ['order.positions[0].quantity']],
    ['position without an id', readPosition({ id: undefined }), ['order.positions[0].id']],
    [
      'two positions with one id',
      readOrder({ positions: [POSITION, { ...POSITION, id: 1 }] }),
      ['order.positions[1].id'],
    ],
    ['a total too large', readPosition({ price: '90071992547409.91' }), ['order.positions']],
    ['an unknown event', readOrder({}, 'order.paid'), ['event']],
    ['an event missing', read({ order: ORDER }), ['event']],
    ['an order missing', read({ event: 'order.created' }), ['order', 'order.id', 'order.positions']],
    ['an id missing', readOrder({ id: undefined }), ['order.id']],
    ['a time without its offset', readOrder({ created_at: '2026-11-24T09:15:00' }), ['order.created_at']],
    ['a customer that is a text', readOrder({ customer: 'Иванов' }), ['order.customer']],
    ['a name too long', readOrder({ customer: { name: 'x'.repeat(256) } }), ['order.customer.name']],
    ['a comment that is no text', readOrder({ comment: 'a\u0000b' }), ['order.comment']],
    ['an array', read([ORDER]), ['', 'event', 'order', 'order.id']],
    ['a text', read('order'), ['', 'event', 'order', 'order.id']],
  ])('%s', (_, message, paths) => {
    expect(problemsOf(message)).toEqual(paths);
  });

  it('several at once', () => {
    const message = readOrder({ customer: 7, positions: [{ id: '1', number: 'P1', quantity: 0 }] });
    expect(problemsOf(message)).toEqual(['order.customer', 'order.positions[0].quantity', 'order.positions[0].price']);
  });

  it('keeps the id that it has', () => {
    expect(readOrder({ positions: [] })).toMatchObject({
      kind: 'unreadable',
      externalId: 'GZ-100013',
      contentHash: BODY_HASH,
    });
    expect(readOrder({}, 'order.paid').externalId).toBe('GZ-100013');
  });

  it.each([undefined, '', null, true, 'x'.repeat(256), '\u0000', '\ud800'])(
    'has the start of the hash of its body for an id, where its own is %j',
    (id) => {
      expect(readOrder({ id })).toMatchObject({ kind: 'unreadable', externalId: SYNTHETIC_ID, contentHash: BODY_HASH });
    },
  );

  it('whatever JSON comes, something is made of it', () => {
    const event = fc.constantFrom('order.created', 'order.updated', 'order.cancelled', 'x');
    const position = fc.record({
      id: fc.jsonValue(),
      number: fc.jsonValue(),
      quantity: fc.jsonValue(),
      price: fc.jsonValue(),
    });
    const order = fc.record({ id: fc.jsonValue(), positions: fc.oneof(fc.array(position), fc.jsonValue()) });
    const body = fc.oneof(fc.jsonValue(), fc.record({ event, order }));
    fc.assert(
      fc.property(body, (value) => {
        const message = read(value);
        expect(message.externalId).not.toBe('');
        if (message.kind === 'unreadable') expect(message.problems).not.toEqual([]);
      }),
    );
  });
});
