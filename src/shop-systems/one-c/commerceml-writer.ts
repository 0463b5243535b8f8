import type { HandedOverLine, HandedOverOrder } from '../exchanges/handed-over-order.js';
import { formatMinor } from '../../platform/money.js';
import { phoneDigits } from '../../platform/phone-digits.js';
import { sha256 } from '../../platform/secrets/sha256.js';
import { encode } from './commerceml-bytes.js';
import { foldedKey } from '../exchanges/folded-key.js';
import { wareKey } from './ware-key.js';
import { wallClock } from '../../platform/local-time.js';
import type { OneCSettings } from './one-c-settings.js';
import { element, type XmlElement, xmlText } from './xml-elements.js';

const NAMESPACES: Record<OneCSettings['schemaVersion'], string | undefined> = {
  '2.05': undefined,
  '2.08': 'urn:1C.ru:commerceml_2',
  '2.10': 'urn:1C.ru:commerceml_210',
  '3.1': 'urn:1C.ru:commerceml_3',
};

const RATE = /^\d+(?:[.,]\d+)?$/;

/**
 * A CommerceML file with one document for each order, as 1C takes it by its exchange with a site.
 * @param timeZone IANA name, in which the file says when it was formed
 */
export function writeOrders(
  orders: HandedOverOrder[],
  settings: OneCSettings,
  formedAt: Date,
  timeZone: string,
): Buffer {
  const namespace = NAMESPACES[settings.schemaVersion];
  const documents = orders.map((order) => documentOf(order, settings));
  const isContained = settings.schemaVersion === '3.1';
  const root = element(
    'КоммерческаяИнформация',
    isContained ? documents.map((document) => element('Контейнер', [document])) : documents,
    {
      ...(namespace && { xmlns: namespace }),
      ВерсияСхемы: settings.schemaVersion,
      ДатаФормирования: localTime(formedAt, timeZone).join('T'),
    },
  );
  const declaration = `<?xml version="1.0" encoding="${settings.encoding}"?>\n`;
  return encode(declaration + xmlText(root), settings.encoding);
}

/** The elements stand in the order of the schema, which some releases of 1C insist on. */
function documentOf(order: HandedOverOrder, settings: OneCSettings): XmlElement {
  const lines = order.lines.filter(({ quantity }) => quantity > 0 || settings.refusedPositions === 'zero');
  const [date, time] = localTime(order.createdAt, order.timeZone);
  const taxes = lines.map((line) => includedTax(line, settings.vat) ?? 0);
  return element('Документ', [
    element('Ид', order.key),
    element('Номер', order.number),
    element('Дата', date),
    element('ХозОперация', 'Заказ товара'),
    element('Роль', 'Продавец'),
    element('Валюта', settings.currency),
    element('Курс', '1'),
    element('Сумма', formatMinor(total(lines.map(amountOf)))),
    element('Контрагенты', [customerOf(order)]),
    element('Время', time),
    ...unlessEmpty('Комментарий', order.comment),
    ...(RATE.test(settings.vat) ? [taxesOf(total(taxes))] : []),
    ...unlessEmpty(
      'Товары',
      lines.map((line) => wareOf(line, settings)),
    ),
    requisitesOf([
      ['Статус заказа', order.status?.name],
      ['Статуса заказа ИД', order.status?.id],
      ['Дата изменения статуса', localTime(order.changedAt, order.timeZone).join(' ')],
      ['Отменен', String(order.isCancelled)],
      ['Заказ оплачен', 'false'],
      ['Способ доставки', order.delivery.type],
      ['Адрес доставки', order.delivery.address],
      ['Сайт', order.marketplace],
      ['Номер на площадке', order.externalId],
    ]),
  ]);
}

function customerOf({ key, customer }: HandedOverOrder): XmlElement {
  const name = customer.name.trim() || 'Покупатель';
  const contacts = [...contactOf('Телефон рабочий', customer.phone), ...contactOf('Почта', customer.email)];
  return element('Контрагент', [
    element('Ид', customerKey(customer, key)),
    element('Наименование', name),
    element('ПолноеНаименование', name),
    ...unlessEmpty('Контакты', contacts),
    element('Роль', 'Покупатель'),
  ]);
}

/** The same for all orders of a buyer; says nothing of the buyer. */
function customerKey({ name, phone, email }: HandedOverOrder['customer'], orderKey: string): string {
  const signs = [
    ['phone', phoneDigits(phone)],
    ['email', email.trim().toLowerCase()],
    ['name', foldedKey(name)],
    ['order', orderKey], // nobody knows whose it is
  ] as const;
  const [kind, value] = signs.find(([, sign]) => sign !== '')!;
  return `buyer-${sha256(`${kind}:${value}`).slice(0, 32)}`;
}

function contactOf(kind: string, value: string): XmlElement[] {
  return value === '' ? [] : [element('Контакт', [element('Тип', kind), element('Значение', value)])];
}

function wareOf(line: HandedOverLine, { vat }: OneCSettings): XmlElement {
  const tax = includedTax(line, vat);
  return element('Товар', [
    element('Ид', wareKey(line.brand, line.number)),
    element('Артикул', line.number),
    element('Наименование', [line.brand, line.number, line.name].filter((part) => part !== '').join(' ')),
    element('БазоваяЕдиница', 'шт', { Код: '796', НаименованиеПолное: 'Штука', МеждународноеСокращение: 'PCE' }),
    element('СтавкиНалогов', [element('СтавкаНалога', [element('Наименование', 'НДС'), element('Ставка', vat)])]),
    requisitesOf([
      ['ВидНоменклатуры', 'Товар'],
      ['ТипНоменклатуры', 'Товар'],
      ['НомерПозицииКорзины', line.positionId],
      ['Комментарий', line.comment],
    ]),
    element('ЦенаЗаЕдиницу', formatMinor(line.priceMinor)),
    element('Количество', String(line.quantity)),
    element('Сумма', formatMinor(amountOf(line))),
    ...(tax === undefined ? [] : [taxesOf(tax)]),
  ]);
}

/** Without it, 1C may add the tax on top of what the buyer agreed to. */
function taxesOf(taxMinor: number): XmlElement {
  return element('Налоги', [
    element('Налог', [
      element('Наименование', 'НДС'),
      element('УчтеноВСумме', 'true'),
      element('Сумма', formatMinor(taxMinor)),
    ]),
  ]);
}

/** In kopecks; undefined = there is none. */
function includedTax(line: HandedOverLine, vat: string): number | undefined {
  if (!RATE.test(vat)) return undefined;
  const rate = Number(vat.replace(',', '.'));
  return Math.round((amountOf(line) * rate) / (100 + rate));
}

function amountOf({ priceMinor, quantity }: HandedOverLine): number {
  return priceMinor * quantity;
}

function total(amounts: number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

function requisitesOf(values: [name: string, value: string | undefined][]): XmlElement {
  const said = values.filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '');
  return element(
    'ЗначенияРеквизитов',
    said.map(([name, value]) =>
      element('ЗначениеРеквизита', [element('Наименование', name), element('Значение', value)]),
    ),
  );
}

function unlessEmpty(name: string, content: string | XmlElement[]): XmlElement[] {
  return content.length === 0 ? [] : [element(name, content)];
}

/** Date and time of day by the clocks of a time zone. */
function localTime(instant: Date, timeZone: string): [date: string, time: string] {
  const [date, time] = wallClock(instant, timeZone).toISOString().slice(0, 19).split('T');
  return [date!, time!];
}
