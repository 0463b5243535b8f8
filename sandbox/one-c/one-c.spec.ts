import type { AddressInfo } from 'node:net';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Books } from './books.js';
import { OneC } from './one-c.js';
import { childrenOf, decodeXml, readXml, textOf, written } from './xml.js';

const requisite = (name: string, value: string): string =>
  written('ЗначениеРеквизита', [written('Наименование', name), written('Значение', value)]);

function order(id: string, quantity = 4): string {
  const sum = (10 * quantity).toFixed(2);
  return (
    `<Документ><Ид>${id}</Ид><Номер>GZ-${id}</Номер><Дата>2026-11-24</Дата><Время>09:15:00</Время>` +
    '<ХозОперация>Заказ товара</ХозОперация><Роль>Продавец</Роль><Валюта>руб</Валюта><Курс>1</Курс>' +
    `<Сумма>${sum}</Сумма><Контрагенты><Контрагент><Ид>b</Ид><Наименование>Иван</Наименование>` +
    '<Роль>Покупатель</Роль></Контрагент></Контрагенты><Товары><Товар><Ид>p1</Ид><Артикул>A1</Артикул>' +
    '<Наименование>TRW A1</Наименование><БазоваяЕдиница Код="796">шт</БазоваяЕдиница><ЦенаЗаЕдиницу>10.00</ЦенаЗаЕдиницу>' +
    `<Количество>${quantity}</Количество><Сумма>${sum}</Сумма></Товар></Товары><ЗначенияРеквизитов>` +
    `${requisite('Отменен', 'false')}${requisite('Заказ оплачен', 'false')}${requisite('Сайт', 'GettZap')}` +
    `${requisite('Номер на площадке', id)}${requisite('Дата изменения статуса', '2026-11-24 09:15:00')}` +
    '</ЗначенияРеквизитов></Документ>'
  );
}

function fileOf(orders: string[]): string {
  return `<?xml version="1.0" encoding="utf-8"?><КоммерческаяИнформация ВерсияСхемы="2.05" ДатаФормирования="2026-11-24">${orders.join('')}</КоммерческаяИнформация>`;
}

interface Asked {
  mode: string;
  query: Record<string, string>;
  by: 'cookie' | 'basic' | 'nobody';
  body: Buffer | null;
}

/** As much of a site as 1C needs; `answers` replaces the answer to a mode. */
class FakeSite {
  asked: Asked[] = [];
  waiting: string[][] = [];
  answers: Record<string, string | Buffer | number> = {};
  fileLimit = 10_000_000;
  private app: FastifyInstance = fastify({ forceCloseConnections: true });
  private parts = new Map<string, Buffer>();

  async start(): Promise<string> {
    this.app.removeAllContentTypeParsers();
    this.app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    this.app.all('/shop/1c/exchange', (request, reply) => this.take(request, reply));
    await this.app.listen({ port: 0 });
    return `http://127.0.0.1:${(this.app.server.address() as AddressInfo).port}/shop/1c/exchange`;
  }

  close = (): Promise<void> => this.app.close();

  modes = (): string[] => this.asked.map(({ mode }) => mode);

  private take(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const query = request.query as Record<string, string>;
    const mode = query['mode']!;
    const right = `Basic ${Buffer.from('1c:пароль').toString('base64')}`;
    const isSignedIn = request.headers.authorization === right;
    const by = request.headers.cookie === 'SHOP1C=topsecret' ? 'cookie' : isSignedIn ? 'basic' : 'nobody';
    this.asked.push({ mode, query, by, body: (request.body as Buffer | undefined) ?? null });
    reply.type('text/plain; charset=utf-8');
    const answer = this.answers[mode];
    if (typeof answer === 'number') return reply.code(answer).send('failure\nНе сейчас');
    if (by === 'nobody') return reply.code(401).send('failure\nНеверный логин или пароль');
    return reply.send(answer ?? this.answer(mode, query, request.body as Buffer));
  }

  private answer(mode: string, { filename = '' }: Record<string, string>, body: Buffer): string {
    if (mode === 'checkauth') return 'success\nSHOP1C\ntopsecret\nsessid=abc\n1764000000\n';
    if (mode === 'init') return `zip=no\nfile_limit=${this.fileLimit}\nsessid=abc\n`;
    if (mode === 'query') return fileOf(this.waiting[0] ?? []);
    if (mode === 'success') this.waiting.shift();
    if (mode === 'file') {
      const whole = Buffer.concat([this.parts.get(filename) ?? Buffer.alloc(0), body]);
      this.parts.set(filename, whole);
      if (body.length < this.fileLimit) return this.load(whole);
    }
    return 'success\n';
  }

  private load(bytes: Buffer): string {
    if (bytes.subarray(0, 2).toString('latin1') === 'PK')
      return bytes.length > 100_000 ? 'failure\nВелик' : 'success\n';
    try {
      readXml(decodeXml(bytes));
      return 'success\n';
    } catch (error) {
      return `failure\n${(error as Error).message}`;
    }
  }
}

describe('1C of a shop', () => {
  let site: FakeSite;
  let oneC: OneC;
  let url: string;
  let connection: { url: string; login: string; password: string };

  beforeEach(async () => {
    site = new FakeSite();
    url = await site.start();
    connection = { url, login: '1c', password: 'пароль' };
    oneC = new OneC();
    oneC.connect(connection);
  });

  afterEach(async () => {
    oneC.close();
    await site.close();
  });

  const filesSent = (): Buffer[] => site.asked.flatMap(({ mode, body }) => (mode === 'file' && body ? [body] : []));
  const idsIn = (bytes: Buffer): string[] =>
    childrenOf(readXml(decodeXml(bytes)), 'Документ').map((each) => textOf(each, 'Ид'));

  it('takes all that waits, and then tells what it made of it', async () => {
    site.waiting = [[order('1'), order('2')], [order('3')]];
    const session = await oneC.exchange();
    expect(session).toMatchObject({ ok: true, errors: [], created: ['1', '2', '3'], told: ['1', '2', '3'] });
    expect(site.modes()).toEqual(['checkauth', 'init', 'query', 'success', 'query', 'success', 'query', 'file']);
    expect(site.asked.map(({ by }) => by)).toEqual(['basic', ...Array<string>(7).fill('cookie')]);
    expect(
      oneC.books
        .all()
        .map(({ id, numberThere, createdCount, revisions }) => [id, numberThere, createdCount, revisions]),
    ).toEqual([
      ['1', 'ЗК-000001', 1, 1],
      ['2', 'ЗК-000002', 1, 1],
      ['3', 'ЗК-000003', 1, 1],
    ]);
    expect(idsIn(filesSent()[0]!)).toEqual(['1', '2', '3']);
    expect(JSON.stringify(oneC.log.sessions)).not.toMatch(/topsecret|sessid=abc|пароль/);
  });

  it('sends what was changed since, and nothing when nothing was', async () => {
    site.waiting = [[order('1'), order('2')]];
    await oneC.exchange();
    oneC.setStatus('2', 'К отгрузке');
    await oneC.exchange();
    await oneC.exchange();
    expect(filesSent().map(idsIn)).toEqual([['1', '2'], ['2']]);
  });

  it('saves a revision anew, and a repeat not at all', async () => {
    site.waiting = [[order('1')], [order('1', 2)], [order('1', 2)]];
    expect(await oneC.exchange()).toMatchObject({ ok: true, created: ['1'], revised: ['1'] });
    expect(oneC.books.document('1')).toMatchObject({
      createdCount: 1,
      revisions: 2,
      arrivals: 3,
      lines: [{ quantity: 2 }],
    });
    expect(oneC.books.problems()).toEqual([]);
  });

  it('reports orders made twice', () => {
    const [one] = [order('1')];
    const read = { id: '1', number: 'GZ-1', buyer: '', total: 0, cancelled: false, siteStatus: { id: '', name: '' } };
    oneC.books.save([
      { ...read, lines: [], xml: one! },
      { ...read, lines: [], xml: one! },
    ]);
    oneC.books.save([{ ...read, id: '2', lines: [], xml: one! }]);
    expect(oneC.books.document('1')!.createdCount).toBe(2);
    expect(oneC.books.problems()).toEqual([
      'Документ GZ-1 создан 2 раза: Ид 1',
      'Номер GZ-1 у двух документов: Ид 1 и 2',
    ]);
  });

  it.each([
    ['checkauth', 'failure\nнет', 'начинается не с success'],
    ['checkauth', '\uFEFFsuccess\nA\nb\nsessid=c\n1764000000', 'начинается не с success'],
    ['checkauth', 'success\r\nA\r\nb\r\nsessid=c\r\n1764000000', 'начинается не с success'],
    ['checkauth', 'success\nSHOP 1C\nb\nsessid=c\n1764000000', 'Имя cookie'],
    ['checkauth', 'success\nA\n\nsessid=c\n1764000000', 'Значение cookie'],
    ['checkauth', 'success\nA\nb\n1764000000', 'Нет строки sessid='],
    ['checkauth', 'success\nA\nb\nsessid=c', 'Время'],
    ['init', 'file_limit=10', 'zip='],
    ['init', 'zip=no', 'file_limit='],
    ['init', 'zip=no\nfile_limit=0', 'file_limit='],
    ['query', 'failure\nне сейчас', 'XML не разобран'],
    ['query', 503, 'Ответ 503'],
    ['query', fileOf([order('1').replace('<Валюта>руб</Валюта>', '')]), 'нет Валюта'],
    ['success', '<html>', 'начинается не с success'],
    ['success', 'progress', 'начинается не с success'],
    ['file', 'failure\nНет места', 'Нет места'],
    ['file', 'ok', 'начинается не с success или progress'],
    ['file', 'successfully', 'начинается не с success или progress'],
  ])('does not go on when %s is answered %j', async (mode, answer, why) => {
    site.waiting = [[order('1')]];
    site.answers[mode] = answer;
    const session = await oneC.exchange();
    expect(session.ok).toBe(false);
    expect(session.errors.join('\n')).toContain(why);
    expect(site.modes().at(-1)).toBe(mode);
    expect(session.told).toEqual([]);
  });

  it('says that a site does not answer', async () => {
    await site.close();
    const { errors } = await oneC.exchange();
    expect(errors).toEqual([expect.stringMatching(/не отвечает: соединение не принято/)]);
  });

  it('notices a batch that changes before it is confirmed, and not afterwards', async () => {
    site.waiting = [[order('1')], [order('2')]];
    oneC.misbehave({ skipSuccess: true });
    expect((await oneC.exchange()).ok).toBe(true);
    expect((await oneC.exchange()).ok).toBe(true);
    site.waiting[0] = [order('1', 3)];
    expect((await oneC.exchange()).errors).toEqual(['До подтверждения пришла другая пачка, чем в прошлый раз']);
    site.waiting[0] = [order('1')];
    oneC.behave();
    expect(await oneC.exchange()).toMatchObject({ ok: true, created: ['2'] });
  });

  it('shares its books with another session', async () => {
    site.waiting = [[order('1')], [order('2')]];
    const other = new OneC(oneC.books);
    other.connect(connection);
    for (const each of [oneC, other]) {
      await each.checkauth();
      await each.query();
    }
    expect([oneC.save(), other.save()]).toMatchObject([{ created: ['1'] }, { created: [], same: ['1'] }]);
    await oneC.success();
    expect((await other.query()).documents.map(({ id }) => id)).toEqual(['2']);
    expect(other.log.current().ok).toBe(true);
    other.close();
  });

  it('sends a file in parts and asks for the import as long as it lasts', async () => {
    site.waiting = [[order('1')]];
    site.fileLimit = 500;
    oneC.connect({ ...connection, schemaVersion: '2.10', encoding: 'windows-1251' });
    let asked = 0;
    Object.defineProperty(site.answers, 'import', { get: () => ((asked += 1) < 3 ? 'progress\nЕщё\n' : 'success\n') });
    expect((await oneC.exchange()).ok).toBe(true);
    const parts = filesSent();
    expect(parts.slice(0, -1).every(({ length }) => length === 500)).toBe(true);
    expect(idsIn(Buffer.concat(parts))).toEqual(['1']);
    expect([parts.length > 2, asked]).toEqual([true, 3]);
    expect(site.asked.find(({ mode }) => mode === 'init')!.query).toMatchObject({
      type: 'sale',
      version: '2.10',
      sessid: 'abc',
    });
  });

  it('asks for the import of a file that is as long as its parts, since nothing else ends it', async () => {
    site.waiting = [[order('1')]];
    await oneC.exchange();
    oneC.setStatus('1', 'Закрыт');
    await oneC.exchange();
    site.fileLimit = filesSent()[1]!.length;
    oneC.setStatus('1', 'Открыт');
    site.answers['import'] = 'failure\nПусто';
    expect((await oneC.exchange()).errors).toEqual([expect.stringContaining('Пусто')]);
    expect(filesSent()[2]).toHaveLength(site.fileLimit);
    expect(oneC.books.changed()).toHaveLength(1);
  });

  it('packs files when it is set so', async () => {
    site.waiting = [[order('1')]];
    oneC.connect({ ...connection, zip: true });
    expect((await oneC.exchange()).ok).toBe(true);
    expect(site.asked.at(-1)).toMatchObject({ query: { filename: expect.stringMatching(/\.zip$/) } });
    expect(filesSent()[0]!.subarray(0, 2).toString()).toBe('PK');
  });

  it('reads the statuses of the site', async () => {
    const entries = '<Элемент><Ид>7</Ид><Название>Prinyat</Название></Элемент>';
    const directory = (tags: string[]): string =>
      `<?xml version="1.0" encoding="windows-1251"?><Справочник>${tags.map((tag) => `<${tag}>${entries}</${tag}>`).join('')}</Справочник>`;
    const in1251 = (text: string): Buffer =>
      Buffer.from([...text].map((sign) => (/[А-я]/.test(sign) ? sign.charCodeAt(0) - 0x350 : sign.charCodeAt(0))));
    site.answers['info'] = in1251(directory(['Cтатусы', 'Статусы']));
    expect(await oneC.info()).toMatchObject({ ok: true, statuses: [{ id: '7', name: 'Prinyat' }] });
    site.answers['info'] = in1251(directory(['Статусы']));
    expect((await oneC.info()).errors).toEqual([expect.stringContaining('не в обоих написаниях')]);
    site.answers['info'] = directory(['Cтатусы', 'Статусы']).replace('windows-1251', 'utf-8');
    expect((await oneC.info()).errors).toEqual(['Справочник не в windows-1251']);
  });

  describe('that misbehaves', () => {
    beforeEach(() => {
      site.waiting = [[order('1')]];
    });

    it.each(['query', 'success', 'file'] as const)('loses the answer of %s', async (mode) => {
      oneC.misbehave({ loseAnswerOf: mode });
      const session = await oneC.exchange();
      expect(session.steps.at(-1)).toMatchObject({ name: mode, status: null, ok: false });
      expect(site.modes().at(-1)).toBe(mode);
      oneC.behave();
      expect((await oneC.exchange()).ok).toBe(true);
      expect(oneC.books.document('1')).toMatchObject({ createdCount: 1 });
      expect(oneC.books.changed()).toEqual([]);
    });

    it('skips success', async () => {
      oneC.misbehave({ skipSuccess: true });
      expect((await oneC.exchange()).ok).toBe(true);
      expect(site.modes()).toEqual(['checkauth', 'init', 'query', 'file']);
    });

    it('sends a file twice', async () => {
      oneC.misbehave({ repeatFile: true });
      await oneC.exchange();
      const [first, second] = filesSent();
      expect(second!.equals(first!)).toBe(true);
    });

    it.each([
      [{ cutFileInTheMiddle: true }, 'XML не разобран'],
      [{ otherEncoding: true }, 'Байты не в кодировке'],
      [{ withDoctype: true }, 'DOCTYPE'],
      [{ withEntities: true }, 'DOCTYPE'],
      [{ zipBomb: true }, 'Велик'],
    ])('sends a file that is refused: %j', async (misbehaviour, why) => {
      oneC.misbehave(misbehaviour);
      const session = await oneC.exchange();
      expect(session.errors.join()).toContain(why);
      expect(oneC.books.changed()).toHaveLength(1);
    });

    it('sends what is not of this site', async () => {
      oneC.misbehave({ foreignOrders: true, unknownStatus: true });
      expect((await oneC.exchange()).ok).toBe(true);
      expect(idsIn(filesSent()[0]!)).toEqual(['1', 'INET-771', 'INET-772']);
      expect(filesSent()[0]!.toString()).toContain('Ждёт звонка завскладом');
      await oneC.exchange();
      expect(filesSent()).toHaveLength(2);
    });

    it('sends back the status that the site had', async () => {
      oneC.misbehave({ echoStatus: true });
      site.waiting = [
        [
          order('1').replace(
            requisite('Отменен', 'false'),
            requisite('Отменен', 'false') + requisite('Статуса заказа ИД', '7') + requisite('Статус заказа', 'Принят'),
          ),
        ],
      ];
      await oneC.exchange();
      expect(filesSent()[0]!.toString()).toContain('[7] Принят');
    });

    it('has a wrong password', async () => {
      oneC.misbehave({ wrongPassword: true });
      const session = await oneC.exchange();
      expect(session.errors).toEqual(['Вход не принят (401): failure\nНеверный логин или пароль']);
      expect(site.modes()).toEqual(['checkauth']);
    });

    it('keeps no cookie', async () => {
      oneC.misbehave({ basicOnly: true });
      expect((await oneC.exchange()).ok).toBe(true);
      expect(new Set(site.asked.map(({ by }) => by))).toEqual(new Set(['basic']));
    });

    it('is slow', async () => {
      oneC.misbehave({ slow: true });
      const began = Date.now();
      expect((await oneC.exchange()).ok).toBe(true);
      expect(Date.now() - began).toBeGreaterThan(1500);
      expect(idsIn(filesSent()[0]!)).toEqual(['1']);
    });
  });

  it('does one session at a time', async () => {
    site.waiting = [[order('1')]];
    const [one, other] = await Promise.all([oneC.exchange(), oneC.exchange()]);
    expect(one).toBe(other);
    expect(oneC.log.sessions).toHaveLength(1);
    await expect(new OneC(new Books()).exchange()).rejects.toThrow('Не задан адрес');
  });
});
