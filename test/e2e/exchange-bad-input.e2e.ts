import { HOUR } from '../support/delivering.js';
import { sql } from '../support/stored.js';
import { fileOf, OneCShop } from '../support/one-c-shop.js';
import { Shop } from '../support/shop.js';
import type { Misbehaviour } from '../../sandbox/one-c/misbehaviour.js';

describe('1C that does something else than it should', () => {
  let shop: Shop;
  let exchange: OneCShop;
  beforeEach(async () => {
    shop = await Shop.open();
    exchange = await OneCShop.connect(shop);
    await exchange.map({ 'К отгрузке': 'Пришло на склад' });
  });
  afterEach(async () => {
    exchange.oneC.close();
    await shop.close();
  });

  const lastStep = async () => (await exchange.lastSession()).steps.at(-1);

  it.each<[keyof Misbehaviour, RegExp]>([
    ['cutFileInTheMiddle', /обрезан/],
    ['withDoctype', /DOCTYPE/],
    ['withEntities', /DOCTYPE/],
    ['otherEncoding', /кодировке/],
    ['zipBomb', /больше 20 МБ/],
  ])('%s is refused in words for its administrator, and the next file is taken', async (misbehaviour, reason) => {
    const order = await shop.accepted('BI-1', 1);
    await exchange.exchange();
    exchange.oneC.setStatus(exchange.documentOf(order.id).id, 'К отгрузке');
    exchange.oneC.misbehave({ [misbehaviour]: true });
    const session = await exchange.oneC.exchange();
    expect(session.steps.at(-1)!.answer).toMatch(/^failure\n/);
    expect(session.steps.at(-1)!.answer).toMatch(reason);
    expect(await lastStep()).toMatchObject({
      isFailure: true,
      file: { state: 'failed', error: expect.stringMatching(reason) },
    });
    expect(await exchange.linesOf(order.id)).toEqual(['2 Обрабатывается']);
    exchange.oneC.behave();
    await exchange.exchange();
    expect(await exchange.linesOf(order.id)).toEqual(['2 Пришло на склад']);
  });

  it('with a wrong password is refused, written down, and is no visit', async () => {
    const before = (await exchange.view()).lastContactAt;
    shop.clock.advance(HOUR);
    const { status, text, headers } = await exchange.ask('checkauth', {
      headers: exchange.basic({ ...exchange.signIn, password: 'wrong' }),
    });
    expect([status, text.split('\n')[0], headers.get('www-authenticate')]).toEqual([401, 'failure', 'Basic']);
    const step = await lastStep();
    expect(step).toMatchObject({ status: 401, isFailure: true });
    expect(JSON.stringify(step)).not.toContain('wrong');
    expect((await exchange.view()).lastContactAt).toBe(before);
  });

  it('signs in anew by its password alone', async () => {
    const headers = await exchange.cookie();
    expect((await exchange.ask('init', { headers })).text).toMatch(/^zip=no\n/);
    expect((await exchange.ask('checkauth', { headers })).status).toBe(401);
  });

  it('goes on by a cookie for a day', async () => {
    const headers = await exchange.cookie();
    shop.clock.advance(24 * HOUR - 1_000);
    expect((await exchange.ask('init', { headers })).status).toBe(200);
    shop.clock.advance(1_000);
    expect((await exchange.ask('init', { headers })).status).toBe(401);
  });

  it('gets nothing of another exchange by a cookie', async () => {
    await shop.accepted('BI-2', 1);
    const other = await OneCShop.connect(shop, { since: new Date(shop.clock.now().getTime() + HOUR).toISOString() });
    const headers = await other.cookie();
    expect((await exchange.ask('query', { headers })).text).not.toContain('<Документ>');
    await exchange.ask('query');
    await exchange.ask('success', { headers });
    expect((await exchange.handOvers())[0].state).toBe('sent');
    other.oneC.close();
  });

  it('may confirm only what the same session was handed out', async () => {
    const order = await shop.accepted('BI-3', 1);
    const [first, second] = [await exchange.cookie(), await exchange.cookie()];
    await exchange.ask('query', { headers: first });
    expect((await exchange.ask('success', { headers: second })).text).toBe('success\n');
    expect(await exchange.stateOf(order.id)).toEqual(['sent', 1]);
    await exchange.ask('success', { headers: first });
    expect(await exchange.stateOf(order.id)).toEqual(['confirmed', 1]);
  });

  it('may not confirm a later batch by a session that has seen another one', async () => {
    await shop.accepted('BI-4', 1);
    const [first, second] = [await exchange.cookie(), await exchange.cookie()];
    for (const headers of [first, second]) await exchange.ask('query', { headers });
    await exchange.ask('success', { headers: second });
    const later = await shop.accepted('BI-5', 1);
    await exchange.ask('query', { headers: second });
    await exchange.ask('success', { headers: first });
    expect(await exchange.stateOf(later.id)).toEqual(['sent', 1]);
  });

  it.each([
    ['an unknown mode', 'reboot', {}, /Неизвестный режим/],
    ['an empty file', 'file', { body: Buffer.alloc(0) }, /Файл пуст/],
    ['a file without a name', 'file', { body: Buffer.from('<a/>'), filename: '' }, /имя файла/],
    ['what is no CommerceML', 'file', { body: Buffer.from('<html/>') }, /не CommerceML/],
    ['a file that was never sent', 'import', {}, /не передавался/],
  ])('%s is refused and written down', async (_, mode, options, reason) => {
    const { status, text } = await exchange.ask(mode, options);
    expect([status, text]).toEqual([200, expect.stringMatching(reason)]);
    expect(text).toMatch(/^failure\n/);
    expect(await lastStep()).toMatchObject({ isFailure: true, answer: expect.stringMatching(reason) });
  });

  it('sending a part that is larger than any is told so', async () => {
    const { status, text } = await exchange.ask('file', { body: Buffer.alloc(16_000_000, ' ') });
    expect([status, text.split('\n')[0]]).toEqual([200, 'failure']);
    expect(await lastStep()).toMatchObject({ isFailure: true });
  });

  it('calling too often is told so in its words, and that is written down now and then', async () => {
    const other = await Shop.open({ WEBHOOK_RATE_LIMIT: '3' });
    const often = await OneCShop.connect(other);
    const answers = await Promise.all(Array.from({ length: 12 }, () => often.ask('init')));
    const refused = answers.filter(({ text }) => text.startsWith('failure\nСлишком много'));
    expect(refused.length).toBeGreaterThan(5);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    often.oneC.close();
    const [row] = await sql(other, 'SELECT COUNT(*) AS count FROM exchange_session_steps WHERE is_failure = 1');
    expect([1, 2]).toContain(Number(row.count));
    await other.close();
  });

  it('with the exchange off is told so, and loses nothing', async () => {
    const order = await shop.accepted('BI-6', 1);
    await exchange.configure({ isActive: false });
    expect((await exchange.ask('query')).text).toMatch(/^failure\n.*выключен/i);
    expect(await lastStep()).toMatchObject({ isFailure: true });
    await exchange.configure({ isActive: true });
    await exchange.exchange();
    expect(exchange.documentOf(order.id)).toMatchObject({ createdCount: 1 });
  });

  it('about goods and at the end of a visit is answered well, without effect', async () => {
    for (const mode of ['complete', 'deactivate']) expect((await exchange.ask(mode)).text).toBe('success\n');
    for (const mode of ['file', 'import', 'query']) {
      const { text } = await exchange.ask(mode, { type: 'catalog', body: Buffer.from('?') });
      expect(text).toBe('success\n');
    }
    expect((await exchange.ask('init', { type: 'catalog' })).text).toMatch(/^zip=no\nfile_limit=\d+\n/);
  });

  it('sending a file again that could not be carried out begins it anew', async () => {
    const order = await shop.accepted('BI-7', 1);
    await exchange.exchange();
    const headers = await exchange.cookie();
    const body = fileOf([{ key: await exchange.keyOf(order.id), status: 'К отгрузке' }]);
    await exchange.failing(() => exchange.ask('file', { body, headers }));
    expect((await exchange.ask('file', { body, headers })).text).toBe('success\n');
    expect(await exchange.linesOf(order.id)).toEqual(['2 Пришло на склад']);
  });

  it('asks for our statuses in windows-1251, under both spellings', async () => {
    const { statuses, errors } = await exchange.oneC.info();
    expect(errors).toEqual([]);
    expect(statuses).toContainEqual({ id: shop.statuses['Выдано'], name: 'Выдано' });
  });

  it('comes by the address that Bitrix has, too', async () => {
    const address = exchange.url().replace('/1c/exchange', '/bitrix/admin/1c_exchange.php');
    exchange.oneC.connect({ url: address, ...exchange.signIn });
    const order = await shop.accepted('BI-8', 1);
    await exchange.exchange();
    expect(await exchange.stateOf(order.id)).toEqual(['confirmed', 1]);
  });
});
