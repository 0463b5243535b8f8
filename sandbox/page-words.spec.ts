import { Ledger, type Arrival } from './ledger.js';
import { makeOrder } from './order-factory.js';
import type { ServiceAnswer } from './ledger.js';

const { conversation, currentStatuses, externalOrderId, summary, total } = jest.requireActual('./page/order-facts.js');
const abcpWords = jest.requireActual('./page/abcp-words.js');
const partsSoftWords = jest.requireActual('./page/parts-soft-words.js');
const supplierWords = jest.requireActual('./page/supplier-words.js');
const { gistOf, LOSSES, marksOf, WHIMS, whimsOf } = jest.requireActual('./page/one-c-words.js');
const { describeTrouble, TROUBLE_GROUPS } = jest.requireActual('./page/trouble-words.js');
const { clock, explainAnswer, money, plural, statusWords } = jest.requireActual('./page/words.js');

const answered = (status: number, body: unknown): ServiceAnswer => ({ status, body });

function told(positionId: string | null, body: unknown, n: number): Arrival {
  const common = { method: 'POST', path: '/v1', orderId: 'a', headers: {}, authorized: true };
  return { ...common, positionId, idempotencyKey: `k${n}`, body };
}

/** An order of two positions, after what the shop has reported and what it answered to the order itself. */
function orderAfter(
  reports: [string | null, object][],
  answer: ServiceAnswer | null = answered(200, { state: 'new' }),
) {
  const ledger = new Ledger();
  const record = ledger.keepOrder(
    makeOrder({
      id: 'a',
      positions: [
        { quantity: 2, price: '10.50' },
        { quantity: 1, price: 3 },
      ],
    }),
  );
  const at = '2026-01-01T00:00:00Z';
  record.posts.push({ n: 1, at, event: 'order.created', resent: false, body: '{}', response: answer, error: null });
  reports.forEach(([positionId, body], n) => ledger.apply(ledger.record(told(positionId, body, n))));
  return record;
}

describe('what the page says', () => {
  it('counts in Russian', () => {
    const words = [1, 2, 5, 11, 21].map((count) => plural(count, 'заказ', 'заказа', 'заказов'));
    expect(words).toEqual(['1 заказ', '2 заказа', '5 заказов', '11 заказов', '21 заказ']);
  });

  it('leaves alone what is no price, no time and no known status', () => {
    expect([money('по запросу'), money(''), money('1234.5')]).toEqual(['по запросу', '', '1\u00a0234,50 ₽']);
    expect(clock('вчера')).toBe('вчера');
    const earlier = clock('2026-11-23T06:15:00Z', new Date('2026-11-24T12:00:00Z'));
    expect(earlier).toMatch(/^2[23]\.11, \d\d:\d\d:00$/);
    expect([statusWords('issued'), statusWords('constructor')]).toEqual([
      { text: 'выдано', tone: 'good' },
      { text: 'constructor', tone: 'plain' },
    ]);
  });

  it.each([
    [{ error: 'Магазин молчит', response: null }, 'bad', 'Магазин молчит'],
    [{ error: null, response: null }, 'warn', 'Ждём'],
    [{ error: null, response: answered(200, { externalOrderId: '7', state: 'new' }) }, 'good', '№ 7, ждёт решения'],
    [{ error: null, response: answered(200, { state: 'needs_attention' }) }, 'warn', 'нужен человек'],
    [{ error: null, response: answered(200, { duplicate: true }) }, 'good', 'повтор'],
    [{ error: null, response: answered(400, { detail: 'no JSON' }) }, 'bad', '400: сообщение не понято (no JSON)'],
    [{ error: null, response: answered(502, 'gateway') }, 'bad', '502'],
  ])('explains the answer %j', (post, tone, text) => {
    expect(explainAnswer(post)).toEqual({ tone, text: expect.stringContaining(text) });
  });

  it.each([
    [[], answered(200, { state: 'new' }), 'ждёт ответа'],
    [[], answered(200, { state: 'needs_attention' }), 'магазин не понял'],
    [[], answered(404, {}), 'не доставлен'],
    [[['1', { status: 'in_work' }]], answered(200, {}), 'ответ по 1 из 2'],
    [
      [
        ['1', { status: 'in_work' }],
        ['2', { status: 'in_work' }],
      ],
      answered(200, {}),
      'в работе',
    ],
    [[[null, { status: 'issued' }]], answered(200, {}), 'выдано'],
  ] as [[string | null, object][], ServiceAnswer, string][])('sums up %j after %j', (reports, answer, text) => {
    expect(summary(orderAfter(reports, answer)).text).toBe(text);
  });

  it('calls an order cancelled whatever the shop has reported', () => {
    expect(summary({ ...orderAfter([[null, { status: 'issued' }]]), cancelled: true }).text).toBe('отменён вами');
  });

  it('keeps both statuses of a position taken in part, until one holds for the whole', () => {
    const parts: [string, object][] = [
      ['1', { status: 'accepted', quantity: 1 }],
      ['1', { status: 'refused', quantity: 1 }],
    ];
    const statuses = (order: unknown): string[] =>
      currentStatuses(order, '1').map(({ status }: { status: string }) => status);
    expect(statuses(orderAfter(parts))).toEqual(['accepted', 'refused']);
    expect(statuses(orderAfter([...parts, ['1', { status: 'issued' }]]))).toEqual(['issued']);
  });

  it('adds up what is not cancelled, and nothing when a price is no number', () => {
    const order = orderAfter([]);
    expect(total(order)).toBe(24);
    order.positions[1]!.cancelled = true;
    expect(total(order)).toBe(21);
    order.positions[0]!.price = 'по запросу';
    expect(total(order)).toBeNull();
  });

  it('tells the conversation in its order, each with whom it is from', () => {
    const order = orderAfter([
      ['1', { status: 'accepted' }],
      [null, { status: 'accepted' }],
      ['9', { status: 'accepted' }],
    ]);
    const told = conversation(order).map(({ mine, about }: { mine: boolean; about?: string }) => [mine, about]);
    const { name } = order.positions[0]!;
    expect(told).toEqual([
      [true, undefined],
      [false, name],
      [false, 'Весь заказ'],
      [false, 'Позиция 9'],
    ]);
  });

  it('knows the number in the inbox once the shop has said it', () => {
    expect(externalOrderId(orderAfter([]))).toBeNull();
    expect(externalOrderId(orderAfter([], answered(200, { externalOrderId: 17 })))).toBe('17');
  });

  it('offers every trouble that the sandbox knows, and describes it', () => {
    const { TROUBLE_KINDS } = jest.requireActual<typeof import('./trouble.js')>('./trouble.js');
    const offered = TROUBLE_GROUPS.flatMap(([, kinds]: [string, string[][]]) => kinds.map(([kind]) => kind));
    expect(['none', ...offered].sort()).toEqual([...TROUBLE_KINDS].sort());
    expect(describeTrouble({ kind: '429', count: 3, retryAfter: '30', orderId: 'a' })).toBe(
      'GettZap отвечает по заказу a: 429, слишком часто · осталось ответов: 3 · Retry-After: 30',
    );
    expect(describeTrouble({ kind: 'hang', percent: 30, retryAfter: '30' })).toBe(
      'GettZap отвечает на всё: молчит, ответа нет · 30 % ответов',
    );
    expect(describeTrouble({ kind: 'none', sequence: ['500', 'none'] })).toMatch(/500.* → без неполадок$/);
  });

  it('offers every misbehaviour that the stand-in 1C knows, and says which are on', () => {
    const known = jest.requireActual<typeof import('./one-c/misbehaviour.js')>('./one-c/misbehaviour.js');
    expect(WHIMS.map(([name]: [string]) => name).sort()).toEqual([...known.SWITCHES].sort());
    expect(LOSSES.map(([kind]: [string]) => kind)).toEqual(['', ...known.LOSABLE]);
    expect(whimsOf(known.WELL_BEHAVED)).toEqual([]);
    expect(whimsOf({ ...known.WELL_BEHAVED, loseAnswerOf: 'file', slow: true })).toEqual([
      'терять ответ на файл',
      'работать медленно',
    ]);
  });

  it('offers every misbehaviour that the stand-in ABCP knows, and says what is on', () => {
    const known = jest.requireActual<typeof import('./abcp/misbehaviour.js')>('./abcp/misbehaviour.js');
    const kinds = (choices: string[][]) => choices.map(([kind]) => kind).sort();
    expect(kinds(abcpWords.MISCHIEFS)).toEqual([...known.MISCHIEFS].sort());
    expect(kinds(abcpWords.CONCERNED)).toEqual([...known.CONCERNED].sort());
    expect(abcpWords.mischiefInWords(known.WELL_BEHAVED)).toBe('');
    expect(abcpWords.mischiefInWords({ kind: 'error', of: 'writes', times: 2 })).toBe(
      'ABCP: отвечает 500 · вызовы: запись заказов · осталось 2 вызова',
    );
  });

  it.each([
    [{ status: 200, path: 'cp/orders' }, '200', 'good'],
    [{ status: 404, path: 'cp/order' }, '404, ещё нет', 'plain'],
    [{ status: 403, path: 'cp/order' }, '403', 'bad'],
    [{ status: null, path: 'cp/order' }, 'нет ответа', 'bad'],
  ])('says how the call %j at ABCP ended', (call, text, tone) => {
    expect(abcpWords.outcomeOf(call)).toEqual({ text, tone });
  });

  it('offers every misbehaviour that the stand-in PARTS SOFT knows, and says what is on', () => {
    const known = jest.requireActual<typeof import('./parts-soft/misbehaviour.js')>('./parts-soft/misbehaviour.js');
    const kinds = (choices: string[][]) => choices.map(([kind]) => kind).sort();
    expect(kinds(partsSoftWords.MISCHIEFS)).toEqual([...known.MISCHIEFS].sort());
    expect(kinds(partsSoftWords.CONCERNED)).toEqual([...known.CONCERNED].sort());
    expect(partsSoftWords.mischiefInWords(new known.Misbehaving().shown())).toBe('');
    expect(partsSoftWords.mischiefInWords({ kind: 'in-part', of: 'orders', times: null })).toBe(
      'PARTS SOFT: оформляет только первую позицию · вызовы: оформление заказа',
    );
  });

  it('offers every misbehaviour and form of a file that the stand-in supplier knows, and says what is on', () => {
    const { MISCHIEFS } = jest.requireActual<typeof import('./supplier/misbehaviour.js')>('./supplier/misbehaviour.js');
    const files = jest.requireActual<typeof import('./price-files.js')>('./price-files.js');
    const kinds = (choices: string[][]) => choices.map(([kind]) => kind).sort();
    expect(kinds(supplierWords.MISCHIEFS)).toEqual([...MISCHIEFS].sort());
    for (const name of ['FORMATS', 'ENCODINGS', 'SEPARATORS'] as const)
      expect(kinds(supplierWords[name])).toEqual([...files[name]].sort());
    expect(supplierWords.mischiefInWords({ kind: 'none', times: null })).toBe('');
    expect(supplierWords.mischiefInWords({ kind: 'half', times: 1 })).toBe(
      'Поставщик: в файле половина строк · осталось 1 вызов',
    );
    expect(supplierWords.situationInWords({ list: { rows: 5_001 }, edition: 2 })).toBe(
      '5001 позиция · цены меняли 2 раза',
    );
  });

  it.each([
    [{ status: 200, answer: 'etag: "a"' }, '200', 'good'],
    [{ status: 200, answer: '<!doctype html>' }, '200, не файл', 'bad'],
    [{ status: 304, answer: '' }, '304, без изменений', 'plain'],
    [{ status: 404, answer: 'Not Found' }, '404', 'bad'],
    [{ status: null, answer: '' }, 'нет ответа', 'bad'],
  ])('says how the request %j for a price list ended', (call, text, tone) => {
    expect(supplierWords.outcomeOf(call)).toEqual({ text, tone });
  });

  it.each([
    [{ status: 200, answer: '{"result":"ok","data":[]}' }, '200', 'good'],
    [{ status: 200, answer: '{"result":"error","error":"Корзина пуста"}' }, '200, отказ', 'bad'],
    [{ status: 200, answer: '<!doctype html>' }, '200, не JSON', 'bad'],
    [{ status: 401, answer: '{"result":"error"}' }, '401', 'bad'],
    [{ status: null, answer: '' }, 'нет ответа', 'bad'],
  ])('says how the call %j at PARTS SOFT ended', (call, text, tone) => {
    expect(partsSoftWords.outcomeOf(call)).toEqual({ text, tone });
  });

  it('shows items at PARTS SOFT by their orders, a part of a divided one in its own', () => {
    const item = (id: number, order: number) => ({ id, order_id: order, created_at: `at ${order}` });
    const orders = partsSoftWords.ordersOf([item(7, 1), item(6, 4), item(5, 4), item(3, 1), item(2, 1)]);
    expect(orders).toEqual([
      { id: 4, at: 'at 4', items: [item(5, 4), item(6, 4)] },
      { id: 1, at: 'at 1', items: [item(2, 1), item(3, 1), item(7, 1)] },
    ]);
  });

  it('marks a position at ABCP by what is unusual of it', () => {
    const words = (change: object): string[] =>
      abcpWords
        .marksOf({ quantity: '4', quantityFinal: '4', isCanceled: '0', ...change })
        .map(({ text }: { text: string }) => text);
    expect(words({})).toEqual([]);
    expect(words({ quantityFinal: '3', isCanceled: '1' })).toEqual(['будет 3 из 4', 'клиент просит отменить']);
  });

  it('marks a document of 1C by what is unusual of it', () => {
    const usual = { cancelledBy: null, shipments: [], revisions: 1, createdCount: 1, changes: 1, told: 1 };
    const words = (change: object): string[] =>
      marksOf({ ...usual, markedForDeletion: false, ...change }).map(({ text }: { text: string }) => text);
    expect(words({})).toEqual([]);
    expect(words({ cancelledBy: '1c', markedForDeletion: true, shipments: [{}], revisions: 3 })).toEqual([
      'отменён в 1С',
      'на удаление',
      'отгрузок: 1',
      'редакция 3',
    ]);
    expect(words({ createdCount: 2, cancelledBy: 'site', changes: 2 })).toEqual([
      'создан раз: 2',
      'отменён сайтом',
      'сайт ещё не знает',
    ]);
  });

  it.each([
    [{ created: ['1', '2'], revised: ['3'], told: ['1'] }, 'создано: 2 · изменено: 1 · сообщено: 1'],
    [{}, 'нового нет'],
    [{ created: ['1'], errors: ['Ответ 503'] }, 'Ответ 503'],
  ])('sums up a session of 1C %j', (session, words) => {
    expect(gistOf({ created: [], revised: [], told: [], errors: [], ...session })).toBe(words);
  });
});
