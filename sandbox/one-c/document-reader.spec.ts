import iconv from 'iconv-lite';
import { readOrders } from './document-reader.js';

const LINE =
  '<Товар><Ид>p1</Ид><Артикул>GDB1330</Артикул><Наименование>TRW GDB1330 Колодки</Наименование>' +
  '<БазоваяЕдиница Код="796">шт</БазоваяЕдиница><ЦенаЗаЕдиницу>10.50</ЦенаЗаЕдиницу><Количество>2</Количество>' +
  '<Сумма>21.00</Сумма></Товар>';

const requisite = (name: string, value: string): string =>
  `<ЗначениеРеквизита><Наименование>${name}</Наименование><Значение>${value}</Значение></ЗначениеРеквизита>`;

const DOCUMENT =
  '<Документ><Ид>k1</Ид><Номер>GZ-1</Номер><Дата>2026-11-24</Дата><Время>09:15:00</Время>' +
  '<ХозОперация>Заказ товара</ХозОперация><Роль>Продавец</Роль><Валюта>руб</Валюта><Курс>1</Курс><Сумма>21.00</Сумма>' +
  '<Контрагенты><Контрагент><Ид>b1</Ид><Наименование>Иван &amp; Ко</Наименование><Роль>Покупатель</Роль></Контрагент>' +
  `</Контрагенты><Товары>${LINE}</Товары><ЗначенияРеквизитов>${requisite('Статус заказа', 'Принят')}` +
  `${requisite('Статуса заказа ИД', '7')}${requisite('Отменен', 'false')}${requisite('Заказ оплачен', 'true')}${requisite('Сайт', 'GettZap')}` +
  `${requisite('Номер на площадке', 'A-1')}${requisite('Дата изменения статуса', '2026-11-24T09:15:00')}` +
  '</ЗначенияРеквизитов></Документ>';

function file(
  inside = DOCUMENT,
  { root = 'ВерсияСхемы="2.05" ДатаФормирования="2026-11-24T09:15:00"', prolog = '' } = {},
) {
  return `${prolog || '<?xml version="1.0" encoding="utf-8"?>'}<КоммерческаяИнформация ${root}>${inside}</КоммерческаяИнформация>`;
}

const read = (text: string) => readOrders(Buffer.from(text));

describe('orders that the site hands to 1C', () => {
  it('are read whole', () => {
    const { documents, errors } = read(file());
    expect(errors).toEqual([]);
    expect(documents).toEqual([
      {
        id: 'k1',
        number: 'GZ-1',
        buyer: 'Иван & Ко',
        total: 21,
        cancelled: false,
        siteStatus: { id: '7', name: 'Принят' },
        lines: [
          { key: 'p1', number: 'GDB1330', name: 'TRW GDB1330 Колодки', quantity: 2, price: 10.5, requisites: [] },
        ],
        xml: DOCUMENT,
      },
    ]);
  });

  it('may be in windows-1251, with a mark, in a namespace with any prefix, or in containers', () => {
    const in1251 = iconv.encode(
      file(DOCUMENT, { prolog: '<?xml version="1.0" encoding="windows-1251"?>' }),
      'windows-1251',
    );
    const inNamespace = file()
      .replace('ВерсияСхемы="2.05"', 'ВерсияСхемы="2.10" xmlns:c="urn:1C.ru:commerceml_210"')
      .replace(/<(\/?)(?=[А-Я])/g, '<$1c:');
    const inContainer = file(`<Контейнер>${DOCUMENT}</Контейнер>`).replace('2.05', '3.1');
    for (const bytes of [in1251, Buffer.from(`\uFEFF${file()}`), Buffer.from(inNamespace), Buffer.from(inContainer)]) {
      const { documents, errors } = readOrders(bytes);
      expect([errors, documents.map(({ buyer }) => buyer)]).toEqual([[], ['Иван & Ко']]);
    }
  });

  it('may be none, and a cancelled one may have no lines', () => {
    expect(read(file(''))).toEqual({ documents: [], errors: [] });
    const cancelled = DOCUMENT.replace(LINE, '').replace('>false<', '>true<').replace('21.00', '0.00');
    expect(read(file(cancelled))).toMatchObject({ documents: [{ cancelled: true, lines: [] }], errors: [] });
  });

  it.each([
    ['</Документ>', '', 'XML не разобран'],
    ['<КоммерческаяИнформация', '<!DOCTYPE a><КоммерческаяИнформация', 'DOCTYPE'],
    ['КоммерческаяИнформация', 'Заказы', 'Корень Заказы'],
    ['utf-8', 'windows-1252', 'Кодировка windows-1252'],
    ['ВерсияСхемы="2.05"', '', 'ВерсияСхемы'],
    ['ВерсияСхемы="2.05"', 'ВерсияСхемы="3.1"', 'Контейнер'],
    ['ВерсияСхемы="2.05"', 'ВерсияСхемы="2.10" xmlns="urn:else"', 'urn:else'],
    ['ДатаФормирования="2026-11-24T09:15:00"', '', 'ДатаФормирования'],
    ['<Ид>k1</Ид>', '', 'нет Ид'],
    ['<Номер>GZ-1</Номер>', '', 'нет Номер'],
    ['<Валюта>руб</Валюта>', '', 'нет Валюта'],
    ['Заказ товара', 'Отпуск товара', 'ХозОперация «Отпуск товара»'],
    ['2026-11-24</Дата>', '24.11.2026</Дата>', 'Дата «24.11.2026»'],
    ['09:15:00</Время>', '9:15</Время>', 'Время «9:15»'],
    ['<Сумма>21.00</Сумма></Товар>', '<Сумма>20.00</Сумма></Товар>', 'не равна 10.5 × 2'],
    ['<Сумма>21.00</Сумма><Контр', '<Сумма>22.00</Сумма><Контр', 'строки дают 21.00'],
    ['<Сумма>21.00</Сумма><Контр', '<Сумма>21,00</Сумма><Контр', 'Сумма «21,00»'],
    ['<Роль>Покупатель</Роль>', '', 'Роль контрагента'],
    ['<Ид>p1</Ид>', '', 'строка 1: нет Ид'],
    ['Код="796"', '', 'кода 796'],
    ['>2</Количество>', '>два</Количество>', 'Количество «два»'],
    [LINE, '', 'нет ни одной строки'],
    [requisite('Отменен', 'false'), '', 'нет реквизита «Отменен»'],
    ['<Наименование>Сайт</Наименование>', '', 'без Наименование'],
    [DOCUMENT, DOCUMENT + DOCUMENT, 'Ид k1 в одной пачке дважды'],
    [DOCUMENT, Array.from({ length: 101 }, (_, n) => DOCUMENT.replace('k1', `k${n}`)).join(''), 'Документов 101'],
  ])('are refused: %#', (from, to, why) => {
    const { errors } = read(file().replaceAll(from, to));
    expect(errors.join('\n')).toContain(why);
  });

  it('are refused when the bytes are in another encoding than the prolog says', () => {
    expect(readOrders(iconv.encode(file(), 'windows-1251')).errors).toEqual([
      'Байты не в кодировке utf-8, которую называет пролог',
    ]);
  });
});
