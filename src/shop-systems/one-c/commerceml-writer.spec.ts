import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HandedOverOrder } from '../exchanges/handed-over-order.js';
import { writeOrders } from './commerceml-writer.js';
import { OneCSettings } from './one-c-settings.js';

const FORMED_AT = new Date('2026-11-24T21:30:05.250Z');

const ORDER: HandedOverOrder = {
  key: 'order-1042',
  orderId: 1042,
  number: 'GZ-1042',
  marketplace: 'GettZap',
  externalId: 'GTZ-77/15',
  createdAt: new Date('2026-11-24T06:15:00Z'),
  timeZone: 'Europe/Moscow',
  status: { id: '3', name: 'В работе' },
  changedAt: new Date('2026-11-24T07:20:30Z'),
  isCancelled: false,
  customer: { name: 'Пётр «Автомир» & сыновья', phone: '8 (900) 123-45-67', email: 'petr@example.com' },
  delivery: { type: 'Курьер', address: 'Москва, ул. Ленина, д. 1 <двор>' },
  comment: 'Позвоните\r\nзаранее 🚗 & привезите чек',
  lines: [
    {
      positionId: '11',
      brand: 'BOSCH',
      number: '0 986 AF1-234',
      name: 'Фильтр масляный',
      quantity: 3,
      priceMinor: 33_333,
      comment: '',
    },
    {
      positionId: '12',
      brand: 'Bosch',
      number: '0986af1234',
      name: 'Фильтр',
      quantity: 1,
      priceMinor: 33_334,
      comment: 'только новый',
    },
    { positionId: '13', brand: 'ЛУЧ', number: 'АВ-7', name: 'Лампа 12 В', quantity: 0, priceMinor: 9_900, comment: '' },
  ],
};

const CANCELLED: HandedOverOrder = {
  ...ORDER,
  key: 'order-1043',
  orderId: 1043,
  number: 'GZ-1043',
  externalId: 'GTZ-77/16',
  timeZone: 'Asia/Vladivostok',
  createdAt: new Date('2026-11-24T20:15:00Z'),
  status: null,
  isCancelled: true,
  customer: { name: '', phone: '', email: '' },
  delivery: { type: '', address: '' },
  comment: '',
  lines: [{ ...ORDER.lines[2]!, positionId: '14' }],
};

function written(settings: Partial<OneCSettings>, orders = [ORDER, CANCELLED]): Buffer {
  return writeOrders(orders, { ...new OneCSettings(), ...settings }, FORMED_AT, 'Europe/Moscow');
}

function contentOf(order: Partial<HandedOverOrder>, settings: Partial<OneCSettings> = {}): string {
  return written(settings, [{ ...ORDER, ...order }]).toString('utf8');
}

function valuesOf(name: string, xml: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, value]) => value!);
}

/** The id of the only ware, and of the buyer. */
function wareIdOf(brand: string, number: string): string {
  return valuesOf('Ид', contentOf({ lines: [{ ...ORDER.lines[0]!, brand, number }] }))[2]!;
}

function buyerIdOf(customer: Partial<HandedOverOrder['customer']>, key = ORDER.key): string {
  return valuesOf('Ид', contentOf({ key, customer: { name: '', phone: '', email: '', ...customer } }))[1]!;
}

describe('orders for 1C', () => {
  it.each<[string, Partial<OneCSettings>]>([
    ['orders-2.05.xml', {}],
    ['orders-2.05-windows-1251.xml', { encoding: 'windows-1251' }],
    ['orders-2.08.xml', { schemaVersion: '2.08', vat: '20', refusedPositions: 'zero' }],
    ['orders-2.10.xml', { schemaVersion: '2.10', currency: 'RUB' }],
    ['orders-3.1.xml', { schemaVersion: '3.1', vat: '10' }],
  ])('are %s, byte for byte', (file, settings) => {
    expect(written(settings).equals(readFileSync(join(__dirname, 'golden', file)))).toBe(true);
  });

  it('have sums that add up', () => {
    const xml = contentOf({}, { vat: '20' });
    expect(valuesOf('Сумма', xml)).toEqual(['1333.33', '222.23', '999.99', '166.67', '333.34', '55.56']);
  });

  it('say nothing of tax where there is none', () => {
    expect(contentOf({}, { vat: 'Без НДС' })).not.toContain('<Налоги>');
  });

  it('lose what XML cannot hold, and nothing else', () => {
    expect(valuesOf('Комментарий', contentOf({ comment: 'a\0b\x0bc\x1fd\ufffee\ud800f\tg' }))).toEqual([
      'abcde\ufffdf\tg',
    ]);
  });
});

describe('the id of a ware', () => {
  it('is one for one part, however it was typed', () => {
    const id = wareIdOf('BOSCH', '0 986 AF1-234');
    expect(id).toBe('BOSCH-0986AF1234');
    // With Cyrillic О, С, Н and А.
    expect(wareIdOf(' bОSСН ', '0986.аf1234')).toBe(id);
  });

  it('differs with the brand and with the article', () => {
    const ids = [
      ['BOSCH', '12'],
      ['BOSCH1', '2'],
      ['', 'BOSCH12'],
      ['BOSCH', '-'],
      ['BOSCH', '*'],
      ['X'.repeat(70), '1'],
      ['X'.repeat(70), '2'],
    ].map(([brand, number]) => wareIdOf(brand!, number!));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id.length).toBeLessThanOrEqual(64);
  });
});

describe('the id of a buyer', () => {
  it('is the same for one phone, and does not hold it', () => {
    const id = buyerIdOf({ phone: '8 (900) 123-45-67', name: 'Пётр' });
    expect(id).toMatch(/^buyer-[0-9a-f]{32}$/);
    expect(buyerIdOf({ phone: '+79001234567', email: 'petr@example.com' })).toBe(id);
    expect(buyerIdOf({ phone: '9001234567' })).toBe(id);
    expect(buyerIdOf({ phone: '+79001234568' })).not.toBe(id);
  });

  it('goes by e-mail, then by name, then by the order', () => {
    expect(buyerIdOf({ email: 'Petr@Example.com', name: 'Пётр' })).toBe(buyerIdOf({ email: 'petr@example.com' }));
    expect(buyerIdOf({ name: 'ПЁТР' }, 'order-1')).toBe(buyerIdOf({ name: 'пётр' }, 'order-2'));
    expect(buyerIdOf({}, 'order-1')).not.toBe(buyerIdOf({}, 'order-2'));
  });
});
