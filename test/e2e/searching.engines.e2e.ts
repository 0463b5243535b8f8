import { created, received } from '../support/receiving.js';
import { positionOf, Shop } from '../support/shop.js';

const CUSTOMER = { name: 'Фёдоров Пётр', phone: '+7 (911) 222-33-44', email: 'fedorov@example.com' };
const DELIVERY = { type: 'courier', address: 'Псков, ул. Зелёная, д. 5' };
const PARTS = [
  positionOf(1, { brand: 'MANN-FILTER', number: 'C 25/114', name: 'Фильтр воздушный чёрный' }),
  positionOf(2, { brand: 'Febi', number: '0 986 494-019', name: 'Опора' }),
];
const ORDER = {
  customer: CUSTOMER,
  delivery: DELIVERY,
  comment: 'Домофон 37К, звонить днём',
  vin: 'Z94CB41AABR012345',
  positions: PARTS,
};

describe('searching', () => {
  let shop: Shop;
  let orderId: string;
  beforeAll(async () => {
    shop = await Shop.open();
    const { id } = await received(shop, created('GZ-S-1', ORDER));
    orderId = (await shop.accept(id)).body.orderId;
    await shop.accepted('GZ-OTHER');
  });
  afterAll(() => shop.close());

  const found = async (path: string, q: string): Promise<string[]> => {
    const { status, body } = await shop.admin.get(`${path}?q=${encodeURIComponent(q)}`);
    expect([q, status]).toEqual([q, 200]);
    return body.data.map(({ externalId }: { externalId: string }) => externalId);
  };
  const inbox = (q: string) => found('/external-orders', q);

  it.each([
    ['the id at the marketplace', 'gz-s-1'],
    ['a part of that id', 'S-1'],
    ['that id as the panel and the printed forms write it', '№ GZ-S-1'],
    ['a name with ё', 'Фёдоров'],
    ['a name with е in the place of ё', 'федоров'],
    ['the end of a name', 'доров'],
    ['the words of a name in another order', 'пётр фёдоров'],
    ['a name in capitals', 'ФЁДОРОВ ПЕТР'],
    ['й and ё in two signs', 'Фе\u0308доров'],
    ['a phone as it was written', '+7 (911) 222-33-44'],
    ['a phone with 8', '8 911 222 33 44'],
    ['a phone in digits', '79112223344'],
    ['a phone without the country', '911-222'],
    ['the last digits of a phone', '33-44'],
    ['an e-mail', 'fedorov@'],
    ['the address', 'псков'],
    ['street and house', 'зеленая 5'],
    ['the comment', 'домофон'],
    ['a vehicle', 'z94cb41aabr'],
    ['a brand', 'mann-filter'],
    ['a part number as it is', 'C 25/114'],
    ['a part number without its separators', 'c25114'],
    ['a part number with other separators', '0986.494/019'],
    ['brand and part number with letters and other separators', 'mann c25-114'],
    ['the middle of a part number', '6 494'],
    ['brand and part number', 'Febi 0986494019'],
    ['a part’s name', 'фильтр черный'],
    ['several things', 'федоров mann воздушный'],
    ['spaces too many', '  фёдоров \u00a0 пётр '],
  ])('finds an order, and its external order, by %s', async (_, q) => {
    expect(await inbox(q)).toEqual(['GZ-S-1']);
    expect(await found('/orders', q)).toEqual(['GZ-S-1']);
  });

  it('finds an order by its number', async () => {
    expect(await found('/orders', orderId)).toContain('GZ-S-1');
    expect(await found('/orders', `№${orderId}`)).toContain('GZ-S-1');
  });

  it.each(['федоров ким', '8 912', 'домофон 38', '%', 'фёдоров_', ' '])('finds nothing by %j', async (q) => {
    expect(await inbox(q)).toEqual([]);
    expect(await found('/orders', q)).toEqual([]);
  });

  it.each([
    ['a part', 'воздушный', ['C 25/114']],
    ['a brand and the buyer', 'febi федоров', ['0 986 494-019']],
    ['a part number with other separators', '0986494019', ['0 986 494-019']],
    ['the buyer’s phone with 8', '8 911 222', ['C 25/114', '0 986 494-019']],
    ['the address', 'зелёная', ['C 25/114', '0 986 494-019']],
  ])('among positions finds those that are meant by %s', async (_, q, numbers) => {
    const { body } = await shop.admin.get(`/external-orders/positions?q=${encodeURIComponent(q)}`);
    expect(body.data.map(({ number }: { number: string }) => number)).toEqual(numbers);
    expect(body.meta.total).toBe(numbers.length);
  });

  it.each([
    ['of full width', '\uff15\uff14\uff13\uff12\uff11', '54321'],
    ['in two signs', 'Дво\u0438\u0306ник', 'двойник'],
  ])('finds an order by letters %s, and among positions the one that is meant', async (_, name, q) => {
    const externalId = `GZ-SIGNS ${q}`.slice(0, -1);
    await received(shop, created(externalId, { positions: [positionOf(1, { name }), positionOf(2)] }));
    expect(await inbox(q)).toEqual([externalId]);
    const { body } = await shop.admin.get(`/external-orders/positions?q=${encodeURIComponent(q)}`);
    expect(body.data.map((position: { name: string }) => position.name)).toEqual([name]);
  });

  it('goes by what the buyer changed, and no more by what was before', async () => {
    await received(shop, created('GZ-S-2', { comment: 'серая калитка', positions: PARTS }));
    const change = { comment: 'синяя калитка', positions: [positionOf(1, { brand: 'LUK' })], customer: { name: 'Ян' } };
    await received(shop, created('GZ-S-2', change, 'order.updated'));
    expect([await inbox('синяя'), await inbox('luk'), await inbox('ян')]).toEqual(Array(3).fill(['GZ-S-2']));
    expect([await inbox('серая'), await inbox('опора')]).toEqual([[], ['GZ-S-1']]);
  });

  it('keeps what was known when a later content is not understood, and fills what only a cancellation told of', async () => {
    await received(shop, created('GZ-S-3', { comment: 'третья' }));
    await received(shop, created('GZ-S-3', { positions: [] }, 'order.updated'));
    await shop.cancel('GZ-S-4');
    expect([await inbox('третья'), await inbox('s-4')]).toEqual([['GZ-S-3'], ['GZ-S-4']]);
    await received(shop, created('GZ-S-4', { comment: 'четвёртая' }));
    expect(await inbox('четвертая')).toEqual(['GZ-S-4']);
  });

  it('finds nothing of a buyer whose personal data were deleted, and the parts still', async () => {
    const customer = { name: 'Ёжикова Алёна', phone: '8 (495) 111-22-33', email: 'hedgehog@example.com' };
    const about = { customer, delivery: { type: 'courier', address: 'Клин' }, comment: 'код 4711к' };
    const { id } = await received(shop, created('GZ-S-5', { ...about, positions: [positionOf(1, { brand: 'SWF' })] }));
    const wanted = ['ёжикова', 'алена', '4951112233', '7 495 111', 'hedgehog', 'клин', '4711к'];
    for (const q of wanted) expect([q, await inbox(q)]).toEqual([q, ['GZ-S-5']]);
    await shop.admin.post('/personal-data/delete', { externalOrderIds: [id] });
    for (const q of wanted) expect([q, await inbox(q)]).toEqual([q, []]);
    expect([await inbox('swf'), await inbox('s-5')]).toEqual([['GZ-S-5'], ['GZ-S-5']]);
  });

  it('takes a thousand positions with long names, and finds each by its number', async () => {
    const positions = Array.from({ length: 1_000 }, (_, index) =>
      positionOf(index, { id: String(index), number: `LONG ${10_000 + index}`, name: `${index}${'漢'.repeat(250)}` }),
    );
    await received(shop, created('GZ-S-6', { positions }));
    for (const q of ['long 10000', 'long10999']) expect(await inbox(q)).toEqual(['GZ-S-6']);
  });

  it.each([
    ['the order’s id at the marketplace', 'GZ-J-1'],
    ['a part of it', 'J-1'],
    ['the same in small letters', 'gz-j-1'],
  ])('finds messages of the journal by %s', async (_, q) => {
    if ((await found('/gettzap-messages', 'GZ-J-1')).length === 0) {
      await received(shop, created('GZ-J-1'));
      await received(shop, created('GZ-J-1', { comment: 'new' }, 'order.updated'));
    }
    expect(await found('/gettzap-messages', q)).toEqual(['GZ-J-1', 'GZ-J-1']);
  });

  it('finds messages of the journal by the id of their external order', async () => {
    const { id } = await received(shop, created('GZ-J-2'));
    const { body } = await shop.admin.get(`/gettzap-messages?q=${id}`);
    expect(body.data[0]).toMatchObject({ externalOrderId: id, externalId: 'GZ-J-2', outcome: 'created' });
  });
});
