import { OutgoingMessage, pingRequest, statusRequest } from './gettzap-request.js';

const CREDENTIALS = {
  apiUrl: 'https://api.example.com/gettzap',
  login: 'office-1',
  password: 'pass:word',
  apiKey: 'office-token',
};
const KEY = '6f1cb1c4-7f7c-4c0f-8a4e-0d9c0a5b8f11';
const MESSAGE: OutgoingMessage = {
  kind: 'order_accepted',
  externalId: 'GZ-1',
  positionId: null,
  orderId: '17',
  status: 'accepted',
  comment: 'Заказ №17 принят',
  occurredAt: '2026-11-24T06:15:00.123Z',
  quantity: null,
  idempotencyKey: KEY,
};

const requestOf = (change: Partial<OutgoingMessage>) => statusRequest(CREDENTIALS, { ...MESSAGE, ...change });

describe('the request that tells GettZap a status', () => {
  it('of a whole order goes to the order, signed in and with its idempotency key', () => {
    expect(requestOf({})).toEqual({
      method: 'POST',
      url: 'https://api.example.com/gettzap/v1/orders/GZ-1/status',
      headers: {
        Authorization: `Basic ${Buffer.from('office-1:pass:word').toString('base64')}`,
        'X-Api-Key': 'office-token',
        'Idempotency-Key': KEY,
        'Content-Type': 'application/json',
      },
      body: '{"status":"accepted","comment":"Заказ №17 принят","occurredAt":"2026-11-24T06:15:00.123Z"}',
    });
  });

  it('of a position goes to the position', () => {
    const { url } = requestOf({ positionId: '2' });
    expect(url).toBe('https://api.example.com/gettzap/v1/orders/GZ-1/positions/2/status');
  });

  it('carries the quantity only where a part is meant', () => {
    expect(JSON.parse(requestOf({ quantity: 3 }).body!)).toMatchObject({ quantity: 3 });
    expect(JSON.parse(requestOf({ quantity: null }).body!)).not.toHaveProperty('quantity');
  });

  it('says an empty comment as an empty text', () => {
    expect(JSON.parse(requestOf({ comment: '' }).body!)).toMatchObject({ comment: '' });
  });

  it.each([
    ['a/b', 'a%2Fb'],
    ['a b?c#d', 'a%20b%3Fc%23d'],
    ['ЗАКАЗ-1', '%D0%97%D0%90%D0%9A%D0%90%D0%97-1'],
    ['100%', '100%25'],
    ['1.5', '1.5'],
  ])('writes the id %j into the address as %s', (id, part) => {
    expect(requestOf({ externalId: id, positionId: id }).url).toBe(
      `https://api.example.com/gettzap/v1/orders/${part}/positions/${part}/status`,
    );
  });

  it.each(['ЗАКАЗ/1', 'a b', '😀', '?#&=', '%2F', '\\', 'a\tb'])('leads GettZap to the id %j and no other', (id) => {
    const { pathname, search, hash } = new URL(requestOf({ externalId: id }).url);
    expect(decodeURIComponent(pathname.split('/')[4]!)).toBe(id);
    expect([pathname.split('/').length, search, hash]).toEqual([6, '', '']);
  });

  it('writes sign-ins beyond Latin-1 as UTF-8', () => {
    const { headers } = statusRequest({ ...CREDENTIALS, password: 'пароль', apiKey: 'ключ' }, MESSAGE);
    expect(Buffer.from(headers['Authorization']!.slice(6), 'base64').toString('utf8')).toBe('office-1:пароль');
    expect(Buffer.from(headers['X-Api-Key']!, 'latin1').toString('utf8')).toBe('ключ');
  });
});

describe('the request that checks a connection', () => {
  it('asks for a ping, signed in like any other', () => {
    const { Authorization, 'X-Api-Key': key } = requestOf({}).headers;
    expect(pingRequest(CREDENTIALS)).toEqual({
      method: 'GET',
      url: 'https://api.example.com/gettzap/v1/ping',
      headers: { Authorization, 'X-Api-Key': key },
    });
  });
});
