import type * as FieldWords from './field-words';

let words: typeof FieldWords;
beforeAll(async () => {
  Object.assign(globalThis, { localStorage: { getItem: () => null }, document: { documentElement: {} } });
  words = await import('./field-words');
});

const entry = (subject: string): FieldWords.Entry => ({
  id: '1',
  userId: '1',
  apiKeyId: null,
  actor: 'Ольга',
  action: 'update',
  subject,
  subjectId: '1',
  before: {},
  after: {},
  requestId: '',
  createdAt: '2026-11-24T06:15:00.000Z',
});
const say = (field: string, value: unknown, subject = 'list') =>
  words.valueInWords([field], value, entry(subject), (kind, id) =>
    kind === 'region' && id === '7' ? 'Тверь' : undefined,
  );

const nobody = () => undefined;

describe('values of the audit', () => {
  it.each([
    ['sort', '-createdAt', 'сначала новые'],
    ['sort', 'createdAt', 'сначала старые'],
    ['sort', '-total', 'по другому столбцу, по убыванию'],
    ['state', 'new,refused', 'Новый, Отказ'],
    ['list', 'externalOrders', 'Внешние заказы'],
    ['flag', 'cancelledByClient', 'Отменён клиентом'],
    ['regionId', '7', 'Тверь'],
    ['password', 'new', 'новый'],
    ['apiKey', 'former', 'прежний'],
    ['isActive', false, 'нет'],
    ['format', 'parts_soft', 'PARTS SOFT'],
    ['url', 'https://1c.example.com/hook', 'https://1c.example.com/hook'],
    ['name', 'create', 'create'],
    ['kind', 'one_c', '1С'],
    ['kind', 'abcp', 'ABCP'],
    ['refusedPositions', 'left_out', 'не передавать'],
    ['kind', 'set_status', 'перевести в статус'],
    ['login', '', 'пусто'],
  ])('%s %p is «%s»', (field, value, said) => {
    expect(say(field, value).toLowerCase()).toBe(said.toLowerCase());
  });

  it('says hours of work by weekday', () => {
    const nine = { from: '09:00', to: '18:00' };
    const days = [nine, nine, null, nine, null, null, null];
    const said = words.valueInWords(['workingHours', 'days'], days, entry('region'), nobody);
    expect(said).toBe('Пн–Вт 09:00–18:00, Чт 09:00–18:00');
  });

  it('calls a field as its page does, and none by its key', () => {
    const named = (['user', 'region'] as const).map((subject) => words.fieldInWords(['name'], entry(subject), nobody));
    expect([...named, words.fieldInWords(['whatever'], entry('user'), nobody)]).toEqual([
      'Имя',
      'Название',
      'другое поле',
    ]);
  });

  it('calls an item and a position by its part, and by its number only what is there no more', () => {
    const names: Record<string, string> = { 'order_item 17': 'BOSCH F-1', 'position 1 P-9': 'MANN C 25' };
    const nameOf = (kind: string, id: string) => names[`${kind} ${id}`];
    const fields = ['item 17', 'item 17 quantity', 'item 18', 'item 18 quantity'];
    expect(fields.map((field) => words.fieldInWords([field], entry('order'), nameOf))).toEqual([
      'BOSCH F-1',
      'BOSCH F-1, количество',
      'Позиция 18',
      'Позиция 18, количество',
    ]);
    const positions = [{ id: 'P-9', acceptedQuantity: 2, refusedQuantity: 1 }, { id: 'P-8' }];
    expect(words.valueInWords(['positions'], positions, entry('external_order'), nameOf)).toBe(
      'MANN C 25 — принято 2, отказ 1, № P-8',
    );
  });

  it('tells of a mapping what a status of elsewhere means here', () => {
    const mapping = { ...entry('exchange'), action: 'map_statuses' };
    const statusOf = (kind: string, id: string) => (kind === 'order_status' && id === '4' ? 'Выдано' : undefined);
    expect(words.fieldInWords(['Отгружен'], mapping, nobody)).toBe('«Отгружен» значит');
    expect(words.valueInWords(['Отгружен'], 4, mapping, statusOf)).toBe('Выдано');
  });
});
