import type { ReturnedDocument } from '../exchanges/handed-over-order.js';
import { encode } from './commerceml-bytes.js';
import type { CommerceMlError } from './commerceml-error.js';
import { readReturnedDocuments as reading } from './commerceml-reader.js';

const OURS = { numberPrefix: 'GZ-' };

/** Without the pauses. */
function readReturnedDocuments(...given: Parameters<typeof reading>): ReturnedDocument[] {
  const work = reading(...given);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

const NOTHING: ReturnedDocument = {
  formedAt: '',
  key: '',
  number: '',
  statuses: [],
  isCancelled: false,
  numberThere: '',
  lines: undefined,
  steps: [],
};

function file(content: string, root = 'КоммерческаяИнформация', attributes = ' ВерсияСхемы="2.05"'): Buffer {
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attributes}>${content}</${root}>`);
}

function read(content: string): ReturnedDocument[] {
  return readReturnedDocuments(file(content), OURS);
}

function readOne(content: string): ReturnedDocument {
  return read(`<Документ>${content}</Документ>`)[0]!;
}

function requisites(...values: [name: string, value: string][]): string {
  const each = values.map(
    ([name, value]) =>
      `<ЗначениеРеквизита><Наименование>${name}</Наименование><Значение>${value}</Значение></ЗначениеРеквизита>`,
  );
  return `<ЗначенияРеквизитов>${each.join('')}</ЗначенияРеквизитов>`;
}

function ware(quantity: string, rest = ''): string {
  return `<Товар><Ид>BOSCH-12</Ид><Артикул>1-2</Артикул><Наименование>Фильтр</Наименование><Количество>${quantity}</Количество>${rest}</Товар>`;
}

function wares(...lines: string[]): string {
  return `<Товары>${lines.join('')}</Товары>`;
}

function errorOf(bytes: Buffer): CommerceMlError {
  try {
    readReturnedDocuments(bytes, OURS);
  } catch (error) {
    return error as CommerceMlError;
  }
  throw new Error('It was read.');
}

describe('a file that a trade program sends', () => {
  it('is read with statuses, numbers and lines', () => {
    const bytes = file(`
      <Документ>
        <Ид>order-1042</Ид>
        <Номер>GZ-1042</Номер>
        <Дата>2026-11-24</Дата>
        <ХозОперация>Заказ товара</ХозОперация>
        <Роль>Продавец</Роль>
        <Сумма>12 345,60</Сумма>
        <Контрагенты><Контрагент><Ид>b</Ид><Наименование>Пётр</Наименование></Контрагент></Контрагенты>
        ${wares(
          ware('2.000', requisites(['НомерПозицииКорзины', '11'], ['Статус заказа', 'не его'])),
          ware('1\u00a0000,0', ''),
        )}
        ${requisites(
          ['Номер по 1С', 'УТ00-000017'],
          ['Дата по 1С', 'T'],
          ['ПометкаУдаления', 'false'],
          ['Статус заказа', '[W] В работе'],
          ['Статуса заказа ИД', '3'],
        )}
      </Документ>`);
    expect(readReturnedDocuments(bytes, OURS)).toEqual([
      {
        formedAt: '',
        key: 'order-1042',
        number: 'GZ-1042',
        statuses: ['3', 'В работе'],
        isCancelled: false,
        numberThere: 'УТ00-000017',
        lines: [
          { key: '11', number: '1-2', name: 'Фильтр', quantity: 2 },
          { key: 'BOSCH-12', number: '1-2', name: 'Фильтр', quantity: 1000 },
        ],
        steps: [],
      },
    ]);
  });

  it('is read with another prefix, namespace or charset', () => {
    const content = (prefix: string) =>
      `<${prefix}Документ><${prefix}Ид>order-7</${prefix}Ид><${prefix}Номер>7</${prefix}Номер></${prefix}Документ>`;
    const expected = [{ ...NOTHING, key: 'order-7', number: '7' }];
    const root = 'КоммерческаяИнформация';
    for (const bytes of [
      file(content(''), root, ' xmlns="urn:1C.ru:commerceml_2" xmlns:xs="http://www.w3.org/2001/XMLSchema"'),
      file(content('cml:'), `cml:${root}`, ' xmlns:cml="urn:1C.ru:commerceml_210"'),
      file(`<Контейнер>${content('')}</Контейнер>`, root, ' xmlns="urn:1C.ru:commerceml_3" ВерсияСхемы="3.1"'),
      encode(`<?xml version="1.0" encoding="windows-1251"?><${root}>${content('')}</${root}>`, 'windows-1251'),
      Buffer.from(`\ufeff\r\n<?xml version="1.0"?><${root}>${content('')}</${root}>`),
    ]) {
      expect(readReturnedDocuments(bytes, OURS)).toEqual(expected);
    }
  });

  it('is read by the ten thousand', () => {
    const content = `<Документ><Ид>order-1</Ид>${wares(ware('1'), ware('2'))}${requisites(['Статус заказа', 'Собран'])}</Документ>`;
    expect(read(content.repeat(10_000))).toHaveLength(10_000);
  });

  it('is read though it says other things, too', () => {
    expect(
      read('<Каталог><Документ><Ид>1</Ид></Документ></Каталог><constructor/><Контейнер><Пакет/></Контейнер>'),
    ).toEqual([]);
    expect(read('<Документ/>')).toEqual([NOTHING]);
  });
});

describe('the status of an order', () => {
  it.each<[string, [string, string][], string[]]>([
    ['the names close together', [['СтатусЗаказа', 'Собран']], ['Собран']],
    ['the other spelling of its id', [['Статус заказа ИД', '5']], ['5']],
    ['other case, spaces and Latin letters', [['CТАТУC  ЗАКАЗА ид', '5']], ['5']],
    [
      'both, the id first',
      [
        ['Статус заказа', 'Собран'],
        ['СтатусаЗаказаИД', '5'],
      ],
      ['5', 'Собран'],
    ],
    [
      'both alike',
      [
        ['Статус заказа', '[N] Новый'],
        ['Статуса заказа ИД', 'Новый'],
      ],
      ['Новый'],
    ],
    ['a letter alone', [['Статус заказа', '[O]']], ['[O]']],
    [
      'a bare T',
      [
        ['Статус заказа', 'T'],
        ['Статуса заказа ИД', ' '],
      ],
      [],
    ],
    ['CDATA', [['Статус заказа', '<![CDATA[Нет & нет]]>']], ['Нет & нет']],
  ])('is read from %s', (_, values, statuses) => {
    expect(readOne(requisites(...values)).statuses).toEqual(statuses);
  });

  it('is read where requisites have nothing around them', () => {
    const bare =
      '<ЗначениеРеквизита><Наименование>Статус заказа</Наименование><Значение>Собран</Значение></ЗначениеРеквизита>';
    expect(readOne(bare).statuses).toEqual(['Собран']);
  });
});

describe('an order', () => {
  it.each<[string, boolean]>([
    [requisites(['Отменен', 'true']), true],
    [requisites(['Отменён', 'Да']), true],
    [requisites(['Пометка удаления', '1']), true],
    [requisites(['Отменен', 'false'], ['ПометкаУдаления', 'TRUE']), true],
    ['<ПометкаУдаления>true</ПометкаУдаления>', true],
    [requisites(['Отменен', 'false'], ['ПометкаУдаления', 'Нет']), false],
    [requisites(['Отменен', '']), false],
    [wares(ware('1', requisites(['Отменен', 'true']))), false],
  ])('that says %s is cancelled: %s', (content, isCancelled) => {
    expect(readOne(content).isCancelled).toBe(isCancelled);
  });

  it.each<[string, string, string]>([
    ['GZ-15', '', ''],
    ['15', '', ''],
    ['0000-000015', '', '0000-000015'],
    ['000000015', '', '000000015'],
    ['GZ-15', requisites(['Номер по 1С', 'ИП-000015']), 'ИП-000015'],
    ['GZ-15', requisites(['номерпо1C', '17']), '17'],
    ['15', requisites(['Номер по 1С', 'GZ-15']), ''],
    ['GZ-15', requisites(['Номер по 1С', 'T']), ''],
    ['GZ-15', '<Номер1С>УТ-3</Номер1С>', 'УТ-3'],
  ])('numbered %s with %s is called there %s', (number, rest, numberThere) => {
    expect(readOne(`<Номер>${number}</Номер>${rest}`)).toMatchObject({ number, numberThere });
  });

  it('says nothing of its lines without a table, and that there are none with an empty one', () => {
    expect(readOne('').lines).toBeUndefined();
    expect(readOne('<Товары/>').lines).toEqual([]);
    expect(readOne(wares(ware('0'))).lines).toEqual([expect.objectContaining({ quantity: 0 })]);
  });

  it('says when its file was formed', () => {
    const bytes = file('<Документ/><Документ/>', undefined, ' ДатаФормирования="2026-11-29T12:00:00"');
    expect(readReturnedDocuments(bytes, OURS).map(({ formedAt }) => formedAt)).toEqual(
      Array(2).fill('2026-11-29T12:00:00'),
    );
  });

  it('is read in pieces, between which others have their turn', () => {
    const work = reading(file('<Документ><Ид>ключ</Ид></Документ>'.repeat(20_000)), OURS);
    let pauses = 0;
    while (!work.next().done) pauses += 1;
    expect(pauses).toBeGreaterThan(2);
  });

  it('is not called by more than a thousand characters', () => {
    expect(readOne(`<Ид>${'a&amp;'.repeat(5_000)}</Ид>`).key).toBe('a&'.repeat(500));
  });

  it('names a ware without its characteristic', () => {
    expect(readOne(wares('<Товар><Ид>a-1#b-2</Ид><Количество>1</Количество></Товар>')).lines![0]!.key).toBe('a-1');
  });
});

describe('a quantity', () => {
  it.each(['1.5', '0,001', '-1', '', '1e3', 'два', '1.000.000', '99999999999999999999'])(
    'of %s is refused',
    (quantity) => {
      const error = errorOf(file(`<Документ><Номер>GZ-15</Номер>${wares(ware('1'), ware(quantity))}</Документ>`));
      expect(error.code).toBe('quantity');
      expect(error.message).toBe(
        `Документ «GZ-15», строка 2 («Фильтр»): количество должно быть целым числом штук, а указано «${quantity}».`,
      );
    },
  );

  it('that is wrong costs one document its lines where somebody listens', () => {
    const heard: string[] = [];
    const cable = `<Документ><Номер>УТ-9</Номер>${wares(ware('1.5'))}${requisites(['Статус заказа', 'Собран'])}</Документ>`;
    const good = `<Документ><Номер>GZ-15</Номер>${wares(ware('1'))}</Документ>`;
    const documents = readReturnedDocuments(file(cable + good), OURS, ({ code }, { number }) =>
      heard.push(`${number} ${code}`),
    );
    expect(heard).toEqual(['УТ-9 quantity']);
    expect(documents.map(({ statuses, lines }) => [statuses, lines?.length])).toEqual([
      [['Собран'], undefined],
      [[], 1],
    ]);
  });
});

describe('partial shipments', () => {
  const part = (content: string) => `<ПодчиненныйДокумент>${content}</ПодчиненныйДокумент>`;
  const stepsOf = (...parts: string[]) =>
    readOne(`<Ид>order-1</Ид><ПодчиненныеДокументы>${parts.map(part).join('')}</ПодчиненныеДокументы>`).steps;
  const line = (quantity: number) => ({ key: 'BOSCH-12', number: '1-2', name: 'Фильтр', quantity });

  it('are steps of their order, oldest first', () => {
    const at = (date: string, time: string) => `<Дата>${date}</Дата><Время>${time}</Время>`;
    expect(
      stepsOf(
        `<Ид>s-2</Ид>${at('2026-11-25', '08:00:00')}<ХозОперация>Отпуск товара</ХозОперация>${wares(ware('1'))}`,
        `<Номер>17</Номер>${at('2026-11-24', '10:00:00')}${wares(ware('2'))}${requisites(['Статус отгрузки', '[D] Собран'])}`,
        `${at('2026-11-24', '09:00:00')}<ХозОперация>Перемещение</ХозОперация>${wares(ware('3'))}`,
      ),
    ).toEqual([
      { key: '', statuses: ['Перемещение'], lines: [line(3)] },
      { key: '17', statuses: ['Собран'], lines: [line(2)] },
      { key: 's-2', statuses: ['Отпуск товара'], lines: [line(1)] },
    ]);
  });

  it('are shipments where nothing is said, and stay as they stand without dates', () => {
    const [first, second] = stepsOf(`<Ид>b</Ид>${wares(ware('1'))}`, `<Ид>a</Ид>${wares(ware('2'))}`);
    expect(first).toEqual({ key: 'b', statuses: ['Отпуск товара'], lines: [line(1)] });
    expect(second!.key).toBe('a');
  });

  it('count only once they are carried out and not cancelled', () => {
    const goods = wares(ware('1'));
    expect(
      stepsOf(
        goods + requisites(['Проведен', 'false']),
        goods + requisites(['Отгружен', 'Нет']),
        goods + requisites(['ПометкаУдаления', 'true'], ['Проведен', 'true']),
        '<ХозОперация>Эквайринговая операция</ХозОперация><Сумма>10.00</Сумма>',
        wares(ware('0')),
      ),
    ).toEqual([]);
    expect(stepsOf(goods + requisites(['Проведен', 'true'], ['Отгружен', 'true']))).toHaveLength(1);
    expect(stepsOf(goods + requisites(['Отгружен', 'false'], ['Статус заказа', 'Собран']))).toHaveLength(1);
  });

  it('may lie beside their order', () => {
    const shipment = (id: string, basis: string, quantity: string) =>
      `<Документ><Ид>${id}</Ид><ХозОперация>Отпуск товара</ХозОперация><Основание>${basis}</Основание>${wares(ware(quantity))}</Документ>`;
    const order = '<Документ><Ид>order-1</Ид><Номер>GZ-1</Номер><ХозОперация>Заказ товара</ХозОперация></Документ>';
    const documents = read(
      `<Контейнер>${shipment('s-1', 'order-1', '1')}${order}${shipment('s-2', 'GZ-1', '2')}</Контейнер>` +
        `<Контейнер>${shipment('s-3', 'GZ-8', '3')}</Контейнер>`,
    );
    expect(documents.map(({ key, number, steps }) => [key, number, steps.map((step) => step.key)])).toEqual([
      ['order-1', 'GZ-1', ['s-1', 's-2']],
      ['GZ-8', 'GZ-8', ['s-3']],
    ]);
  });
});

describe('a file that cannot be taken', () => {
  const nested = (depth: number) => '<а>'.repeat(depth) + '</а>'.repeat(depth);

  it.each<[string, Buffer, RegExp]>([
    ['not_xml', Buffer.from('success\n'), /это не XML/],
    ['not_xml', Buffer.alloc(0), /это не XML/],
    ['not_xml', file('<Документ><Ид>1</Ид>'), /строка 2, символ \d+/],
    ['not_xml', file('').subarray(0, -1), /обрезан/],
    ['not_xml', file('<Документ><Ид>&nbsp;</Ид></Документ>'), /undefined entity/],
    ['document_type', Buffer.from('<!DOCTYPE а [<!ENTITY б "в">]><а>&б;</а>'), /DOCTYPE/],
    ['not_commerceml', Buffer.from('<html/>'), /корневой элемент «html»/],
    ['wrong_charset', encode('<КоммерческаяИнформация/>', 'windows-1251'), /кодировк/],
    ['too_deep', file(nested(32)), /32/],
    ['too_many_values', file('<a/>'.repeat(2_000_000)), /2000000/],
    ['too_many_values', file('<Документ/>'.repeat(100_001)), /100000 документов/],
    ['too_large', Buffer.alloc(20 * 1024 * 1024 + 1, ' '), /20 МБ/],
  ])('is told by %s', (code, bytes, message) => {
    const error = errorOf(bytes);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it('is not quoted at length', () => {
    expect(errorOf(Buffer.from(`<${'a'.repeat(5_000)}/>`)).message.length).toBeLessThanOrEqual(500);
  });

  it('is not one for 31 levels', () => {
    expect(read(nested(31))).toEqual([]);
  });
});
